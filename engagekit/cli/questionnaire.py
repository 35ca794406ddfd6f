"""Commands before a survey: ``survey make`` writes it, ``survey check`` says how many to ask."""

import json
from pathlib import Path
from typing import Annotated, Literal

import typer

from engagekit.cli.options import DryRun
from engagekit.cli.terminal import echo
from engagekit.reporting import output_path

survey = typer.Typer(
    name="survey",
    no_args_is_help=True,
    help="Make a questionnaire, or say how many to ask.\n\nExample: engagekit survey items",
)


@survey.command()
def make(
    tool: Annotated[
        str,
        typer.Option(
            "--for",
            help="microsoft-forms, google-forms, qualtrics, surveymonkey, limesurvey, "
            "redcap or paper.",
        ),
    ],
    items: Annotated[str, typer.Option("--items", help="Ids or groups of the bank.")] = "core",
    language: Annotated[str, typer.Option("--language", help="en, fr or en,fr.")] = "en",
    library: Annotated[
        str, typer.Option("--library", help="What the library is called in the questions.")
    ] = "",
    out: Annotated[Path, typer.Option("--out", help="Folder for the files.")] = Path(),
    dry_run: DryRun = False,
) -> None:
    """Write a questionnaire that a survey tool takes; its answers come back without settings.

    Example: engagekit survey make --for qualtrics --items core,value --language en,fr
    """
    from engagekit.questionnaires import questionnaire

    files = questionnaire(tool, _listed(items), _listed(language), library)
    output_path.ready(out)
    for name, content in files.items():
        path = out / name
        if not dry_run:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        echo(str(path))


@survey.command()
def items(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document.")] = False,
) -> None:
    """List the question bank.

    Example: engagekit survey items
    """
    from dataclasses import asdict

    from engagekit.settings import question_bank

    bank = list(question_bank.items().values())
    if as_json:
        echo(json.dumps({"version": 1, "items": [asdict(one) for one in bank]},
                              ensure_ascii=False, indent=1))  # fmt: skip
        return
    for one in bank:
        echo(f"{one.id} ({', '.join(one.groups)}; {one.kind}): {one.words('en')}")


@survey.command()
def check(
    folder: Annotated[Path, typer.Argument(help="Folder with the staff list.")] = Path("data/raw"),
    points: Annotated[float, typer.Option("--points", help="Wished range: ± points.")] = 5.0,
    rate: Annotated[float, typer.Option("--rate", help="Per cent who answer at first.")] = 30.0,
    reminder: Annotated[float, typer.Option("--reminder", help="Per cent a reminder adds.")] = 10.0,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document.")] = False,
) -> None:
    """Say how many invitations a range needs on this staff list, and what a reminder brings.

    Example: engagekit survey check data/raw --points 5
    """
    import pandas as pd

    from engagekit.loading import load
    from engagekit.measures.invitations_needed import Plan, invitations_needed

    tables = load.load(folder)
    found = invitations_needed(tables, plan=Plan(points / 100, rate / 100, reminder / 100))
    if as_json:
        rows = json.loads(found.to_json(orient="records"))
        echo(json.dumps({"version": 1, "points": points, "rate": rate, "reminder": reminder,
                               "groups": rows}, ensure_ascii=False, indent=1))  # fmt: skip
        return
    say = tables.locale.say
    echo(say("survey_check.plan", points=f"{points:g}", rate=f"{rate:g}", more=f"{reminder:g}"))
    for row in found.to_dict("records"):
        first, reminded = row["invitations_needed"], row["with_reminder"]
        ranges = row["points"], row["points_with_reminder"]
        more: dict[str, object] = {"reminded": reminded if pd.isna(reminded) else int(reminded)}
        kind: Literal["ask", "remind", "not"] = "not" if pd.isna(reminded) else "remind"
        if not pd.isna(first):
            kind, more = "ask", more | {"first": int(first)}
        elif kind == "not":
            more = dict(
                zip(("wide", "narrow"), (f"{100 * one:.0f}" for one in ranges), strict=True)
            )
        name = row["department"] if row["department"] != "All" else say("figure.all")
        counts = {key: int(row[key]) for key in ("people", "answers_needed")}
        echo(say(f"survey_check.{kind}", group=name, **counts, **more))


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]
