"""Why a number could not be measured: a key and facts, put into words in a language."""

from engagekit.errors import NotMeasuredError
from engagekit.locale.locale import Locale


def not_measured(key: str, **arguments: object) -> NotMeasuredError:
    """Return the error that says why something could not be measured, worded in English.

    Parameters
    ----------
    key : str
        Of a message ``missing.<key>``.
    **arguments : object
        One value a slot of the message.

    Returns
    -------
    NotMeasuredError
        To be raised; it keeps both, so that `missing_words` can say it in another language.

    Examples
    --------
    >>> str(not_measured("sheet", name="budget"))
    'Not measured: needs the sheet budget.'
    """
    text = Locale("en").say(f"missing.{key}", **arguments)
    return NotMeasuredError(text.replace("\u00a0", " "), key=key, arguments=arguments)


def require(condition: object, key: str, **arguments: object) -> None:
    """Raise why something cannot be measured, unless a condition holds.

    Examples
    --------
    >>> require([1], "sheet", name="budget")
    """
    if not condition:
        raise not_measured(key, **arguments)


def missing_words(error: NotMeasuredError, language: str) -> str:
    r"""Return why something could not be measured in a language; an error without a key as it is.

    Examples
    --------
    >>> missing_words(not_measured("sheet", name="budget"), "fr")
    'Non mesuré\xa0: il manque la feuille budget.'
    """
    if not error.key:
        return str(error)
    return Locale(language).say(f"missing.{error.key}", **error.arguments)
