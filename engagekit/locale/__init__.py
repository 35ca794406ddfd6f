"""Words, numbers, money and dates in the language of a reader.

To add a language: its catalogue ``<language>/LC_MESSAGES/engagekit.po``, with every message of the
English one, and its code in `engagekit.settings.schema.Language`. Texts of frames and definitions
that it lacks stay English; forms of words are written into a message: ``{n:Tag|Tage}``. What the
analyst reads is English alone: `engagekit.locale.analyst`.
"""

from engagekit.locale._numbers import NOTHING, UNITS, shared_digits
from engagekit.locale.catalogue import LANGUAGES, slots
from engagekit.locale.locale import Locale

__all__ = ["LANGUAGES", "NOTHING", "UNITS", "Locale", "shared_digits", "slots"]
