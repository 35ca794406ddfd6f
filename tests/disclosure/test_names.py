"""Names, addresses, ids and aliases in the free text of a board section, and roles of few."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from engagekit.disclosure import Names, _names, names_of, without_names
from engagekit.measures._frame import measure_frame
from engagekit.sections import Section
from engagekit.settings.schema import make_settings
from engagekit.tables.tables import Tables

SOMEBODY = "a colleague"
COLUMNS = ("title", "series", "initiative", "outcome", "contribution", "quote", "post", "what")


@pytest.fixture(scope="module")
def names(sample: Tables) -> Names:
    return names_of(sample, [], 5)


def test_two_hundred_names_in_every_free_text_column_are_found(
    sample: Tables, names: Names
) -> None:
    people = sample.contacts.sort_values("contact_id").head(200).to_dict("records")
    assert len(people) == 200
    for column in COLUMNS:
        rows = [
            {column: text, "on": "2026-07-01"}
            for person in people
            for text in (
                f"Lunch with {person['display_name']}, and friends",
                f"Ask {person['email']}!",
                f"See {person['contact_id']}.",
                "Nobody is named here",
            )
        ]
        section = Section("x", "X", pd.DataFrame(rows), kind="listing")
        (cleaned,), changed = without_names([section], names, SOMEBODY)
        assert set(cleaned.frame[column]) == {
            "Lunch with a colleague, and friends", "Ask a colleague!", "See a colleague.",
            "Nobody is named here",
        }  # fmt: skip
        assert len(cleaned.frame) == 800
        assert {(one.section, one.column) for one in changed} == {("X", column)}
        assert [one.row for one in changed[:4]] == [1, 2, 3, 5]


PEOPLE = (
    {"contact_id": "E1001", "display_name": "Jane Roe", "email": "jane.roe@firm.example"},
    {"contact_id": "E1002", "display_name": "Luc Garneau"},
    {"contact_id": "E1003", "display_name": "Ann Young"},
    {"contact_id": "E1004", "display_name": "Jim Page"},
    {"contact_id": "E1005", "display_name": "Zo\u00eb Harbour"},
    {"contact_id": "E1006", "display_name": "Max Taxman", "department": "Taxman & Sons"},
)
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
}


@pytest.fixture
def planted(tidy: Any) -> Names:
    aliases = tidy("aliases", {"alias": "roe-desk", "contact_id": "E1001"})
    house = make_settings({"organisation": {"name": "Harbour Trust"}})
    tables = Tables({"contacts": tidy("contacts", *PEOPLE), "aliases": aliases}, house)
    return names_of(tables, [], 5)


def test_a_name_is_taken_out_of_a_text_and_the_row_keeps_its_numbers(planted: Names) -> None:
    frame = pd.DataFrame({"outcome": list(PLANTED), "hours": range(len(PLANTED))})
    section = Section("x", "X", frame, kind="listing")
    (cleaned,), changed = without_names([section], planted, SOMEBODY)
    assert cleaned.frame["outcome"].tolist() == list(PLANTED.values())
    assert cleaned.frame["hours"].tolist() == list(range(len(PLANTED)))
    assert [(one.row, one.text) for one in changed] == list(enumerate(PLANTED.values(), 1))


@pytest.mark.parametrize(
    "text",
    [
        "A young lawyer wrote page 3",
        "Page by page",
        "the Harbour Trust",
        "Taxman & Sons asked",
        "Jane asked",  # a first name alone: SECURITY.md says that it is not found
    ],
)
def test_words_the_house_and_its_departments_are_nobody(planted: Names, text: str) -> None:
    frame = pd.DataFrame({"outcome": [text]})
    (cleaned,), changed = without_names(
        [Section("x", "X", frame, kind="listing")], planted, SOMEBODY
    )
    assert cleaned.frame["outcome"].tolist() == [text] and changed == ()


@pytest.mark.parametrize(
    "text",
    [
        "JANE ROE spoke",
        "Roe, Jane",
        "Jané Roe",
        "jane.roe@firm.example",
        "Jane-Roe",
        "by Jane  Roe.",
        "Ja\u00adne Ro\u200be",
        "Jane\u200bRoe",
        "J. Roe's note",
        "J Roe",
        "J.M. Roe",
        "Roe, J.",
        "Jane R. of Tax",
        "Jane M. Roe",
        "Jane M Roe",
        "thanks to JaneRoe.",
        "JANE.ROE@Firm.Example",
    ],
)
def test_a_name_is_found_whatever_its_spelling(tidy: Any, text: str) -> None:
    people = tidy("contacts", {"contact_id": "E1001", "display_name": "Jane Roe",
                               "email": "jane.roe@firm.example", "department": "Tax"})  # fmt: skip
    names = names_of(Tables({"contacts": people}), [], 5)
    assert names.found(text)
    for plain in (
        "Jane and the Roe deer of the tax department",
        "Part J: roe, and a J. curve",
        "K. Roe met Jane Doe and JaneDoe",
        "Plan j. Roe",
        "janeRoe()",
    ):
        assert not names.found(plain), plain


def test_initials_and_a_word_are_no_name(tidy: Any) -> None:
    """Family names that are words: "May" after a letter that is a word as well, or another."""
    people = tidy("contacts", *({"contact_id": f"E{at}", "display_name": who} for at, who in
                                enumerate(("Ann May", "Ivo Reading", "Anne M. Avril"))))  # fmt: skip
    names = names_of(Tables({"contacts": people}), [], 5)
    for plain in (
        "A May evening",
        "I Reading?",
        "Vitamin D. May",
        "d'Avril",
        "la mi-avril",
        "anne",
    ):
        assert not names.found(plain), plain
    for who in ("A. May", "I. Reading", "Anne Avril", "A. Avril", "A. M. Avril"):
        assert names.found(who), who


PLACES = {
    "title": lambda who: {"title": f"For {who}"},
    "note": lambda who: {"note": f"Asked by {who}."},
    "missing": lambda who: {"missing": f"{who} gave no list."},
    "choice": lambda who: {"choices": {"staff": f"without {who}"}},
    "arguments": lambda who: {"figure_args": {"alternative": f"A line that {who} drew"}},
    "nested arguments": lambda who: {"sentence_args": {"a": [{"b": who}]}},
    "an argument on a line of its own": lambda who: {"figure_args": {"a": f"Drawn by\n{who}"}},
    "the name of an argument": lambda who: {"sentence_args": {"a": {who: 1}}},
    "columns": lambda who: {"frame": pd.DataFrame({f"met {who}": [20, 30]}), "kind": "listing"},
}


@pytest.mark.parametrize("place", PLACES)
def test_two_hundred_names_beside_the_rows_are_found(
    place: str, names: Names, sample: Tables
) -> None:
    people = sample.contacts.sort_values("contact_id").head(200)["display_name"]
    frame = measure_frame([{"measure": "reach", "n": 20, "base": 40}])
    told = [
        Section(**{"name": "x", "title": f"X{at}", "frame": frame, **PLACES[place](who)})
        for at, who in enumerate(people)
    ]
    cleaned, changed = without_names(told, names, SOMEBODY)
    assert {one.audience for one in cleaned} == {"private"}
    assert len(changed) == len(told) == 200
    assert {one.row for one in changed} == {0}


def test_two_hundred_names_in_own_figures_are_found(names: Names, sample: Tables) -> None:
    people = sample.contacts.sort_values("contact_id").head(200)["display_name"]
    frame = pd.DataFrame({"a": ["b"]})
    figures = [{"layout": {"annotations": [{"text": f"thanks to {who}"}]}} for who in people]
    told = [Section("x", "X", frame, kind="listing", own_figure=one) for one in figures]
    cleaned, changed = without_names(told, names, SOMEBODY)
    assert not any(one.own_figure for one in cleaned)
    assert [one.column for one in changed] == ["figure"] * 200
    fine = Section("x", "X", frame, kind="listing", own_figure={"layout": {"title": "Reach"}})
    (same,), changed = without_names([fine], names, SOMEBODY)
    assert same.own_figure == fine.own_figure
    assert changed == ()


@pytest.mark.parametrize("numbers", [True, False])
def test_a_column_of_numbers_that_are_all_ids_goes(
    numbers: bool, names: Names, sample: Tables
) -> None:
    ids = sample.contacts["contact_id"].sort_values().head(3).astype("int64").tolist()
    frame = pd.DataFrame({"who": ids if numbers else [*ids[:2], 12], "what": ["a", "b", "c"]})
    (cleaned,), changed = without_names([Section("x", "X", frame, kind="listing")], names, SOMEBODY)
    assert list(cleaned.frame.columns) == (["what"] if numbers else ["who", "what"])
    assert len(cleaned.frame) == 3
    assert [(one.row, one.column) for one in changed] == ([(0, "who")] if numbers else [])


@pytest.mark.parametrize(("people", "said"), [(5, "Partner, Tax"), (4, "Tax"), (1, "Tax")])
def test_a_role_beside_a_department_stands_for_k_people(tidy: Any, people: int, said: str) -> None:
    rows = [
        {"contact_id": f"E100{number}", "display_name": f"Ann Person{number}", "department": "Tax",
         "role_level": "Partner" if number < people else "Clerk"}
        for number in range(8)
    ]  # fmt: skip
    names = names_of(Tables({"contacts": tidy("contacts", *rows)}), [], 5)
    frame = pd.DataFrame(
        {"confirmed_by": ["Partner, Tax", "Jo of Tax", None], "initiative": ["A", "B", "C"]}
    )
    (cleaned,), _ = without_names([Section("c", "C", frame, kind="listing")], names, SOMEBODY)
    assert cleaned.frame["confirmed_by"].iloc[0] == said
    assert cleaned.frame["confirmed_by"].iloc[1:].isna().all()


def test_words_without_permission_are_found_and_others_are_not(tidy: Any) -> None:
    told = tidy(
        "testimonials",
        {
            "testimonial_id": "1",
            "text": "They saved us two weeks on the bid.",
            "permission": "none",
        },
        {
            "testimonial_id": "2",
            "text": "The answer came within the hour, twice.",
            "permission": "anonymous",
        },
    )
    people = tidy("contacts", {"contact_id": "E1001", "display_name": "Jane Roe"})
    names = names_of(Tables({"contacts": people, "testimonials": told}), [], 5)
    assert names.found("“They saved us two weeks on the bid.”")
    assert not names.found("The answer came within the hour, twice.")


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
    people = sample.contacts.sort_values("contact_id")["display_name"]
    long = [one.split() for one in people if len(one.split()) == 2 and len(one.split()[1]) >= 5]
    known = [
        (first, family) for first, family in long if _names.words_of(family)[-1] in names.in_texts
    ]
    chosen = known[:: len(known) // len(FORMS)][: len(FORMS)]
    assert len({family for _, family in chosen}) == len(FORMS) == 14
    texts = [
        form.format(first=first, family=family, FAMILY=family.upper(), initial=first[0])
        for (form, _), (first, family) in zip(FORMS, chosen, strict=True)
    ]
    frame = pd.DataFrame({"outcome": texts, "hours": range(14)})
    (cleaned,), changed = without_names([Section("x", "X", frame, kind="listing")], names, SOMEBODY)
    assert cleaned.frame["outcome"].tolist() == [said for _, said in FORMS]
    assert cleaned.frame["hours"].tolist() == list(range(14))
    assert [one.row for one in changed] == list(range(1, 15))


def test_a_department_is_nobody_though_somebody_has_its_name(tidy: Any) -> None:
    people = [{"contact_id": "E1", "display_name": "Ann Tax-Law", "department": "Tax Law"}]
    names = names_of(Tables({"contacts": tidy("contacts", *people)}), [], 5)
    assert not names.found("Tax Law", is_text=True)
    assert names.taken_out("Ann Tax-Law of Tax Law", SOMEBODY) == "a colleague of Tax Law"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Mr Young and Dr. Roy", "a colleague and a colleague"),  # alone they are no names
        ("Garneau, Luc and Garneau", "a colleague and a colleague"),
        ("Vasquez-Holm's list", "a colleague's list"),
        ("thanks to Vasquez", "thanks to a colleague"),
        ("for Thibodeau", "for a colleague"),
        ("call me, young man; me page 3", "call me, young man; me page 3"),
    ],
)
def test_short_double_and_turned_family_names(tidy: Any, text: str, said: str) -> None:
    people = [
        {"contact_id": f"E{at}", "display_name": name}
        for at, name in enumerate(
            ["Ann Young", "Ben Roy", "Jim Page", "Luc Garneau", "Ingrid Vasquez-Holm",
             "Thibodeau, Marie-Claire"]
        )
    ]  # fmt: skip
    names = names_of(Tables({"contacts": tidy("contacts", *people)}), [], 5)
    assert names.taken_out(text, SOMEBODY) == said
