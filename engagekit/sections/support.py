"""Questions on trust and on who stands up for the library; what names somebody is private."""

from __future__ import annotations

from functools import partial

from engagekit import measures
from engagekit.measures.champion_risk import LEFT, WON, expected_loss, nobody_left
from engagekit.measures.prospects import DECAY
from engagekit.measures.touch_ladder import AT_THIS_TOUCH, SO_FAR
from engagekit.sections import choices
from engagekit.sections.registry import Answer, Option, Question, Request, register

LEAST, MOST = 4, 6
"""Touches between which people without an act of trust are the next to meet."""
SEVEN = 7
"""The rule of thumb of the profession: seven touches before people trust."""
SLOWER, FASTER = 0.95, 0.8
"""Decays of warmth beside the usual one, to show how much hangs on it."""
_TRUST = (choices.trust, choices.touch, "followed")


def _succession(request: Request) -> Answer:
    leavers = request.options["leavers"]
    n, lost = expected_loss(request.tables, during=request.when, leavers=leavers)
    frame = measures.succession(request.tables, during=request.when, leavers=leavers)
    return frame, {"champions": n, "expected": round(lost, 2)}


def _turnover(request: Request) -> choices.Chosen:
    used = choices.choice(request, "turnover")
    if nobody_left(request.tables, request.when):
        share = request.locale.number(request.settings.champions.turnover, "share")
        used |= choices.choice(request, "no_leaver", share=share)
    if request.options["leavers"]:
        used |= choices.named(request, "leavers", ", ".join(request.options["leavers"]))
    return used


def _weights(request: Request) -> choices.Chosen:
    locale = request.locale
    text = ", ".join(
        f"{_part(name, request)} {locale.number(weight, 'index')}"
        for name, weight in request.settings.champions.prospect_weights.items()
    )
    return choices.named(request, "weights", text)


def _part(name: str, request: Request) -> str:
    """A part of the score as its column is called."""
    key = f"report.column.{name}"
    return request.locale.say(key).lower() if request.locale.has(key) else name


def _cooling(request: Request) -> Answer:
    frame = measures.cooling(request.tables, during=request.when)
    slower, count, faster = (
        len(measures.cooling(request.tables, during=request.when, decay=decay, most=None))
        for decay in (SLOWER, DECAY, FASTER)
    )
    return frame, {"count": count, "slower": slower, "faster": faster}


register(
    "03_touches_and_trust",
    Question(
        "touch_ladder",
        "Chance of a first act of trust at each touch; the naive chart beside it, as a trap.",
        choices=_TRUST,
        figure="ladder",
        figure_args={"by": ["touch"], "measure": AT_THIS_TOUCH, "naive": SO_FAR},
        note="touch_ladder",
    ),
    Question(
        "time_to_touch",
        "How long it took to a first, third and seventh touch, people still on the way counted.",
        choices=(choices.touch, "entry"),
        figure="steps",
        figure_args={
            "over": "months",
            "by": ["touch"],
            "labels": lambda request: {
                at: request.locale.say("label.touches_or_more", touch=at)
                for at in ("1", "3", str(SEVEN))
            },
            "axis": lambda request: request.locale.say("label.months_of_log"),
        },
        sentence_args={"touch": SEVEN},
    ),
    Question(
        "stuck",
        "People at touch 4 to 6 without an act of trust, by name (private).",
        partial(measures.stuck, least=LEAST, most=MOST),
        choices=_TRUST,
        kind="listing",
        audience="private",
        sentence_args={"least": LEAST, "most": MOST},
    ),
)

register(
    "04_champions",
    Question(
        "champions",
        "How many champions, what they did, and how much depends on a few, as a table.",
        choices=(choices.champion, "covered"),
    ),
    Question(
        "champions_over_time",
        "Champions at the end of each quarter, joined and lost.",
        choices=(choices.champion,),
        figure="trend",
        figure_args={"measure": "champions", "from_zero": True},
    ),
    Question(
        "champion_loss",
        "How many champions of the last four quarters were lost, by champion-year and by reason.",
        choices=(choices.champion, "lost"),
    ),
    Question(
        "conversion",
        "How many of those met became a champion, and how many left first.",
        choices=(choices.champion, choices.touch, choices.followed_by),
        figure="steps",
        figure_args={
            "by": ["answer"],
            "labels": lambda request: {
                WON: request.locale.say("label.won"),
                LEFT: request.locale.say("label.left"),
            },
        },
    ),
    Question(
        "champion_roster",
        "The champions by name (private).",
        choices=(choices.champion,),
        kind="listing",
        audience="private",
    ),
    Question(
        "support_kinds",
        "Acts of support by kind, done and asked for (private: few people stand behind each).",
        choices=(
            lambda request: choices.choice(
                request, "acts_of", months=request.settings.champions.months
            ),
        ),
        audience="private",
    ),
    Question(
        "succession",
        "Departments that may be without a champion in a year; what if these leave (private).",
        answer=_succession,
        options=(
            Option("leavers", "Sequence[str]", "Contacts by their ids: what if these leave.", ()),
        ),
        choices=(choices.champion, _turnover),
        kind="listing",
        audience="private",
        sentence_args=lambda request: request.facts,
    ),
    Question(
        "prospects",
        "Whom to win next, with the parts of the score (private).",
        choices=(_weights, "influence", "warmth", "fit", choices.touch, choices.champion),
        kind="listing",
        audience="private",
    ),
    Question(
        "cooling",
        "Relations that cooled in the period, and how many with other decays (private).",
        answer=_cooling,
        choices=("warmth", choices.touch),
        kind="listing",
        audience="private",
        sentence_args=lambda request: {"count": request.facts["count"]},
        note=lambda request: (
            request.locale.say(
                "note.cooling", slower=request.facts["slower"], faster=request.facts["faster"]
            )
            if request.facts
            else ""
        ),
    ),
)
