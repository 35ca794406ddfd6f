"""Commands before a survey: ``survey make`` writes it, ``survey items`` lists its questions."""

import json
from pathlib import Path

import typer

from engagekit.cli.options import described
from engagekit.cli.terminal import echo
from engagekit.reporting import output_path

survey = typer.Typer(
    name="survey",
    no_args_is_help=True,
    help="Make a questionnaire.\n\nExample: engagekit survey items",
)


@survey.command()
@described
def make(
    tool: str,
    items: str = "core",
    language: str = "en",
    library: str = "",
    out: Path = Path(),
    dry_run: bool = False,
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
@described
def items(as_json: bool = False) -> None:
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


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]
