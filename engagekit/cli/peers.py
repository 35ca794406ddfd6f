"""Commands on other libraries: the annual return, what is shared, and our place among others."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from engagekit.cli.survey import AS_JSON, FOLDER
from engagekit.cli.terminal import aligned, echo
from engagekit.errors import DataError, UsageError
from engagekit.settings.project import find_project

if TYPE_CHECKING:
    from engagekit.reporting.shares import Share
    from engagekit.settings.schema import Settings

REPORTS = "reports"
RESULTS = typer.Option(
    "--results", help="results.json of a board copy; default: the latest of the project."
)
SECTOR = typer.Option("--sector", help="law, health, company, government, education or other.")


def returns(
    folder: Annotated[Path | None, FOLDER] = None,
    form: Annotated[str, typer.Option("--for", help="mla, aall, nhs or z397.")] = "z397",
    year: Annotated[
        str, typer.Option("--year", help="Fiscal year; default: the last complete one.")
    ] = "",
    out: Annotated[Path | None, typer.Option("--out", help="Write a workbook.")] = None,
    as_json: Annotated[bool, AS_JSON] = False,
) -> None:
    """Fill in an annual return as far as your data go. Small numbers are not hidden.

    Example: engagekit returns --for nhs --year FY2025-26 --out return.xlsx
    """
    from engagekit.loading import load
    from engagekit.reporting import returns as annual

    if out is not None and out.suffix != ".xlsx":
        raise UsageError(f"'{out}' is no workbook. Write e.g. --out return.xlsx")
    tables = load.load(folder or "")
    during = tables.settings.period(year) if year else annual.last_year(tables)
    if during.kind != "year":
        raise UsageError(f"A return is of a fiscal year, and {during.label} is none.")
    filled = annual.lines(tables, form, during)
    if out is not None:
        out.write_bytes(annual.workbook(tables, form, during, filled))
        echo(str(out))
        return
    if as_json:
        document = {"return": form, "year": during.label, "lines": [asdict(one) for one in filled]}
        echo(json.dumps(document, ensure_ascii=False, indent=1))
        return
    locale = tables.locale
    echo(f"{annual.forms()[form]['name']}, {during.label}. {locale.say('returns.note')}")
    echo(
        aligned(
            [locale.say(f"returns.{name}") for name in ("line", "value", "source")],
            [
                (
                    one.what,
                    "" if one.value is None else locale.number(one.value, one.unit),
                    one.source,
                )
                for one in filled
            ],
            (False, True, False),
        )
    )


def share(
    sector: Annotated[str, SECTOR],
    results: Annotated[Path | None, RESULTS] = None,
    out: Annotated[Path, typer.Option("--out", help="The file to give.")] = Path("share.json"),
) -> None:
    """Write a dozen rounded ratios of your board copy into a small file for other libraries.

    Example: engagekit share --sector law
    """
    from engagekit.reporting import shares

    made, _ = _ours(sector, results)
    try:
        if out.exists():
            shares.read(out)
    except DataError as error:
        text = f"{out} is there and is no share. Choose another name with --out."
        raise UsageError(text) from error
    out.write_text(made.model_dump_json(indent=1) + "\n", encoding="utf-8")
    echo(
        f"{out}: {len(made.ratios)} ratios, {made.people} people, to {made.until}. Look at it"
        " before you send it."
    )


def compare(
    folder: Annotated[Path, typer.Argument(help="Folder with the files of 'engagekit share'.")],
    sector: Annotated[str, SECTOR] = "",
    results: Annotated[Path | None, RESULTS] = None,
    as_json: Annotated[bool, AS_JSON] = False,
) -> None:
    """Say where your library stands among five or more.

    Example: engagekit compare shares --sector law
    """
    from engagekit.reporting import shares

    if not folder.is_dir():
        raise UsageError(f"There is no folder {folder}. Put the files of other libraries into one.")
    ours, settings = _ours(sector or "other", results)
    paths = sorted(folder.glob("*.json"))
    others = [shares.read(path) for path in paths]
    if sector:
        others = [one for one in others if one.sector == sector]
    peers, other_length, too_old = shares.comparable(ours, others)
    until = sorted(one.until for one in peers)
    places = shares.compare(ours, peers)
    if as_json:
        document = {
            "libraries": len(peers) + 1,
            "until": {"ours": ours.until, "others": [*dict.fromkeys(until)]},
            "other_length": other_length,
            "other_year": too_old,
            "ratios": [asdict(one) for one in places],
        }
        echo(json.dumps(document, ensure_ascii=False, indent=1))
        return
    from engagekit.locale.locale import Locale
    from engagekit.reporting.shares import FEWEST, RATIOS

    locale = Locale(
        settings.report.language, settings.report.country, settings.organisation.currency
    )
    echo(locale.say("compare.libraries", n=len(peers) + 1))
    if until:
        theirs = " \u2013 ".join(dict.fromkeys((until[0], until[-1])))
        echo(locale.say("compare.until", theirs=theirs, ours=ours.until))
    for key, n in (("compare.other_length", other_length), ("compare.other_year", too_old)):
        if n:
            echo(locale.say(key, n=n))
    rows = []
    for one in places:
        unit = RATIOS[one.ratio].unit
        amounts = (one.ours, one.lower, one.median, one.upper)
        texts: list[Any] = [locale.number(value, unit) for value in amounts]
        place = locale.say("compare.few", n=FEWEST) if one.median is None else ""
        if one.rank is not None:
            ranks = f"{one.rank}" if one.rank == one.last else f"{one.rank}\u2013{one.last}"
            place = locale.say("compare.rank", rank=ranks, n=one.libraries)
        rows.append((locale.say(f"compare.{one.ratio}"), *texts, place))
    heads = ("ratio", "ours", "lower", "median", "upper", "place")
    numeric = (False, True, True, True, True, False)
    echo(aligned([locale.say(f"compare.column.{name}") for name in heads], rows, numeric))


def _ours(sector: str, results: Path | None) -> "tuple[Share, Settings]":
    """Return what the project's latest board copy shares, and the settings."""
    from engagekit.reporting import shares, state
    from engagekit.settings.schema import read_settings

    project = find_project()
    if project.home is None or project.settings is None:
        raise UsageError("There is no project here. Go to its folder, or name it with --project.")
    settings = read_settings(project.settings)
    place = results or _latest(project.home / REPORTS)
    memory = state.folder_of(project.home / REPORTS, project.home)
    before = state.read_ledger(memory, project.home / REPORTS)
    if not before["reports"] and not before["lost"]:  # a key without a ledger says it was lost
        raise DataError("This project has made no report yet. Make one first: engagekit report")
    try:
        document = json.loads(place.read_text("utf-8"))
    except ValueError as error:
        raise DataError(f"{place} is damaged. Make the report again.") from error
    library = state.digest("share", state.key_of(memory))[:16]
    return shares.share(document, library, sector, settings.disclosure.k), settings


def _latest(reports: Path) -> Path:
    """Return the results of the latest board copy, the shortest of those that end together."""

    def when(path: Path) -> tuple[str, str]:
        period = json.loads(path.read_text("utf-8"))["report"]["period"]
        return str(period.get("end", "")), str(period.get("start", ""))

    places = list(reports.glob("*/board/results.json"))
    if not places:
        raise DataError(f"There is no board copy below {reports}. Make one: engagekit report")
    return max(places, key=when)
