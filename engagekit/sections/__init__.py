"""Sections: what a notebook cell ends in, one function a question."""

from engagekit.sections._section import (
    MIME,
    VERSION,
    Section,
    frame_from_json,
    frame_to_json,
    from_bundle,
    to_bundle,
)
from engagekit.sections.champions import (
    champion_roster,
    champions,
    champions_over_time,
    conversion,
    cooling,
    prospects,
    succession,
)
from engagekit.sections.data import identification, problems, set_aside, sources, trust
from engagekit.sections.listening import listening, needs, unmet_needs
from engagekit.sections.money import (
    funding,
    funding_by_department,
    funding_over_time,
    love_and_funding,
    over_time,
    spend_by_line,
)
from engagekit.sections.movement import evenness, off_desk, reach_moves, rungs
from engagekit.sections.overview import headline, own
from engagekit.sections.people import frequency, reach, reach_over_time, touches
from engagekit.sections.presence import dinner_list, event_scorecard, meetings_held
from engagekit.sections.promises import promises, promises_open, promises_overdue
from engagekit.sections.ready import contents, notebooks, questions, unidentified
from engagekit.sections.relation import relation
from engagekit.sections.showing_up import attendance, events
from engagekit.sections.stories import contributions, initiative_coverage, story_bank, story_facts
from engagekit.sections.survey import (
    items,
    net_promoter,
    representativeness,
    response,
    satisfaction,
    satisfaction_over_time,
    waves,
)
from engagekit.sections.survey_depth import (
    aided_awareness,
    attribute_profile,
    comment_themes,
    comments,
    drivers,
    gaps,
    panel_change,
    perception_gap,
    useful,
)
from engagekit.sections.trust_ladder import stuck, time_to_touch, touch_ladder
from engagekit.sections.value import ask, assumptions, evidence, value

__all__ = [
    "MIME",
    "VERSION",
    "Section",
    "aided_awareness",
    "ask",
    "assumptions",
    "attendance",
    "attribute_profile",
    "champion_roster",
    "champions",
    "champions_over_time",
    "comment_themes",
    "comments",
    "contents",
    "contributions",
    "conversion",
    "cooling",
    "dinner_list",
    "drivers",
    "evenness",
    "event_scorecard",
    "events",
    "evidence",
    "frame_from_json",
    "frame_to_json",
    "frequency",
    "from_bundle",
    "funding",
    "funding_by_department",
    "funding_over_time",
    "gaps",
    "headline",
    "identification",
    "initiative_coverage",
    "items",
    "listening",
    "love_and_funding",
    "meetings_held",
    "needs",
    "net_promoter",
    "notebooks",
    "off_desk",
    "over_time",
    "own",
    "panel_change",
    "perception_gap",
    "problems",
    "promises",
    "promises_open",
    "promises_overdue",
    "prospects",
    "questions",
    "reach",
    "reach_moves",
    "reach_over_time",
    "relation",
    "representativeness",
    "response",
    "rungs",
    "satisfaction",
    "satisfaction_over_time",
    "set_aside",
    "sources",
    "spend_by_line",
    "story_bank",
    "story_facts",
    "stuck",
    "succession",
    "time_to_touch",
    "to_bundle",
    "touch_ladder",
    "touches",
    "trust",
    "unidentified",
    "unmet_needs",
    "useful",
    "value",
    "waves",
]
