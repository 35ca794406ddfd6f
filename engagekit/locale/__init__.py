"""Words, numbers, money and dates in the language of a reader.

To add a language: its catalogue ``<language>/LC_MESSAGES/engagekit.po`` with a header, and its
code in `engagekit.settings.schema.Language`. What it lacks stays English; forms of words are
written into a message: ``{n:Tag|Tage}``. The analyst's own words are English:
`engagekit.locale.analyst`.
"""

from engagekit.locale._numbers import NOTHING, UNITS, shared_digits
from engagekit.locale.catalogue import LANGUAGES, slots
from engagekit.locale.locale import Locale

__all__ = ["LANGUAGES", "NOTHING", "UNITS", "Locale", "shared_digits", "slots"]
