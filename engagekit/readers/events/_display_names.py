"""Who stands behind a display name in an event export: person, device, phone, room or bot."""

import re
from functools import lru_cache

import pandas as pd

from engagekit.parsing.values import clean, clean_word, fold_word, mapped
from engagekit.readers.shared._table import squash
from engagekit.readers.shared._totals import TOTALS
from engagekit.readers.shared.vocabulary import words

KINDS = {
    "phone": "a phone without a name",
    "device": "a device or guest without a person's name",
    "room": "a meeting room",
    "bot": "a bot",
    "nobody": "no name and no address",
    "total": "totals row",
}
"""Kinds of mention that are no person, and the words in which they are set aside."""

_MARKS, _DEVICES, _ROOMS, _BOTS = (
    "|".join(words("display_names.parts")[name]) for name in ("marks", "devices", "rooms", "bots")
)
_MARK = rf"(?i)\s*[(（\[](?:{_MARKS})(?:,\s*(?:{_MARKS}))*[)）\]]\s*$"
_DEVICE = rf"(?i)^(?:{_DEVICES})(?:[ _-]?#?\d+)?(?:\s*\(\d*\))?$"
_DEVICE_OF = rf"(?i)^(?:{_DEVICES})\s*\(([^()]*[^\W\d_][^()]*)\)$"
_DEVICE_FROM = r"(?i)^(?:iphone|ipad|macbook(?: pro| air)?|galaxy) (?:de|von|van|di|of) (.+)$"
_OWNED = r"(?i)^(.+?)(?:['’]s?)\s+(?:iphone|ipad|macbook(?: pro| air)?|galaxy|phone|laptop)\b.*$"
_PHONE = (
    r"(?i)^(?:(?:phone|tel|call-?in user|caller|dial-?in|user)[ _:#]*)?"
    r"\+?[\d*xX•][\d*xX•\s().\-]{3,}$|^call-?in user[ _]?\d*$"
)
_ROOM = rf"(?i)\b(?:{_ROOMS})"
_BOT = rf"(?i)\b(?:{_BOTS})\b"
_ADDRESS = re.compile(r"[^@\s<>\"',;:()]+@[^@\s<>\"',;:()]+\.[^@\s<>\"',;:().]+")
_GUEST = r"(?i)^(.+)_([^_@]+)#EXT#@.*$"


def addresses(text: pd.Series) -> pd.Series:
    """Return one address a cell, or nothing.

    ``text``: cells with ``mailto:``, ``Name <a@b>``, spaces; guests' sign-in names
    ``name_dom#EXT#@tenant`` are unfolded. An address that the tool cut off or masked is none.

    Examples
    --------
    >>> addresses(pd.Series(["Ann <ann@x.org>", "bo_y.org#EXT#@t.org", "taro1…", "--"])).tolist()
    ['ann@x.org', 'bo@y.org', '', '']
    """
    return mapped(text, _address)


@lru_cache(maxsize=65_536)
def _address(text: str) -> str:
    bare = re.sub(_GUEST, r"\1@\2", clean_word(text))
    match = None if any(sign in bare for sign in ("…", "...", "*")) else _ADDRESS.search(bare)
    return match[0] if match else ""


@lru_cache(maxsize=65_536)
def _unmarked(name: str) -> str:
    bare = re.sub(r"^\[[^\]]+\]\s*", "", clean_word(name))
    for _ in range(2):
        bare = re.sub(_MARK, "", bare)
    bare = re.sub(r"^(.+?)\s*\(\1\)$", r"\1", bare)
    for pattern in (_DEVICE_OF, _DEVICE_FROM, _OWNED):
        bare = re.sub(pattern, r"\1", bare)
    return bare.strip()


def name_keys(names: pd.Series) -> pd.Series:
    """Return names for comparing within one event: marks off, "Last, First" turned, folded.

    Examples
    --------
    >>> name_keys(pd.Series(["Groß, Jürgen (EXT)", "jurgen gross"])).tolist()
    ['jurgen gross', 'jurgen gross']
    """
    return mapped(names, _name_key)


@lru_cache(maxsize=65_536)
def _name_key(name: str) -> str:
    return fold_word(re.sub(r"^([^,()]+),\s*([^,()]+)$", r"\2 \1", _unmarked(name)))


def kinds(names: pd.Series, emails: pd.Series) -> pd.Series:
    """Return what each display name is.

    ``names``, ``emails``: display names as shown, and addresses as `addresses` gives them.
    Returned: ``person``, ``phone``, ``device``, ``room``, ``bot``, ``nobody`` or ``total``. An
    address makes a person of a phone or device, not of a room or a bot.

    Examples
    --------
    >>> kinds(pd.Series(["iPhone (2)", "+44 20****0142", "iPhone (Jo May)"]),
    ...       pd.Series(["", "", ""])).tolist()
    ['device', 'phone', 'person']
    """
    alone = (emails == "").tolist()
    found = [_kind(name, one) for name, one in zip(clean(names).tolist(), alone, strict=True)]
    return pd.Series(found, index=names.index, dtype="str")


@lru_cache(maxsize=65_536)
def _kind(name: str, is_anonymous: bool) -> str:
    if is_anonymous and squash(name) in TOTALS:
        return "total"
    ways, plain = [("bot", _BOT, name), ("room", _ROOM, name)], _unmarked(name)
    ways += [("phone", _PHONE, plain), ("device", _DEVICE, plain)] if is_anonymous else []
    found = (kind for kind, pattern, text in ways if re.search(pattern, text))
    return next(found, "person" if name or not is_anonymous else "nobody")
