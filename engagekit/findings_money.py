"""The sentences on love against funding, how numbers go together, value and the ask.

`engagekit.wording` loads them when a finding is first asked for. None says that one thing made
another.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from engagekit.measures.quadrant import MONEY, USE, names_of, placed
from engagekit.wording import RULES, Rule, Voice


def _rule(function: Rule) -> Rule:
    """Make a rule known by its name."""
    RULES[function.__name__.lstrip("_")] = function
    return function


@_rule
def _quadrant(frame: pd.DataFrame, args: Mapping[str, Any], voice: Voice) -> str | None:
    surely = float(args["surely"])
    found = placed(frame, surely, int(args["least"]))
    if len(found) < 2:
        return voice.say("quadrant_few", least=args["least"])
    decided = found[found["is_decided"]]
    said = voice.say(
        "quadrant",
        count=len(found),
        placed=len(decided),
        rest=len(found) - len(decided),
        surely=voice.number(surely, "share"),
    )
    for across, key in ((MONEY, "funding"), (USE, "reach")):
        wanted = names_of(across)[0]
        mine = decided.loc[decided["quadrant"] == wanted, "department"]
        if found["quadrant"].isin(names_of(across)).any():
            which = f"quadrant_{key}" if len(mine) else f"quadrant_{key}_none"
            said += voice.say(which, names=", ".join(mine))
    return said + voice.say("beside")
