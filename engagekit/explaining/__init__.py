"""The rows behind a number: who counts, who is only in the base, who is out, and why (private)."""

from engagekit.explaining._explain import MEASURES, explain
from engagekit.explaining._explanation import Explanation, as_text

__all__ = ["MEASURES", "Explanation", "as_text", "explain"]
