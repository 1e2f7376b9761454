"""The certificate a server is started with: what is refused, and when it is spoken of."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from gridctl.domain.errors import GridctlError
from gridctl.server.certificate import Validity, read_certificate
from tests.certificates import make_certificate
from tests.conftest import NOW


@pytest.mark.parametrize(("begins", "ends"), [(-800, -400), (-10, 20), (5, 500)])
def test_the_days_are_told_whatever_the_day(tmp_path: Path, begins: int, ends: int) -> None:
    certificate, key = make_certificate(tmp_path, begins=begins, ends=ends, now=NOW)
    days = Validity(NOW + timedelta(days=begins), NOW + timedelta(days=ends))
    assert read_certificate(certificate, key) == days


def test_the_key_may_lie_in_the_file_of_the_certificate(tmp_path: Path) -> None:
    certificate, key = make_certificate(tmp_path)
    certificate.write_bytes(key.read_bytes() + certificate.read_bytes())
    assert read_certificate(certificate, None) == read_certificate(certificate, key)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    certificate, key = make_certificate(tmp_path)
    key.unlink()
    assert _refusal(certificate, key) == ("serving.key_unusable", str(key))


def test_certificate_and_key_are_not_taken_for_one_another(tmp_path: Path) -> None:
    certificate, key = make_certificate(tmp_path)
    assert _refusal(key, certificate) == ("serving.certificate_unfit", str(key))
    assert _refusal(certificate, None) == ("serving.key_unfit", str(certificate))


def test_a_key_with_a_password_is_refused(tmp_path: Path) -> None:
    certificate, key = make_certificate(tmp_path, password=b"geheim")
    assert _refusal(certificate, key) == ("serving.key_unfit", str(key))


def test_the_key_of_another_certificate_is_refused(tmp_path: Path) -> None:
    certificate, _ = make_certificate(tmp_path)
    (tmp_path / "other").mkdir()
    _, other = make_certificate(tmp_path / "other")
    assert _refusal(certificate, other) == ("serving.key_foreign", str(other))


def _refusal(certificate: Path, key: Path | None) -> tuple[str, str]:
    with pytest.raises(GridctlError) as caught:
        read_certificate(certificate, key)
    return caught.value.code, str(caught.value.params.get("path", caught.value.params.get("key")))


DAYS = Validity(NOW, NOW + timedelta(days=365))


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (NOW - timedelta(seconds=1), (True, False, False)),
        (NOW, (False, False, False)),
        (DAYS.ends - timedelta(days=31), (False, False, False)),
        (DAYS.ends - timedelta(days=30), (False, True, False)),
        (DAYS.ends, (False, True, True)),
    ],
)
def test_it_is_early_then_good_then_short_then_over(
    now: datetime, said: tuple[bool, bool, bool]
) -> None:
    assert (DAYS.is_early(now), DAYS.is_short(now), DAYS.is_over(now)) == said
