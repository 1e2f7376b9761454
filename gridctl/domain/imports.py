"""What can be wrong with a file to be imported, before any of its rows is looked at."""

from __future__ import annotations

import errno
from collections.abc import Mapping

from gridctl.domain.errors import Conflict, Invalid, NotFound, Usage
from gridctl.foundation.i18n import N_

#: Why the operating system does not let a file be read, by the name of its error number.
READ_FAILURES: Mapping[str, str] = {
    "EACCES": N_("you may not read it"),
    "EPERM": N_("you may not read it"),
    "ELOOP": N_("its links lead in a circle"),
    "EIO": N_("the disk or the network failed"),
    "EBUSY": N_("another program keeps it locked"),
}


class UnknownKind(Usage):
    """No kind of import has this name."""

    message = N_("There is no kind of import named {kind}.")
    hint = N_("Did you mean {nearest}? Kinds: {kinds}.")


class UnknownField(Usage):
    """A kind of import has no field of this name."""

    message = N_("An import of kind {kind} has no field {field}.")
    hint = N_("Nearest is {nearest}. Fields: {fields}.")


class UnknownColumn(Usage):
    """The file has no column of this letter with a header."""

    message = N_("{file} has no column {column} with a header.")
    hint = N_("Its columns: {columns}.")


class FieldTwice(Usage):
    """Two columns were named for one field."""

    message = N_("Two columns are named for {field}.")
    hint = N_("Name one of them.")


class StatementUnclear(Usage):
    """What every row says was given without the field it is about."""

    message = N_("{text} does not name a field and what it is.")
    hint = N_("Write it as approver=王主任.")


class StatementUnfit(Usage):
    """What was said for every row cannot be a value of its field."""

    message = N_("{value} cannot stand in every row as {field}.")
    hint = N_("Write it as the cells of such a column are written.")


class FileMissing(NotFound):
    """The file to be imported is not there."""

    message = N_("There is no file {file}.")


class FileIsFolder(Usage):
    """A folder was named where a file is needed."""

    message = N_("{file} is a folder, not a file.")
    hint = N_("Name one workbook or CSV file.")


class FileIsStream(Usage):
    """A pipe or a device was named where a file is needed, which is read more than once."""

    message = N_("{file} is a pipe or a device, not a file.")
    hint = N_("Write what comes out of it into a file, and name that.")


class FileUnreadable(Invalid):
    """The operating system refuses to read the file; ``cause`` is one of READ_FAILURES."""

    message = N_("{file} cannot be read: {cause}.")
    hint = N_("Check the permission, and whether another program keeps the file locked.")


def unreadable(file: str, error: OSError) -> FileUnreadable:
    """Return the error of a file the operating system refuses to read."""
    cause = errno.errorcode.get(error.errno or 0, "")
    return FileUnreadable(file=file, cause=cause if cause in READ_FAILURES else error.strerror)


class FileEmpty(Invalid):
    """The file, or every sheet of it, holds nothing."""

    message = N_("{file} is empty.")


class FileWithoutRows(Invalid):
    """The file has a header and nothing below it."""

    message = N_("{file} has no rows below the header in row {row}; nothing was imported.")
    hint = N_("Check that the file was filled in; name another sheet< with --sheet|>.")


class NotATable(Invalid):
    """The content is neither a workbook nor delimited text."""

    message = N_(
        "{file} is neither a workbook nor a CSV file[[: row {row} holds the sign {sign},"
        " which is no text]]."
    )
    hint = N_("Open it in the program that wrote it and save it as .xlsx or .csv.")


class UnsupportedFormat(Invalid):
    """The content is a table, in a form that is not read."""

    message = N_("{file} is in the format {format}, which is not read.")
    hint = N_("Open it in Excel or WPS and save it as .xlsx or .csv.")


class NothingRecorded(UnsupportedFormat):
    """JSON or XML that no Open311 endpoint has answered."""

    message = N_("{file} is {format}, but holds no requests as an Open311 endpoint tells them.")
    hint = N_("Of other systems, import a table: have it written as .xlsx or .csv.")


class RecordingTooLarge(Invalid):
    """Recorded requests are read as a whole, so there must not be too many in one file."""

    message = N_("{file} has more than {limit} MB.")
    hint = N_("Ask for fewer days at a time, one file each.")


class EncodingUnclear(Invalid):
    """The text is neither UTF-8 nor GB18030."""

    message = N_(
        "The encoding of {file} is neither UTF-8 (wrong in row {row}) nor GB18030"
        " (wrong in row {other})."
    )
    hint = N_(
        "Name another one< with --encoding|>, such as big5. If the file was put"
        " together from several, save each as .xlsx."
    )


class EncodingBroken(Invalid):
    """The text does not keep to the encoding its byte order mark names."""

    message = N_("{file} begins as text in {encoding}, but is not to its end[[ (see row {row})]].")
    hint = N_("It was cut short or put together from several files: export it again.")


class EncodingWrong(Invalid):
    """The text cannot be read in the encoding that was asked for."""

    message = N_("{file} is not text in the encoding {encoding}[[ (see row {row})]].")
    hint = N_("Leave out <--encoding|the encoding>, or name another one.")


class UnknownEncoding(Usage):
    """No encoding has this name."""

    message = N_("There is no encoding named {encoding}.")
    hint = N_("Common ones: utf-8, gb18030, big5, utf-16.")


class TextDamaged(Invalid):
    """The delimited text cannot be split into cells."""

    message = N_("{file}, row {row}: a quotation mark is not closed, or a cell is too long.")
    hint = N_("Correct the row, or save the file again as .xlsx.")


class WorkbookLocked(Invalid):
    """The workbook is protected by a password."""

    message = N_("{file} is protected by a password.")
    hint = N_("Save it without the password and import it again.")


class WorkbookDamaged(Invalid):
    """The workbook is cut short or broken."""

    message = N_("{file} is a damaged workbook.")
    hint = N_("Open it in Excel or WPS, let it be repaired, and save it as .xlsx.")


class WorkbookTooLarge(Invalid):
    """The workbook would unfold to more than this program is willing to hold."""

    message = N_("{file} unfolds to more than {limit} MB.")
    hint = N_("Delete empty formatted rows and columns, or save the sheet as .csv.")


class PartInflated(Invalid):
    """A part of the workbook is so much larger than what is packed that no program wrote it."""

    message = N_("{file} unfolds to {times} times its size, as no workbook of a table does.")
    hint = N_("Open it in Excel or WPS and save the table as a new .xlsx, or as .csv.")


class TooManyRows(Invalid):
    """A sheet tells more rows than a spreadsheet can have."""

    message = N_("{file} has a sheet of more than {limit} rows, more than a sheet can have.")
    hint = N_("Open it in Excel or WPS and save the table as a new .xlsx, or as .csv.")


class SheetTooLarge(Invalid):
    """The rectangle of a sheet has more cells than this program is willing to hold."""

    message = N_("{file} has a sheet of more than {limit} cells.")
    hint = N_("Delete empty formatted rows and columns, or save the sheet as .csv.")


class TooManyColumns(Invalid):
    """A row has more columns than a spreadsheet can have."""

    message = N_("{file}[[, sheet {sheet}]], row {row}: more than {limit} columns.")
    hint = N_("A delimiter may be wrong or a line end missing: export the file again.")


class SheetMissing(Usage):
    """The workbook has no sheet of this name."""

    message = N_("{file} has no sheet named {sheet}.")
    hint = N_("[[Its sheets: {sheets}.]]")


class HeaderMissing(Invalid):
    """No row looks like the header of a table."""

    message = N_("{file}[[, sheet {sheet}]]: no header row was found.")
    hint = N_("Name it< with --header-row|>; the row of the column names counts from 1.")


class SideBySide(Invalid):
    """A table that goes on to the right, under the same headers, would be read by half."""

    message = N_(
        "{file}[[, sheet {sheet}]], header row {row}: the table goes on to the right under the"
        " same headers ({headers}); only the left part would be read."
    )
    hint = N_("Put the parts below one another in one table< or leave columns out: --column E=|>.")


class ColumnMissing(Invalid):
    """A column without which the rows mean nothing is not there."""

    message = N_(
        "{file}[[, sheet {sheet}]], header row {row}: no column for {field} ({expected}); "
        "headers seen: {headers}"
    )
    hint = N_(
        "Check [[{kind}, ]]<--sheet and --header-row|sheet and header row>, or rename the column"
        "[[; what holds for every row is said with {every} FIELD=TEXT]]."
    )


class FileChanged(Conflict):
    """The file is no longer the one that was planned."""

    message = N_("{file} was changed after the plan was made.")
    hint = N_("Make the plan again.")
