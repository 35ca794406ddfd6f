"""What notebooks need of other packages, without what takes a second and nobody asks for."""

import sys

GRAMMARS = "rfc3987_syntax"
"""Of jsonschema, which compiles 38 grammars for addresses that no schema of a notebook checks."""


def load_nbformat() -> None:
    """Import nbformat; whatever else needs the grammars may import them afterwards."""
    is_there = GRAMMARS in sys.modules
    if not is_there:
        sys.modules[GRAMMARS] = None  # type: ignore[assignment]
    try:
        import nbformat  # noqa: F401
    finally:
        if not is_there:
            del sys.modules[GRAMMARS]
