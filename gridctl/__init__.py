"""gridctl: terminal operations console for county grid governance."""

__version__ = "0.1.0"
