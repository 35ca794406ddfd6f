"""The version of this package, named once."""

__version__ = "0.2.0"
