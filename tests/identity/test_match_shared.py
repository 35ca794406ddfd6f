"""Links of the made-up firm's exports against the truth: not one wrong, nearly all found."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pytest

from engagekit.loading import load
from engagekit.settings.schema import Settings, make_settings
from engagekit.tables.schema import empty
from engagekit.tables.tables import Tables

SHARED = Path(os.environ.get("ENGAGEKIT_SHARED", "../shared")) / "exports"
pytestmark = pytest.mark.shared


class Score(NamedTuple):
    """Rows linked rightly, wrongly, and not at all though the person is on the staff list."""

    right: int
    wrong: list[tuple[str, str, str, str]]
    missed: list[tuple[str, str, str]]
    by_name: int
    none_linked: int
    unknown: int

    @property
    def recall(self) -> float:
        return self.right / (self.right + len(self.wrong) + len(self.missed))


def _persons() -> pd.DataFrame:
    return pd.read_csv(
        SHARED / "truth" / "persons.tsv", sep="\t", dtype="str", keep_default_na=False
    )


def _truth() -> pd.DataFrame:
    found = pd.read_csv(
        SHARED / "truth" / "mentions.tsv", sep="\t", dtype="str", keep_default_na=False
    )
    persons = _persons().set_index("person_id")
    return found.assign(contact_id=found["person_id"].map(persons["emp"]).fillna(""))


def _given_aliases() -> pd.DataFrame:
    """What a librarian knows of them: old names and addresses, private mail, short names."""
    rows = []
    for person in _persons().itertuples():
        if not person.emp:
            continue
        named = [(person.old_mail, "email"), (person.personal, "email"), (person.upn, "upn")]
        if person.old_last:
            named.append((f"{person.first} {person.old_last}", "name"))
        if person.nick:
            named.append((f"{person.nick} {person.last}", "name"))
        rows += [(alias, kind, person.emp, "the librarian") for alias, kind in named if alias]
    made = pd.DataFrame(rows, columns=["alias", "kind", "contact_id", "decided_by"], dtype="str")
    return pd.concat([empty("aliases"), made], ignore_index=True)


@pytest.fixture(scope="module")
def loaded() -> list[load.Loaded]:
    settings = Settings()
    return [
        load.read_file(path, str(path.relative_to(SHARED)), settings)
        for folder in ("contacts", "events", "touches")
        for path in sorted((SHARED / folder).rglob("*"))
        if path.name.casefold().startswith("synthetic-") and path.is_file()
    ]


def _assembled(loaded: list[load.Loaded], aliases: pd.DataFrame | None) -> Tables:
    settings = make_settings({"organisation": {"domains": ["harrowfinch.example"]}})
    extra = [] if aliases is None else [
        load.Loaded("aliases.csv", tool="engagekit aliases", frames={"aliases": aliases})
    ]  # fmt: skip
    return load.assemble([*loaded, *extra], settings)


def _meant(truth: pd.DataFrame, file: str) -> dict[tuple[str, str], set[str]]:
    """Name and address, or one of them, to the numbers of those they mean in a file."""
    who: dict[tuple[str, str], set[str]] = {}
    for mention in truth[truth["file"] == file].itertuples():
        name, mail = mention.raw_name.strip(), mention.raw_email.strip().casefold()
        for key in {(name, mail), ("", mail), (name, "")} - {("", "")}:
            who.setdefault(key, set()).add(mention.contact_id)
    return who


def _score(loaded: list[load.Loaded], aliases: pd.DataFrame | None) -> Score:
    tables = _assembled(loaded, aliases)
    right, wrong, missed, by_name, none_linked, unknown = 0, [], [], 0, 0, 0
    truth = _truth()
    staff = set(tables.contacts["contact_id"])
    for name in ("attendance", "touches"):
        rows = tables.frames[name]
        for file, part in rows.groupby("source_file"):
            who = _meant(truth, str(file))
            for row in part.itertuples():
                shown = "" if pd.isna(row.display_name) else str(row.display_name).strip()
                mail = "" if pd.isna(row.email) else str(row.email).strip().casefold()
                meant = who.get((shown, mail)) or who.get(("", mail)) or who.get((shown, ""))
                if meant is None or len(meant) > 1:
                    unknown += 1
                    continue
                person = next(iter(meant))
                linked = "" if pd.isna(row.contact_id) else str(row.contact_id)
                by_name += bool(linked) and row.linked_by == "name"
                if linked and linked != person:
                    wrong.append((str(file), shown, mail, linked))
                elif linked:
                    right += 1
                elif person in staff:
                    missed.append((str(file), shown, mail))
                else:
                    none_linked += 1
    return Score(right, wrong, missed, by_name, none_linked, unknown)


def test_not_one_link_is_wrong_and_most_are_found_without_a_person_deciding(loaded) -> None:
    found = _score(loaded, None)
    assert found.wrong == []
    assert found.right > 270
    assert found.recall > 0.9


def test_with_the_aliases_that_a_librarian_knows_nearly_all_are_found(loaded) -> None:
    found = _score(loaded, _given_aliases())
    assert found.wrong == []
    assert found.recall >= 0.99
