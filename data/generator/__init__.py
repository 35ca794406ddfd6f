"""The made-up organisation behind data/sample: who is who, and the raw exports about them."""

from __future__ import annotations

from .folder import files, write
from .truth import Truth, truth

__all__ = ["Truth", "files", "truth", "write"]
