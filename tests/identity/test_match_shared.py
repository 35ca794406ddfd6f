"""Links of the made-up firm's exports against the truth: not one wrong, nearly all found."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from engagekit.loading import load
from engagekit.settings.schema import Settings, make_settings
from engagekit.tables.schema import empty
from tests import reading

SHARED = Path(os.environ.get("ENGAGEKIT_SHARED", "../shared")) / "exports"
DOMAINS = {"organisation": {"domains": ["harrowfinch.example"]}}
pytestmark = pytest.mark.shared


def _truth(name: str) -> pd.DataFrame:
    place = SHARED / "truth" / f"{name}.tsv"
    return pd.read_csv(place, sep="\t", dtype="str", keep_default_na=False)


def _given_aliases() -> pd.DataFrame:
    """What a librarian knows of them: old names and addresses, private mail, short names."""
    people = _truth("persons").query("emp != ''")
    old_name = (people["first"] + " " + people["old_last"]).where(people["old_last"] != "", "")
    nick_name = (people["nick"] + " " + people["last"]).where(people["nick"] != "", "")
    named = [(people["old_mail"], "email"), (people["personal"], "email"), (people["upn"], "upn"),
             (old_name, "name"), (nick_name, "name")]  # fmt: skip
    parts = [
        pd.DataFrame({"alias": alias, "kind": kind, "contact_id": people["emp"]})
        for alias, kind in named
    ]
    rows = pd.concat(parts).query("alias != ''").assign(decided_by="the librarian")
    return pd.concat([empty("aliases"), rows.astype("str")], ignore_index=True)


@pytest.fixture(scope="module")
def loaded() -> list[load.Loaded]:
    with pytest.MonkeyPatch.context() as patched:
        reading.staff_taken(patched)
        return [
            load.read_file(path, str(path.relative_to(SHARED)), Settings())
            for folder in ("contacts", "events", "touches")
            for path in sorted((SHARED / folder).rglob("*"))
            if path.name.casefold().startswith("synthetic-") and path.is_file()
        ]


def _judged(loaded: list[load.Loaded]) -> Iterator[str]:
    """Yield of each row whose mention means one person: right, wrong, missed, or nobody's."""
    tables = load.assemble(loaded, make_settings(DOMAINS))
    numbers = _truth("persons").set_index("person_id")["emp"]
    meant: dict[tuple[str, str, str], set[str]] = {}
    for mention in _truth("mentions").itertuples():
        name, mail = mention.raw_name.strip(), mention.raw_email.strip().casefold()
        for key in {(name, mail), ("", mail), (name, "")} - {("", "")}:
            who = meant.setdefault((mention.file, *key), set())
            who.add(numbers.get(mention.person_id, ""))
    staff = set(tables.contacts["contact_id"])
    for table in ("attendance", "touches"):
        rows = tables.frames[table][["source_file", "display_name", "email", "contact_id"]]
        for file, shown, address, linked in rows.fillna("").itertuples(index=False):
            name, mail = shown.strip(), address.strip().casefold()
            keys = [(file, name, mail), (file, "", mail), (file, name, "")]
            found = next((meant[key] for key in keys if meant.get(key)), set())
            if len(found) == 1:
                (person,) = found
                is_missed = not linked and person in staff
                wrong_or_right = "right" if linked == person else "wrong"
                yield wrong_or_right if linked else "missed" if is_missed else "nobody's"


def test_not_one_link_is_wrong_and_most_are_found_without_a_person_deciding(
    loaded: list[load.Loaded],
) -> None:
    found = Counter(_judged(loaded))
    assert found["wrong"] == 0 and found["right"] > 270
    assert found["right"] > 0.9 * (found["right"] + found["missed"])


def test_with_the_aliases_that_a_librarian_knows_nearly_all_are_found(
    loaded: list[load.Loaded],
) -> None:
    known = load.Loaded(
        "aliases.csv", tool="engagekit aliases", frames={"aliases": _given_aliases()}
    )
    found = Counter(_judged([*loaded, known]))
    assert found["wrong"] == 0
    assert found["right"] >= 0.99 * (found["right"] + found["missed"])
