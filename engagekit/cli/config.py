"""The command ``engagekit config show``: what is in use, and where each value comes from."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from engagekit.cli.options import folder_of
from engagekit.cli.terminal import echo
from engagekit.loading.settings_for_folder import resolve, settings_for
from engagekit.mapping.mapping_files import mapping_files
from engagekit.settings.project import find_project
from engagekit.settings.schema import Settings

app = typer.Typer(
    no_args_is_help=True,
    help="The settings in use. Example: engagekit config show",
    context_settings={"help_option_names": ["-h", "--help"]},
)
_WHY = {
    "option": "named with --project",
    "data": "it holds the exports",
    "working directory": "found upwards from the working directory",
    "none": "there is no project: everything is as the kit has it",
}


@app.callback()
def group() -> None:
    """The settings in use.

    Example: engagekit config show
    """


@app.command()
def show(
    folder: Annotated[
        Path | None, typer.Argument(help="Project or folder with the exports.")
    ] = None,
    data: Annotated[Path | None, typer.Option("--data", help="Folder with the exports.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document.")] = False,
) -> None:
    """Show which project, settings, mappings and exports are in use.

    Example: engagekit config show --json
    """
    place = folder_of(folder, data)
    project = find_project(place)
    settings = settings_for(place)
    document: dict[str, Any] = {
        "version": 2,
        "project": _text(project.home),
        "why": project.why,
        "settings": _text(project.settings),
        "data": _text(resolve(place) if place or project.home else None),
        "mappings": [
            str(one) for one in (mapping_files(project.home / "x") if project.home else [])
        ],
        "not_in_force": [str(file) for file in project.ignored],
        "values": values(settings),
    }
    if as_json:
        echo(json.dumps(document, ensure_ascii=False, indent=1, default=str))
        return
    echo(f"Project: {document['project'] or 'none'} ({_WHY[project.why]})")
    for name in ("settings", "data"):
        echo(f"{name.capitalize()}: {document[name] or 'none'}")
    for name in ("mappings", "not_in_force"):
        files = document[name]
        echo(f"{name.capitalize().replace('_', ' ')}: {', '.join(files) or 'none'}")
    for one in values(settings):
        echo(f"  {one['key']} = {json.dumps(one['value'], default=str)} ({one['from']})")


def values(settings: Settings) -> list[dict[str, Any]]:
    """Return each choice with where it comes from: engagekit.toml, or the kit."""
    result = []
    for section, content in json.loads(settings.model_dump_json()).items():
        part = getattr(settings, section)
        given = section in settings.model_fields_set
        inner = getattr(part, "model_fields_set", None)
        if inner is None or not isinstance(content, dict):
            pairs = [(section, content, given)]
        else:
            pairs = [
                (f"{section}.{key}", value, given and key in inner)
                for key, value in content.items()
            ]
        result += [
            {"key": key, "value": value, "from": "engagekit.toml" if is_given else "default"}
            for key, value, is_given in pairs
        ]
    return result


def _text(path: Path | None) -> str | None:
    return None if path is None else str(path)
