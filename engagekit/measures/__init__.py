"""Measures: one question a module, each returning the measure frame.

What a measure is
-----------------
A function of `Tables`: tables first, everything else by keyword, ``during`` the period (default:
the last complete quarter that the data cover). It returns a new frame of `measure_frame` and
changes, prints, draws and opens nothing. It hides nothing either: see `engagekit.disclosure`.

How one is made
---------------
1. A function of `Facts` under ``@metric`` (`engine`) that yields each number as `Share`, `Total`,
   `Ratio`, `Split`, `Wait` or `Score`; by group and over time it goes by itself. A listing is a
   function of `Facts` under ``@of_facts``, what is told of one survey a function of `Survey` under
   ``@of_survey``: both are asked of tables. All are named in this page's imports.
2. A record in ``locale/definitions.toml``: what it counts, and its definition in both languages. A
   new note or reason is ``method.<id>`` or ``missing.<id>`` of each catalogue.
   What the measure itself names (a day, a way) needs its ``msgctxt "value"`` there.
3. A test by hand, by a second route in plain pandas, of the empty frame and of a group of one; each
   threshold with its reason and from both sides.
"""

from engagekit.measures._frame import measure_frame
from engagekit.measures.champions import champion_roster, champions, succession, support_kinds
from engagekit.measures.channels import (
    newsletter,
    newsletter_issues,
    on_channel,
    social_answers,
    walk_zones,
    walks,
)
from engagekit.measures.contracts import contract_calendar
from engagekit.measures.counts import counts, counts_by_place, counts_now, posts
from engagekit.measures.counts_change import counts_change
from engagekit.measures.crosstab import banner_book, crosstab
from engagekit.measures.enquiries import enquiries, enquiries_by, enquiries_over_time
from engagekit.measures.events import (
    attendance,
    dinner_list,
    event_list,
    meetings_held,
    missed_events,
    organisation_events,
    presence,
)
from engagekit.measures.funding import funding, funding_over_time
from engagekit.measures.gaps import gaps
from engagekit.measures.listening import listening, needs
from engagekit.measures.love_and_funding import beside_funding
from engagekit.measures.named_questions import (
    aided_awareness,
    attribute_profile,
    perception_gap,
    useful,
)
from engagekit.measures.people import (
    frequency,
    has_dates,
    off_desk,
    reach,
    reach_moves,
    rungs,
    touch_numbers,
)
from engagekit.measures.presence_map import presence_map
from engagekit.measures.promises import plan_steps, plans, promises, promises_open, promises_overdue
from engagekit.measures.response import representativeness, response_by_contact, response_rate
from engagekit.measures.satisfaction import (
    distribution,
    net_promoter,
    net_promoter_over_time,
    satisfaction,
    satisfaction_over_time,
)
from engagekit.measures.service_cost import service_cost
from engagekit.measures.services import (
    love_and_funding_by_service,
    people_served,
    service_satisfaction,
    service_scorecard,
)
from engagekit.measures.stories import (
    contributions,
    initiative_coverage,
    initiative_hours,
    initiatives_covered,
    story_bank,
    story_facts,
)
from engagekit.measures.themes import comment_themes, comments
from engagekit.measures.topline import topline
from engagekit.measures.trust import cooling, prospects, stuck, touch_ladder
from engagekit.measures.usage import usage
from engagekit.measures.whom_to_see import whom_to_see
