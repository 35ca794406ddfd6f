"""How office programs write the units of a measure frame, in the reader's language."""

from functools import lru_cache

from engagekit.locale import Locale

FORMATS = {"index": "0.00", "difference": '+0" points";-0" points";0" points"'}
FORMATS |= {"points": "0.0", "score": "0.0", "gap": "+0.0;-0.0;0.0", "net": "+0;-0;0"}
FORMATS |= dict.fromkeys(("count", "events", "departments"), "#,##0")
FORMATS |= dict.fromkeys(("minutes", "days", "mean", "posts"), "#,##0.0")
_NEARLY = 0.005
"""From here on a share between nothing and all is rounded to one of them: it gets a decimal."""


@lru_cache
def number_format(unit: str, locale: Locale) -> str:
    r"""Return how an office program writes a unit.

    Examples
    --------
    >>> number_format("share", Locale("en")), number_format("money", Locale("fr"))
    ('0%', '#,##0\xa0"$"')
    """
    from babel import Locale as Written
    from babel.numbers import get_currency_symbol

    if unit == "share":
        return str(Written.parse(locale.code).percent_formats[None].pattern.replace("#,##0", "0"))
    if unit in ("money", "per_head"):
        pattern = Written.parse(locale.code).currency_formats["standard"].pattern
        sign = get_currency_symbol(locale.currency, locale.code)
        return str(pattern.replace("0.00", "0").replace("¤", f'"{sign}"'))
    return FORMATS.get(unit, "General")


def exact(value: object, form: str) -> str:
    """Return a format that makes no share of nearly all, or of hardly any, the whole or nothing.

    Examples
    --------
    >>> exact(0.996, "0%"), exact(0.994, "0%"), exact(1.0, "0%")
    ('0.0%', '0%', '0%')
    """
    if not form.endswith("%") or not isinstance(value, float):
        return form
    is_nearly = 0 < value < _NEARLY or 1 - _NEARLY <= value < 1
    return form.replace("0", "0.0", 1) if is_nearly else form
