"""Questions on trust and on who stands up for the library; what names somebody is private."""

from engagekit import measures
from engagekit.facts import facts_of
from engagekit.measures.champions import may_be_lost, nobody_left
from engagekit.sections import choices
from engagekit.sections.registry import Answer, Request, complete


def _succession(request: Request) -> Answer:
    frame = measures.succession(request.tables, during=request.when)
    # who is of several departments leaves with the mean of their turnovers
    each = (
        may_be_lost(facts_of(request.tables, request.when)).groupby("contact_id")["chance"].mean()
    )
    lost = float(each.sum())
    expected = round(lost) if lost >= 1 else round(lost, 1)  # no tenths of people
    return frame, {"champions": len(each), "expected": expected}


def _turnover(request: Request) -> choices.Chosen:
    is_assumed = nobody_left(facts_of(request.tables, request.when))
    return choices.together(request, ["turnover", *(["no_leaver"] if is_assumed else [])])


def _weights(request: Request) -> choices.Chosen:
    locale, weights = request.locale, request.settings.champions.prospect_weights
    say, each = locale.say, {name: f"report.column.{name}" for name in weights}
    names = {one: say(key).lower() if locale.has(key) else one for one, key in each.items()}
    text = ", ".join(f"{names[one]} {locale.number(weights[one], 'index')}" for one in weights)
    return choices.named(request, "weights", text)


def _left(request: Request) -> int:
    """Acts of people who are no longer on the staff list: no champion's, though they were done."""
    facts = facts_of(request.tables, request.when)
    acts = facts.so_far(facts.acts, months=request.settings.champions.months)
    return int((~acts["contact_id"].isin(facts.people["contact_id"])).sum())


complete("support_kinds", sentence_args={"left": _left})
complete("succession", answer=_succession, choices=("champion", _turnover))
complete("prospects", choices=(_weights, "influence", "warmth", "fit", "touch", "champion"))
