"""Whose account held a meeting, as far as its export says so and hides no address."""

import re

import pandas as pd

from engagekit.readers.events._display_names import addresses
from engagekit.readers.shared import vocabulary

ROLE = re.compile("|".join(vocabulary.words("event_lists.roles")["hosts"]), re.IGNORECASE)
"""Words for the host, as a role in a row or as the title of a part."""
_GUEST = re.compile(r"attendee|particip|panel", re.IGNORECASE)
_HIDDEN = re.compile(r"@|…|\.\.\.|\*")
_NOT_ALONE = re.compile(r"co-?hosts?|alternative|panel|attendee|particip", re.IGNORECASE)


def is_host(text: str) -> bool:
    """Return whether a role or the title of a part speaks of the host.

    Examples
    --------
    >>> [is_host(text) for text in ("Host Details", "Hôte", "Co-host", "Panelist Details")]
    [True, True, False, False]
    """
    return bool(ROLE.search(text)) and not _NOT_ALONE.search(text)


def organisers_of(rows: pd.DataFrame) -> frozenset[tuple[str, str]]:
    """Return event and address of whoever held it, else the name, in small letters.

    ``rows``: `event_id, display_name, email, upn, role, host`: the role of a row, and what names
    the host of its event.
    """
    found = set[tuple[str, str]]()
    names = ("event_id", "email", "upn", "display_name", "role", "host")
    columns = [*(rows[name].tolist() for name in names), addresses(rows["host"]).tolist()]
    for event, email, upn, name, role, host, address in zip(*columns, strict=True):
        found.add((event, (address or host.strip()).casefold()))
        if ROLE.search(role) and not _GUEST.search(role):
            found.add((event, (email or upn or name).casefold()))
    return frozenset((event, one) for event, one in found if one)


def hosts_of(rows: pd.DataFrame) -> dict[str, str]:
    """Return event to the address of its host.

    ``rows``: `event_id, host, stated`: text that holds the host's address, and the cell of the
    address as the export has it. Returned: without the events in which an address is cut off or
    masked (``taro1…``): there nobody can say who has none.
    """
    columns = (rows["event_id"], addresses(rows["host"]), rows["stated"], addresses(rows["stated"]))
    hosts: dict[str, set[str]] = {}
    unknown = set[str]()
    for event, host, cell, address in zip(*columns, strict=True):
        if not address and _HIDDEN.search(str(cell)):
            unknown.add(event)
        if host:
            hosts.setdefault(event, set()).add(host)
    sole = {event: found.pop() for event, found in hosts.items() if len(found) == 1}
    return {event: host for event, host in sole.items() if event not in unknown}
