"""Words, numbers, money and dates in the language of a reader."""

from engagekit.locale.locale import Locale

__all__ = ["Locale"]
