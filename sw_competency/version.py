"""The version of this library: printed on reports, and part of what kept catalogues go by."""

__version__ = "0.2.0"
