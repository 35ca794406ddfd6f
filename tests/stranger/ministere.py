"""A second stranger: a ministry in Québec, in French, written down as truth first, then as exports.

``python -m tests.stranger.ministere FOLDER`` writes the exports and ``truth.json`` beside the folder.
Semicolons, cp1252 and decimal commas, as a spreadsheet in French saves them.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
import random
import sys
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl

SEED = 1608
QUARTER = (dt.date(2026, 7, 1), dt.date(2026, 9, 30))
UNITS = {
    "Direction des affaires juridiques": 34,
    "Direction générale de l'évaluation": 29,
    "Secteur des politiques": 38,
    "Direction des communications": 16,
    "Bureau du sous-ministre": 9,
}
LIBRARY = "Centre de documentation"
JOBS = ("Cadre", "Professionnel", "Technicien", "Personnel de bureau")
FIRST = [
    "Amélie", "Benoît", "Chloé", "Dominic", "Éloïse", "François", "Geneviève", "Hélène", "Ismaël",
    "Jérôme", "Karine", "Loïc", "Mélanie", "Noé", "Océane", "Pierre-Luc", "Raphaël", "Séverine",
    "Thérèse", "Zoé",
]  # fmt: skip
LAST = [
    "Bélanger", "Côté", "Désilets", "Émond", "Fréchette", "Gagné", "Hébert", "L'Écuyer", "Lévesque",
    "Michaud-Roy", "Nadeau", "Ouellet", "Pépin", "de la Durantaye", "Référendaire", "St-Amand",
    "Thériault", "Vézina",
]  # fmt: skip
WAYS = ("Courriel", "Téléphone", "Au comptoir", "Clavardage", "Teams")
NEEDS = ("Recherche documentaire", "Prêt entre bibliothèques", "Veille", "Droit d'auteur")
LIKED = ("Très satisfait", "Plutôt satisfait", "Plutôt insatisfait", "Très insatisfait")


@dataclass
class Person:
    """One of the staff."""

    number: str
    first: str
    last: str
    email: str
    unit: str
    job: str
    started: dt.date
    left: dt.date | None = None

    @property
    def name(self) -> str:
        """The name as people say it."""
        return f"{self.first} {self.last}"


@dataclass
class World:
    """What really is, before anything is exported."""

    people: list[Person] = field(default_factory=list)
    requests: list[dict[str, Any]] = field(default_factory=list)
    training: list[Person] = field(default_factory=list)
    meetings: list[dict[str, Any]] = field(default_factory=list)
    answers: list[dict[str, Any]] = field(default_factory=list)
    money: list[tuple[str, list[float]]] = field(default_factory=list)


def _plain(text: str) -> str:
    bare = unicodedata.normalize("NFKD", text.lower())
    return "".join(sign for sign in bare if sign.isalnum() or sign == "-")


def world(seed: int = SEED) -> World:
    """Draw the world; the same seed gives the same one."""
    chance, made = random.Random(seed), World()
    names = [(first, last) for first in FIRST for last in LAST]
    chance.shuffle(names)
    units = [unit for unit, size in UNITS.items() for _ in range(size)] + [LIBRARY] * 3
    for at, unit in enumerate(units):
        first, last = names.pop()
        email = f"{_plain(first)}.{_plain(last)}@mrn.exemple.ca"
        started = dt.date(2026, 6, 30) - dt.timedelta(days=chance.randint(20, 5000))
        left = dt.date(2026, 8, chance.randint(3, 28)) if at % 37 == 5 else None
        made.people.append(
            Person(f"{310200 + 3 * at:06d}", first, last, email, unit, chance.choice(JOBS), started,
                   left)
        )  # fmt: skip
    staff = [one for one in made.people if one.unit != LIBRARY]
    users = chance.sample(staff, 61)
    for _ in range(148):
        person = chance.choice(users)
        day = QUARTER[0] + dt.timedelta(days=chance.randint(0, 91))
        if person.left and day >= person.left:
            day = QUARTER[0]
        made.requests.append(
            {
                "day": day,
                "person": person,
                "way": chance.choices(WAYS, (6, 3, 2, 1, 1))[0],
                "minutes": chance.choice((7.5, 15.0, 22.5, 30.0, 60.0)),
                "need": chance.choice(NEEDS),
            }
        )
    made.requests.sort(key=lambda one: one["day"])
    stayed = [one for one in staff if one.left is None]
    made.training = chance.sample(stayed, 17)
    for at, person in enumerate(chance.sample(stayed, 11)):
        made.meetings.append(
            {
                "subject": f"Rencontre {person.first}" if at % 2 else "Café",
                "person": person,
                "day": dt.date(2026, 7 + at % 3, 6 + at),
                "is_private": at % 4 == 0,
            }
        )
    for unit, size in UNITS.items():
        for _ in range(round(size * 0.45)):
            made.answers.append(
                {
                    "unit": unit,
                    "overall": chance.choices(LIKED, (5, 6, 2, 1))[0],
                    "recommend": chance.choice((10, 9, 9, 8, 7, 6, 4)),
                    "comment": chance.choice(
                        ("", "", "Équipe rapide, efficace et aimable", "Bravo")
                    ),
                }
            )
    made.money = [
        ("Masse salariale", [18750.5, 18750.5, 19012.25]),
        ("Ressources électroniques", [42310.0, 0.0, 1275.4]),
        ("Monographies", [815.35, 1204.1, 640.0]),
    ]
    return made


def truth(made: World) -> dict[str, Any]:
    """Count what a right report says, straight from the world."""
    here = [
        one
        for one in made.people
        if one.unit != LIBRARY and (one.left is None or one.left > QUARTER[1])
    ]
    met = {one["person"].number for one in made.requests}
    met |= {one.number for one in made.training}
    reached = {one.number for one in here} & met
    return {
        "people": len(here),
        "departments": len(UNITS),
        "reached": len(reached),
        "reach_by_department": {
            unit: [
                sum(one.number in reached for one in here if one.unit == unit),
                sum(one.unit == unit for one in here),
            ]
            for unit in UNITS
        },
        "enquiries": len(made.requests),
        "enquiries_by_way": {way: sum(one["way"] == way for one in made.requests) for way in WAYS},
        "enquiry_minutes": sum(one["minutes"] for one in made.requests),
        "events": 1,
        "seats": len(made.training),
        "answers": len(made.answers),
        "satisfied": sum(one["overall"] in LIKED[:2] for one in made.answers),
        "promoters": sum(one["recommend"] >= 9 for one in made.answers),
        "detractors": sum(one["recommend"] <= 6 for one in made.answers),
        "asked": 126,
        "spent": round(sum(sum(months) for _, months in made.money), 2),
        "private_subjects": [one["subject"] for one in made.meetings if one["is_private"]]
        + ["Dentiste", "Notaire - divorce"],
    }


def write(folder: Path, made: World) -> None:
    """Write the exports as such a centre has them."""
    folder.mkdir(parents=True, exist_ok=True)
    _staff(folder / "Effectif au 30 septembre 2026.csv", made)
    _requests(folder / "Suivi des demandes.csv", made)
    _training(folder / "Présences formation.csv", made)
    _calendar(folder / "calendrier.csv", made)
    _survey(folder / "Sondage de satisfaction 2026(1-57).xlsx", made)
    _budget(folder / "Budget du centre.csv", made)


def _csv(path: Path, rows: list[list[Any]]) -> None:
    with path.open("w", newline="", encoding="cp1252") as file:
        csv.writer(file, delimiter=";").writerows(rows)


def _comma(value: float) -> str:
    """A number as a spreadsheet in French writes it."""
    return f"{value:g}".replace(".", ",")


def _money(value: float) -> str:
    return f"{value:,.2f}".replace(",", "\xa0").replace(".", ",") + " $"


def _staff(path: Path, made: World) -> None:
    rows: list[list[Any]] = [
        ["Ministère des Rivières du Nord"],
        ["Effectif au 30 septembre 2026"],
        [],
    ]
    rows.append(["Matricule", "Nom", "Prénom", "Courriel", "Unité administrative",
                 "Catégorie d'emploi", "Date d'entrée", "Date de départ"])  # fmt: skip
    rows += [
        [one.number, one.last, one.first, one.email, one.unit, one.job, f"{one.started:%Y-%m-%d}",
         f"{one.left:%Y-%m-%d}" if one.left else ""]
        for one in made.people
    ]  # fmt: skip
    _csv(path, rows)


def _requests(path: Path, made: World) -> None:
    rows: list[list[Any]] = [
        ["Date de la demande", "Demandeur", "Unité", "Mode de contact", "Durée (min)",
         "Type de demande", "Traité par"]
    ]  # fmt: skip
    rows += [
        [f"{one['day']:%d/%m/%Y}", f"{one['person'].last}, {one['person'].first}",
         one["person"].unit, one["way"], _comma(one["minutes"]), one["need"],
         made.people[-1 - at % 3].first]
        for at, one in enumerate(made.requests)
    ]  # fmt: skip
    _csv(path, rows)


def _training(path: Path, made: World) -> None:
    rows: list[list[Any]] = [["Atelier : chercher dans la jurisprudence, 16 septembre 2026"], []]
    rows.append(["Nom et prénom", "Unité", "Signature"])
    rows += [[one.name, one.unit, "x"] for one in made.training]
    _csv(path, rows)


def _calendar(path: Path, made: World) -> None:
    host = made.people[-1]
    head = ["Objet", "Début", "Début", "Fin", "Fin", "Journée entière", "Rappel actif/inactif",
            "Organisateur d'une réunion", "Participants obligatoires", "Participants facultatifs",
            "Ressources de la réunion", "Catégories", "Description", "Emplacement", "Privé",
            "Disponibilité"]  # fmt: skip
    rows: list[list[Any]] = [head]
    for one in made.meetings:
        day = f"{one['day']:%Y-%m-%d}"
        rows.append(
            [one["subject"], day, "10:00:00", day, "10:30:00", "Faux", "Vrai", host.name,
             f"{host.name};{one['person'].name}", "", "", "", "", "Cafétéria",
             "Vrai" if one["is_private"] else "Faux", "2"]
        )  # fmt: skip
    for subject, day in (("Dentiste", "2026-07-14"), ("Notaire - divorce", "2026-08-19")):
        rows.append([subject, day, "09:00:00", day, "10:00:00", "Faux", "Vrai", host.name,
                     "", "", "", "", "", "", "Vrai", "3"])  # fmt: skip
    with path.open("w", newline="", encoding="cp1252") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL).writerows(rows)


def _survey(path: Path, made: World) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Feuil1"
    sheet.append(
        ["ID", "Heure de début", "Heure de fin", "Adresse de messagerie", "Nom",
         "Dans quelle unité travaillez-vous ?",
         "Dans l'ensemble, êtes-vous satisfait du Centre de documentation ?",
         "Quelle est la probabilité que vous nous recommandiez à un collègue ?",
         "Avez-vous un commentaire ?"]
    )  # fmt: skip
    for at, one in enumerate(made.answers, 1):
        start = dt.datetime(2026, 9, 2 + at % 20, 9, at % 60)
        sheet.append(
            [at, start, start + dt.timedelta(minutes=4), "anonymous", None, one["unit"],
             one["overall"], one["recommend"], one["comment"] or None]
        )  # fmt: skip
    book.save(path)


def _budget(path: Path, made: World) -> None:
    rows: list[list[Any]] = [["Centre de documentation - dépenses 2026-2027"], []]
    rows.append(["Poste de dépense", "juil. 2026", "août 2026", "sept. 2026"])
    rows += [[line, *map(_money, months)] for line, months in made.money]
    sums = [sum(months[at] for _, months in made.money) for at in range(3)]
    rows.append(["Total", *map(_money, sums)])
    _csv(path, rows)


def main(folder: Path) -> None:
    """Write the exports and, beside their folder, the truth."""
    made = world()
    write(folder, made)
    text = json.dumps(truth(made), indent=1, ensure_ascii=False)
    (folder.parent / "truth.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
