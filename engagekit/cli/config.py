"""The command ``engagekit config show``: what is in use, and where each value comes from."""

import json
from pathlib import Path
from typing import Any

import typer

from engagekit.cli.options import described, folder_of
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
@described
def show(folder: Path | None = None, data: Path | None = None, as_json: bool = False) -> None:
    """Show which project, settings, mappings and exports are in use.

    Example: engagekit config show --json
    """
    place = folder_of(folder, data)
    project = find_project(place)
    used: dict[str, Any] = {
        "version": 2,
        "project": project.home,
        "why": project.why,
        "settings": project.settings,
        "data": resolve(place) if place or project.home else None,
        "mappings": mapping_files(project.home / "x") if project.home else [],
        "not_in_force": project.ignored,
    }
    values = values_of(settings_for(place))
    if as_json:
        document = {**used, "values": values}
        echo(json.dumps(document, ensure_ascii=False, indent=1, default=str))
        return
    echo(f"Project: {project.home or 'none'} ({_WHY[project.why]})")
    for name in ("settings", "data"):
        echo(f"{name.capitalize()}: {used[name] or 'none'}")
    for name, files in (("Mappings", used["mappings"]), ("Not in force", project.ignored)):
        echo(f"{name}: {', '.join(map(str, files)) or 'none'}")
    for one in values:
        echo(f"  {one['key']} = {json.dumps(one['value'], default=str)} ({one['from']})")


def values_of(settings: Settings) -> list[dict[str, Any]]:
    """Return each choice with where it comes from: engagekit.toml, or the kit."""
    given = settings.model_dump(mode="json", exclude_unset=True)
    values = []
    for section, content in settings.model_dump(mode="json").items():
        # of tables with names of one's own all is given, or nothing
        is_table = isinstance(getattr(settings, section), dict)
        for name, value in {"": content}.items() if is_table else content.items():
            is_given = section in given and (is_table or name in given[section])
            key = f"{section}.{name}".rstrip(".")
            where = "engagekit.toml" if is_given else "default"
            values.append({"key": key, "value": value, "from": where})
    return values
