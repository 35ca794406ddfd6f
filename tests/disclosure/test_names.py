"""Names, addresses, ids and aliases in the free text of a board section, and roles of few."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd
import pytest

from engagekit.disclosure import Names, _names, names_of, without_names
from engagekit.disclosure._names import Changed
from engagekit.measures._frame import measure_frame
from engagekit.sections import Section
from engagekit.settings.schema import make_settings
from engagekit.tables.tables import Tables

SOMEBODY = "a colleague"
COLUMNS = ("title", "series", "initiative", "outcome", "contribution", "quote", "post", "what")
Knows = Callable[..., Names]


@pytest.fixture(scope="module")
def names(sample: Tables) -> Names:
    return names_of(sample, [], 5)


@pytest.fixture(scope="module")
def two_hundred(sample: Tables) -> list[dict[str, Any]]:
    people = sample.contacts.sort_values("contact_id").head(200).to_dict("records")
    assert len(people) == 200
    return people


@pytest.fixture
def knows(tidy: Any) -> Knows:
    """Names of a staff list of some people."""

    def made(*people: str, tables: Any = None, **columns: str) -> Names:
        rows = [{"contact_id": f"E100{at}", "display_name": who, **columns}
                for at, who in enumerate(people, 1)]  # fmt: skip
        house = make_settings({"organisation": {"name": "Harbour Trust"}})
        frames = {"contacts": tidy("contacts", *rows)}
        return names_of(Tables(frames | (tables or {}), house), [], 5)

    return made


def cleaned(
    names: Names, texts: Sequence[Any], column: str = "outcome"
) -> tuple[list[Any], tuple[Changed, ...]]:
    """Texts of a listing without names, and which of them changed."""
    frame = pd.DataFrame({column: texts, "hours": range(len(texts))})
    (safe,), changed = without_names([Section("x", "X", frame, kind="listing")], names, SOMEBODY)
    assert safe.frame["hours"].tolist() == list(range(len(texts))), "every row keeps its numbers"
    return safe.frame[column].tolist(), changed


@pytest.mark.parametrize("column", COLUMNS)
def test_two_hundred_names_in_every_free_text_column_are_found(
    two_hundred: list[dict[str, Any]], names: Names, column: str
) -> None:
    texts = [
        text
        for person in two_hundred
        for text in (
            f"Lunch with {person['display_name']}, and friends",
            f"Ask {person['email']}!",
            f"See {person['contact_id']}.",
            "Nobody is named here",
        )
    ]
    said, changed = cleaned(names, texts, column)
    assert said == 200 * [
        "Lunch with a colleague, and friends", "Ask a colleague!", "See a colleague.",
        "Nobody is named here",
    ]  # fmt: skip
    assert {(one.section, one.column) for one in changed} == {("X", column)}
    assert [one.row for one in changed[:4]] == [1, 2, 3, 5]


PLANTED = {
    "Bid won with Jane Roe in May": "Bid won with a colleague in May",
    "Bid won (Roe, Jane)": "Bid won (a colleague)",
    "as J. Roe asked": "as a colleague asked",
    "by Jane M. Roe, twice": "by a colleague, twice",
    "mail jane.roe@firm.example": "mail a colleague",
    "mail JANE.ROE@Firm.Example, please": "mail a colleague, please",
    "see E1001": "see a colleague",
    "the roe-desk alias asked": "the a colleague alias asked",
    "Bid won thanks to Garneau's team": "Bid won thanks to a colleague's team",
    "thanks, garneau": "thanks, a colleague",
    "GARNEAU said so": "a colleague said so",
    "thanks to JaneRoe.": "thanks to a colleague.",
    "by Ja\u00adne Ro\u200be": "by a colleague",
    "Jane\u200bRoe and Luc Garneau": "a colleague and a colleague",
    "Ann Young, Jim Page": "a colleague, a colleague",
    "Garneau, Luc and Garneau": "a colleague and a colleague",
    "Mr Young and Dr. Roy": "a colleague and a colleague",  # alone they are no names
    "Vasquez-Holm's list": "a colleague's list",
    "thanks to Vasquez": "thanks to a colleague",
    "for Thibodeau": "for a colleague",
}
NOBODY = (
    "A young lawyer wrote page 3",
    "Page by page",
    "the Harbour Trust",
    "Taxman & Sons asked",
    "Jane asked",  # a first name alone: SECURITY.md says that it is not found
    "call me, young man; me page 3",
)
PEOPLE = ("Jane Roe", "Luc Garneau", "Ann Young", "Jim Page", "Zo\u00eb Harbour", "Max Taxman",
          "Ben Roy", "Ingrid Vasquez-Holm", "Thibodeau, Marie-Claire")  # fmt: skip


def test_a_name_is_taken_out_of_a_text_and_the_row_keeps_its_numbers(
    knows: Knows, tidy: Any
) -> None:
    aliases = tidy("aliases", {"alias": "roe-desk", "contact_id": "E1001"})
    planted = knows(*PEOPLE, tables={"aliases": aliases}, department="Taxman & Sons")
    planted.add(["jane.roe@firm.example"], are_alone=True)
    said, changed = cleaned(planted, [*PLANTED, *NOBODY])
    assert said == [*PLANTED.values(), *NOBODY]
    assert [(one.row, one.text) for one in changed] == list(enumerate(PLANTED.values(), 1))


SPELLED = ("JANE ROE spoke", "Roe, Jane", "Jané Roe", "jane.roe@firm.example", "Jane-Roe",
           "by Jane  Roe.", "Ja\u00adne Ro\u200be", "Jane\u200bRoe", "J. Roe's note", "J Roe",
           "J.M. Roe", "Roe, J.", "Jane R. of Tax", "Jane M. Roe", "Jane M Roe",
           "thanks to JaneRoe.", "JANE.ROE@Firm.Example")  # fmt: skip
UNSPELLED = ("Jane and the Roe deer of the tax department", "Part J: roe, and a J. curve",
             "K. Roe met Jane Doe and JaneDoe", "Plan j. Roe", "janeRoe()")  # fmt: skip
PAGE = " the library, in numbers: 12.5 of 40;" * (_names.LONG // 20)
WORDS = ("A May evening", "I Reading?", "Vitamin D. May", "d'Avril", "la mi-avril", "anne")
"""Family names that are words: "May" after a letter that is a word as well, or another."""


@pytest.mark.parametrize(
    ("people", "found", "others"),
    [
        (["Jane Roe"], SPELLED, UNSPELLED),
        (["Ann May", "Ivo Reading", "Anne M. Avril"],
         ("A. May", "I. Reading", "Anne Avril", "A. Avril", "A. M. Avril"), WORDS),
    ],
)  # fmt: skip
def test_a_name_is_found_whatever_its_spelling(
    knows: Knows, people: list[str], found: Sequence[str], others: Sequence[str]
) -> None:
    names = knows(*people, department="Tax")
    for around in ("{}", PAGE + "{}" + PAGE):  # of a page only parts are looked at word by word
        assert [text for text in found if not names.found(around.format(text))] == []
        assert [text for text in others if names.found(around.format(text))] == []


FRAME = measure_frame([{"measure": "reach", "n": 20, "base": 40}])
PLACES: dict[str, Callable[[str], dict[str, Any]]] = {
    "title": lambda who: {"title": f"For {who}"},
    "note": lambda who: {"note": f"Asked by {who}."},
    "missing": lambda who: {"missing": f"{who} gave no list."},
    "choice": lambda who: {"choices": {"staff": f"without {who}"}},
    "arguments": lambda who: {"figure_args": {"alternative": f"A line that {who} drew"}},
    "nested arguments": lambda who: {"sentence_args": {"a": [{"b": who}]}},
    "an argument on a line of its own": lambda who: {"figure_args": {"a": f"Drawn by\n{who}"}},
    "the name of an argument": lambda who: {"sentence_args": {"a": {who: 1}}},
    "columns": lambda who: {"frame": pd.DataFrame({f"met {who}": [20, 30]}), "kind": "listing"},
    "figure": lambda who: {"own_figure": {"layout": {"annotations": [{"text": f"by {who}"}]}}},
}


@pytest.mark.parametrize("place", PLACES)
def test_two_hundred_names_beside_the_rows_are_found(
    place: str, names: Names, two_hundred: list[dict[str, Any]]
) -> None:
    told = [
        Section(**{"name": "x", "title": f"X{at}", "frame": FRAME, **PLACES[place](who)})
        for at, who in enumerate(person["display_name"] for person in two_hundred)
    ]
    safe, changed = without_names(told, names, SOMEBODY)
    is_figure = place == "figure"
    assert {one.audience for one in safe} == {"board" if is_figure else "private"}
    assert len(changed) == 200 and {one.row for one in changed} == {0}
    assert not any(one.own_figure for one in safe)


def test_a_figure_that_names_nobody_stays(names: Names) -> None:
    fine = Section("x", "X", FRAME, own_figure={"layout": {"title": "Reach"}})
    (same,), changed = without_names([fine], names, SOMEBODY)
    assert (same.own_figure, changed) == (fine.own_figure, ())


@pytest.mark.parametrize("are_ids", [True, False])
def test_a_column_of_numbers_that_are_all_ids_goes(
    are_ids: bool, names: Names, sample: Tables
) -> None:
    ids = sample.contacts["contact_id"].sort_values().head(3).astype("int64").tolist()
    frame = pd.DataFrame({"who": ids if are_ids else [*ids[:2], 12], "what": ["a", "b", "c"]})
    (safe,), changed = without_names([Section("x", "X", frame, kind="listing")], names, SOMEBODY)
    assert list(safe.frame.columns) == (["what"] if are_ids else ["who", "what"])
    assert len(safe.frame) == 3
    assert [(one.row, one.column) for one in changed] == ([(0, "who")] if are_ids else [])


@pytest.mark.parametrize(("people", "said"), [(5, "Partner, Tax"), (4, "Tax"), (1, "Tax")])
def test_a_role_beside_a_department_stands_for_k_people(tidy: Any, people: int, said: str) -> None:
    rows = [
        {"contact_id": f"E100{number}", "display_name": f"Ann Person{number}", "department": "Tax",
         "role_level": "Partner" if number < people else "Clerk"}
        for number in range(8)
    ]  # fmt: skip
    names = names_of(Tables({"contacts": tidy("contacts", *rows)}), [], 5)
    told, _ = cleaned(names, ["Partner, Tax", "Jo of Tax", None], "confirmed_by")
    assert told[0] == said and pd.isna(told[1:]).all()


def test_words_without_permission_are_found_and_others_are_not(tidy: Any, knows: Knows) -> None:
    texts = {"none": "They saved us two weeks on the bid.",
             "anonymous": "The answer came within the hour, twice."}  # fmt: skip
    rows = [{"testimonial_id": key, "text": text, "permission": key} for key, text in texts.items()]
    names = knows("Jane Roe", tables={"testimonials": tidy("testimonials", *rows)})
    assert names.found(f"“{texts['none']}”")
    assert not names.found(texts["anonymous"])


def test_the_staff_list_is_read_once_and_no_report_adds_to_another(
    tidy: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables = Tables({"contacts": tidy("contacts", {"display_name": "Jane Roe"})})
    listing = Section("x", "X", pd.DataFrame({"display_name": ["Max Moe"]}), audience="private")
    first = names_of(tables, [listing], 5)
    monkeypatch.setattr(_names, "_table", None)  # whoever asks a table again fails
    second = names_of(tables, [], 6)
    assert (first.found("Max Moe, Jane Roe"), first.k) == (["jane roe", "max moe"], 5)
    assert (second.found("Max Moe, Jane Roe"), second.k) == (["jane roe"], 6)


FORMS = (
    ("Bid won thanks to {family}'s team", "Bid won thanks to a colleague's team"),
    ("{family} asked twice", "a colleague asked twice"),
    ("thanks, {FAMILY}!", "thanks, a colleague!"),
    ("merci \u00e0 {family}", "merci \u00e0 a colleague"),
    (
        "l\u2019\u00e9quipe de {family} a gagn\u00e9",
        "l\u2019\u00e9quipe de a colleague a gagn\u00e9",
    ),
    ("le dossier d'{family}", "le dossier d'a colleague"),
    ("Mr. {family} approved", "a colleague approved"),
    ("Me {family} a plaid\u00e9", "a colleague a plaid\u00e9"),
    ("Mme {first} {family}, deux fois", "a colleague, deux fois"),
    ("Dr {first} {family} wrote", "a colleague wrote"),
    ("{first} {family} spoke", "a colleague spoke"),
    ("see {family}, {first}", "see a colleague"),
    ("{initial}. {family}'s memo", "a colleague's memo"),
    ("for ({first} {family})", "for (a colleague)"),
)


def test_fourteen_names_of_the_staff_list_are_taken_out_of_free_text(
    sample: Tables, names: Names
) -> None:
    people = [one.split() for one in sample.contacts.sort_values("contact_id")["display_name"]]
    long = [one for one in people if len(one) == 2 and len(one[1]) >= 5]
    known = [one for one in long if _names.words_of(one[1])[-1] in names.in_texts]
    chosen = known[:: len(known) // len(FORMS)][: len(FORMS)]
    assert len({family for _, family in chosen}) == len(FORMS) == 14
    texts = [
        form.format(first=first, family=family, FAMILY=family.upper(), initial=first[0])
        for (form, _), (first, family) in zip(FORMS, chosen, strict=True)
    ]
    said, changed = cleaned(names, texts)
    assert said == [told for _, told in FORMS]
    assert [one.row for one in changed] == list(range(1, 15))


def test_a_department_is_nobody_though_somebody_has_its_name(knows: Knows) -> None:
    names = knows("Ann Tax-Law", department="Tax Law")
    assert not names.found("Tax Law", is_text=True)
    assert names.taken_out("Ann Tax-Law of Tax Law", SOMEBODY) == "a colleague of Tax Law"
