"""Whether every file of a report is as it was made, of one run, and says one set of numbers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from engagekit.errors import UsageError, shorten, some
from engagekit.locale import Locale
from engagekit.reporting import manifest, number_checks
from engagekit.reporting.writers import RESULTS


def verify(folder: Path, locale: Locale) -> tuple[int, list[str]]:
    """Check every copy of a report below a folder.

    Returns
    -------
    files, faults : int, list of str
        Files that were looked at, and a sentence for each that is not as it was made.

    Raises
    ------
    UsageError
        If there is no report.
    """
    copies = sorted(
        {
            place.parent
            for name in (manifest.FILE, RESULTS)
            for place in folder.rglob(name)
            if not any(part.startswith(".") for part in place.relative_to(folder).parts)
        }
    )
    if not copies:
        raise UsageError(locale.say("verify.none", folder=folder))
    count, faults = 0, list[str]()
    for copy in copies:
        sets = manifest.read(copy)
        if not sets:
            faults.append(locale.say("verify.manifest", file=copy / manifest.FILE))
        for files in sets.values():
            count += len(files)
            faults += _of_set(copy, files, locale)
    return count, faults


def _of_set(copy: Path, files: dict[str, dict[str, str]], locale: Locale) -> Iterator[str]:
    """Yield what is wrong with the files of one notebook in a copy."""
    results_name = next((name for name in files if name.endswith(RESULTS)), "")
    run = files.get(results_name, {}).get("run")
    document: dict[str, Any] = {}
    for name, entry in files.items():
        place = copy / name
        if not place.is_file():
            yield locale.say("verify.gone", file=place)
            continue
        if manifest.digest(place) != entry["sha256"]:
            yield locale.say("verify.changed", file=place)
        elif entry["run"] != run:
            yield locale.say("verify.earlier", file=place)
        checks = number_checks.CHECKS.items()  # a notebook of its own names itself in front
        check = next((one for ending, one in checks if name.endswith(ending)), None)
        if check is None or not (copy / results_name).is_file():
            continue
        try:
            document = document or json.loads((copy / results_name).read_text("utf-8"))
            language = str(document["report"]["language"])
            may = number_checks.allowed(document, language)
            strange = sorted(check(place, document, may, language))
        except Exception as error:  # an edited file may break any reader
            why = f"{type(error).__name__}: {shorten(error)}"
            yield locale.say("verify.unreadable", file=place, why=why)
            continue
        if strange:
            yield locale.say("verify.number", file=place, numbers=some(strange))
