"""Recompute reference cases and say whether they agree.

Run from the root of the repository::

    python -m tests.golden CASE_DIR [CASE_DIR ...] [--json] [--extras]

Exit code 1 when any result is outside its tolerance or was not computed.
"""

from __future__ import annotations

import argparse
import importlib
import json
import math
import pkgutil
import sys
import warnings
from collections.abc import Sequence
from types import ModuleType
from typing import Any

import numpy as np

import tests.golden
from tests.golden.case import Case, Computed, load
from tests.golden.compare import Verdict, judge


def families() -> list[ModuleType]:
    """Every `family_*` module of this package."""
    names = [found.name for found in pkgutil.iter_modules(tests.golden.__path__)]
    modules = []
    for name in sorted(names):
        if name.startswith("family_"):
            try:
                modules.append(importlib.import_module(f"{tests.golden.__name__}.{name}"))
            except ImportError as error:
                print(f"{name} cannot be imported: {error}", file=sys.stderr)
    return modules


def compute(case: Case, modules: Sequence[ModuleType] | None = None) -> Computed:
    """Everything the families find for a case; a family that fails costs its own results."""
    computed: Computed = {}
    for module in families() if modules is None else modules:
        try:
            with np.errstate(all="ignore"), warnings.catch_warnings():
                warnings.simplefilter("ignore")
                found = module.compute(case) if module.handles(case) else {}
        except Exception as error:  # one family must not end the run
            print(f"{case.name}: {module.__name__}: {error!r}", file=sys.stderr)
            continue
        for key, value in found.items():
            computed.setdefault(key, value)
    return computed


def table(case: Case, verdicts: Sequence[Verdict]) -> str:
    """The verdicts of a case, one line a number."""
    lines = [f"{case.name}: {sum(one.ok for one in verdicts)} of {len(verdicts)} within tolerance"]
    for one in verdicts:
        if not one.expected or not one.got:
            lines.append(f"  {one.id:<52} {'':>10} {'ok' if one.ok else 'MISSING'}")
        for key in one.expected if one.got else ():
            shown = f"{_short(one.expected[key]):>22} {_short(one.got.get(key)):>22}"
            state = "NOT WITHIN" if key in one.faults else "ok"
            lines.append(f"  {one.id:<52} {key:>10} {shown} {state}")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the cases named on the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.golden", description=__doc__)
    parser.add_argument("cases", nargs="+", metavar="CASE_DIR")
    parser.add_argument("--json", action="store_true", help="print what was computed as JSON")
    parser.add_argument("--extras", action="store_true", help="judge df, n, p_value, ... as well")
    given = parser.parse_args(arguments)
    modules = families()
    within, total, printed = 0, 0, {}
    for path in given.cases:
        try:
            case = load(path)
        except (OSError, ValueError) as error:
            print(f"{path} is no case: {error}", file=sys.stderr)
            total += 1
            continue
        computed = compute(case, modules)
        verdicts = judge(case, computed, extras=given.extras)
        within += sum(one.ok for one in verdicts)
        total += len(verdicts)
        printed[case.name] = _plain(computed)
        if not given.json:
            print(table(case, verdicts))
    if given.json:
        print(json.dumps(printed, indent=1))
    else:
        print(f"{within} of {total} within tolerance")
    return 0 if within == total else 1


def _short(value: object) -> str:
    """A number for the table."""
    if isinstance(value, float | np.floating):
        return f"{value:.13g}"
    if isinstance(value, list | tuple):
        return "[" + " ".join(_short(one) for one in value) + "]"
    return "-" if value is None else str(value)


def _plain(value: Any) -> Any:
    """Numbers as JSON can hold them: infinite is 'Inf', not a number is null."""
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple | np.ndarray):
        return [_plain(one) for one in value]
    if isinstance(value, bool | np.bool_):
        return bool(value)
    if isinstance(value, int | np.integer):
        return int(value)
    if isinstance(value, float | np.floating):
        if math.isinf(value):
            return "Inf" if value > 0 else "-Inf"
        return None if math.isnan(value) else float(value)
    return value if value is None or isinstance(value, str) else str(value)


if __name__ == "__main__":
    sys.exit(main())
