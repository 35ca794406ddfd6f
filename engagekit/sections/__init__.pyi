"""Written by ``python -m tests.section_stub`` out of the registry of questions."""

import datetime as dt
from collections.abc import Sequence
from typing import Literal

from engagekit.measures.published_report import Published
from engagekit.presentation.section import Section as Section
from engagekit.sections.first_page import own as own
from engagekit.settings.periods import Period
from engagekit.tables.tables import Tables

def contents(tables: Tables, *, during: str | Period | None = None, brief: bool = False) -> Section:
    """Every sheet with its rows and what one row is."""

def notebooks(
    tables: Tables, *, during: str | Period | None = None, brief: bool = False
) -> Section:
    """Which notebooks can run, and the sheet each other one lacks."""

def sources(tables: Tables, *, during: str | Period | None = None, brief: bool = False) -> Section:
    """The files, what they were taken for, rows read and kept, and their hash (private)."""

def trust(tables: Tables, *, during: str | Period | None = None, brief: bool = False) -> Section:
    """The data grade, the part that decides it, and the rows behind it."""

def problems(tables: Tables, *, during: str | Period | None = None, brief: bool = False) -> Section:
    """Faults found in the data, with their cell and the remedy (private)."""

def set_aside(
    tables: Tables, *, during: str | Period | None = None, brief: bool = False
) -> Section:
    """Rows left out and why (private: file names may name people)."""

def unidentified(
    tables: Tables, *, during: str | Period | None = None, brief: bool = False
) -> Section:
    """Who the unidentified may be: answer once, in the sheet aliases (private)."""

def reach(
    tables: Tables,
    *,
    during: str | Period | None = None,
    by: str | None = None,
    brief: bool = False,
) -> Section:
    """Share of the staff list that the library met, by group, with its target."""

def reach_over_time(
    tables: Tables, *, during: str | Period | None = None, brief: bool = False
) -> Section:
    """Reach in each of the last quarters."""

def touches(tables: Tables, *, during: str | Period | None = None, brief: bool = False) -> Section:
    """How many people were met never, once, twice, ... seven times or more."""

def frequency(
    tables: Tables,
    *,
    during: str | Period | None = None,
    by: str | None = None,
    brief: bool = False,
) -> Section:
    """Touches per contact reached, as a table."""

def reach_moves(
    tables: Tables, *, during: str | Period | None = None, brief: bool = False
) -> Section:
    """The staff list by how contact stands: new, kept, regained, lapsed, earlier only, never."""

def rungs(tables: Tables, *, during: str | Period | None = None, brief: bool = False) -> Section:
    """From stranger to champion: how many stand where, and who moved since the period before."""

def off_desk(tables: Tables, *, during: str | Period | None = None, brief: bool = False) -> Section:
    """Where the two met, and who began it, in each of the last quarters."""

def listening(
    tables: Tables, *, during: str | Period | None = None, brief: bool = False
) -> Section:
    """Two-way touches at which a need was written down, and needs acted on, as a table."""

def needs(tables: Tables, *, during: str | Period | None = None, brief: bool = False) -> Section:
    """What people needed, the most frequent need first."""

def unmet_needs(
    tables: Tables, *, during: str | Period | None = None, brief: bool = False
) -> Section:
    """Needs with a promise still open, the oldest first (private: counts are small)."""

def identification(
    tables: Tables, *, during: str | Period | None = None, brief: bool = False
) -> Section:
    """How many rows were linked to people, and by what."""

def touch_ladder(
    tables: Tables, *, during: str | Period | None = None, brief: bool = False
) -> Section:
    """Chance of a first act of trust at each touch; the naive chart beside it, as a trap."""

def stuck(tables: Tables, *, during: str | Period | None = None, brief: bool = False) -> Section:
    """People at touch 4 to 6 without an act of trust, by name (private)."""

def champions(
    tables: Tables, *, during: str | Period | None = None, brief: bool = False
) -> Section:
    """How many champions, what they did, and how much depends on a few, as a table."""

def champions_over_time(
    tables: Tables, *, during: str | Period | None = None, brief: bool = False
) -> Section:
    """Champions at the end of each quarter, joined and lost."""

def champion_roster(
    tables: Tables, *, during: str | Period | None = None, brief: bool = False
) -> Section:
    """The champions by name (private)."""

def support_kinds(
    tables: Tables, *, during: str | Period | None = None, brief: bool = False
) -> Section:
    """Acts of support by kind, done and asked for (private: few people stand behind each)."""

def succession(
    tables: Tables,
    *,
    during: str | Period | None = None,
    leavers: Sequence[str] = (),
    brief: bool = False,
) -> Section:
    """Departments that may be without a champion in a year; what if these leave (private)."""

def prospects(
    tables: Tables, *, during: str | Period | None = None, brief: bool = False
) -> Section:
    """Whom to win next, with the parts of the score (private)."""

def cooling(tables: Tables, *, during: str | Period | None = None, brief: bool = False) -> Section:
    """Relations that cooled in the period, and how many with other decays (private)."""

def questions(
    tables: Tables, *, during: str | Period | None = None, brief: bool = False
) -> Section:
    """Which question of each survey was taken for which kind of answer."""

def response(
    tables: Tables,
    *,
    during: str | Period | None = None,
    by: str | None = None,
    survey: str | None = None,
    brief: bool = False,
) -> Section:
    """How many of those invited answered (AAPOR RR2, RR1 beside it)."""

def response_by_contact(
    tables: Tables,
    *,
    during: str | Period | None = None,
    survey: str | None = None,
    brief: bool = False,
) -> Section:
    """How many of those whom we met answered, and of the others."""

def representativeness(
    tables: Tables,
    *,
    during: str | Period | None = None,
    by: str = "department",
    survey: str | None = None,
    brief: bool = False,
) -> Section:
    """Those who answered beside the staff list, group by group."""

def satisfaction(
    tables: Tables,
    *,
    during: str | Period | None = None,
    by: str | None = None,
    survey: str | None = None,
    brief: bool = False,
) -> Section:
    """Share of answers in the top two boxes of the overall question, by group."""

def satisfaction_over_time(
    tables: Tables, *, during: str | Period | None = None, brief: bool = False
) -> Section:
    """Satisfaction in each survey so far, with the last change and its range."""

def items(
    tables: Tables,
    *,
    during: str | Period | None = None,
    survey: str | None = None,
    brief: bool = False,
) -> Section:
    """How the answers to every scale question that shares the scale are spread."""

def mean_score(
    tables: Tables,
    *,
    during: str | Period | None = None,
    by: str | None = None,
    survey: str | None = None,
    brief: bool = False,
) -> Section:
    """The mean of the overall question as a table: a footnote to the shares."""

def net_promoter(
    tables: Tables,
    *,
    during: str | Period | None = None,
    by: str | None = None,
    survey: str | None = None,
    brief: bool = False,
) -> Section:
    """Net promoter with its range, what it is made of, and the survey before, as a table."""

def gaps(
    tables: Tables,
    *,
    during: str | Period | None = None,
    survey: str | None = None,
    brief: bool = False,
) -> Section:
    """How good each service is, beside its importance, or beside what people accept and wish."""

def perception_gap(
    tables: Tables,
    *,
    during: str | Period | None = None,
    survey: str | None = None,
    brief: bool = False,
) -> Section:
    """Do two groups see the library's worth alike, with the range of the difference."""

def attribute_profile(
    tables: Tables,
    *,
    during: str | Period | None = None,
    survey: str | None = None,
    brief: bool = False,
) -> Section:
    """How colleagues describe the library, beside how its team describes itself."""

def aided_awareness(
    tables: Tables,
    *,
    during: str | Period | None = None,
    survey: str | None = None,
    brief: bool = False,
) -> Section:
    """Who knows at least one service of the list, and which services are known."""

def useful(
    tables: Tables,
    *,
    during: str | Period | None = None,
    survey: str | None = None,
    brief: bool = False,
) -> Section:
    """Was it useful to me: one question, as a table."""

def comment_themes(
    tables: Tables,
    *,
    during: str | Period | None = None,
    survey: str | None = None,
    brief: bool = False,
) -> Section:
    """What comments are about, by the list of themes; comments without a theme stay visible."""

def comments(
    tables: Tables,
    *,
    during: str | Period | None = None,
    survey: str | None = None,
    brief: bool = False,
) -> Section:
    """Every comment with its themes, those without one first (private: comments carry names)."""

def topline(
    tables: Tables,
    *,
    during: str | Period | None = None,
    survey: str | None = None,
    compare: str | None = None,
    brief: bool = False,
) -> Section:
    """Every question of the survey in its order: who was asked, and what they answered."""

def crosstab(
    tables: Tables,
    *,
    during: str | Period | None = None,
    rows: str | None = None,
    by: str = "department",
    survey: str | None = None,
    brief: bool = False,
) -> Section:
    """One question by another, or by a column of the staff list."""

def banner(
    tables: Tables,
    *,
    during: str | Period | None = None,
    by: str = "department",
    survey: str | None = None,
    brief: bool = False,
) -> Section:
    """Every closed question of the survey by department, or by another group."""

def newsletter(
    tables: Tables, *, during: str | Period | None = None, brief: bool = False
) -> Section:
    """What was done with the newsletter, of the copies delivered; openings are left out."""

def newsletter_issues(
    tables: Tables, *, during: str | Period | None = None, brief: bool = False
) -> Section:
    """The issues of the period, a row each (private: two columns tell small numbers)."""

def newsletter_reach(
    tables: Tables,
    *,
    during: str | Period | None = None,
    by: str = "department",
    brief: bool = False,
) -> Section:
    """Who of each group stands among the recipients of the newsletter by name."""

def social_answers(
    tables: Tables, *, during: str | Period | None = None, brief: bool = False
) -> Section:
    """Questions on internal social media that were answered, in each of the last quarters."""

def social_people(
    tables: Tables,
    *,
    during: str | Period | None = None,
    by: str = "department",
    brief: bool = False,
) -> Section:
    """Whom of each group we met on internal social media in twelve months, by name."""

def counts(
    tables: Tables,
    *,
    during: str | Period | None = None,
    what: str | None = None,
    every: Literal["quarter", "month"] = "quarter",
    brief: bool = False,
) -> Section:
    """Every counter beside the period before, as a table; or one counter over time."""

def counts_change(
    tables: Tables,
    *,
    during: str | Period | None = None,
    what: str | None = None,
    changed_on: dt.date | str | None = None,
    brief: bool = False,
) -> Section:
    """Counters before and after the day on which something was changed."""

def audit(
    tables: Tables, *, what: str, during: str | Period | None = None, brief: bool = False
) -> Section:
    """The last audit by the end of a period, point by point; beside colleagues' where counted."""

def posts(
    tables: Tables, *, during: str | Period | None = None, what: str = "blog", brief: bool = False
) -> Section:
    """Posts of the period with their views and, where they were counted, their readers."""

def plans(tables: Tables, *, during: str | Period | None = None, brief: bool = False) -> Section:
    """Planned steps with target colleagues that were done, as a table."""

def plan_steps(
    tables: Tables, *, during: str | Period | None = None, brief: bool = False
) -> Section:
    """Steps due in the period or still open, by name (private)."""

def interviews(
    tables: Tables, *, during: str | Period | None = None, brief: bool = False
) -> Section:
    """Target colleagues who were interviewed, with the touches around it (private)."""

def attendance(
    tables: Tables, *, during: str | Period | None = None, brief: bool = False
) -> Section:
    """Who registered, came and stayed away, over all events, as a table."""

def events(tables: Tables, *, during: str | Period | None = None, brief: bool = False) -> Section:
    """The events of the period, a row each."""

def event_scorecard(
    tables: Tables, *, during: str | Period | None = None, brief: bool = False
) -> Section:
    """Events with their new faces and what each cost (private)."""

def organisation_events(
    tables: Tables, *, during: str | Period | None = None, brief: bool = False
) -> Section:
    """At how many of the organisation's own events of twelve months the library was."""

def missed_events(
    tables: Tables, *, during: str | Period | None = None, brief: bool = False
) -> Section:
    """The organisation's events of twelve months that the library missed (private)."""

def meetings_held(
    tables: Tables, *, during: str | Period | None = None, brief: bool = False
) -> Section:
    """Meetings of twelve months, a line a series: spoke, attended, a seat unused, no seat."""

def dinner_list(
    tables: Tables, *, during: str | Period | None = None, brief: bool = False
) -> Section:
    """Key series without a library seat, and whom to ask for one (private)."""

def walks(tables: Tables, *, during: str | Period | None = None, brief: bool = False) -> Section:
    """Working days with a walk in each of the last quarters, and whom the walks found."""

def walk_zones(
    tables: Tables, *, during: str | Period | None = None, brief: bool = False
) -> Section:
    """How many of each zone's people were met on a walk in the period."""

def promises(tables: Tables, *, during: str | Period | None = None, brief: bool = False) -> Section:
    """Promises kept on time and late, and the days a promise takes, as a table."""

def promises_open(
    tables: Tables, *, during: str | Period | None = None, brief: bool = False
) -> Section:
    """Open promises by how long they are overdue."""

def promises_overdue(
    tables: Tables, *, during: str | Period | None = None, brief: bool = False
) -> Section:
    """Overdue promises by name (private)."""

def story_bank(
    tables: Tables, *, during: str | Period | None = None, brief: bool = False
) -> Section:
    """Stories that may be published, by initiative and quarter; empty cells stay visible."""

def story_facts(
    tables: Tables, *, during: str | Period | None = None, brief: bool = False
) -> Section:
    """Permission, freshness, who told the stories and who drafted them, as a table."""

def story_asks(
    tables: Tables, *, during: str | Period | None = None, brief: bool = False
) -> Section:
    """Of the stories asked for, how many were told, may be published, and who drafted them."""

def initiative_coverage(
    tables: Tables, *, during: str | Period | None = None, brief: bool = False
) -> Section:
    """What each live initiative had of the library: touches, stories, a contribution."""

def initiative_hours(
    tables: Tables, *, during: str | Period | None = None, brief: bool = False
) -> Section:
    """Which share of the time written down went to each live initiative."""

def contributions(
    tables: Tables, *, during: str | Period | None = None, brief: bool = False
) -> Section:
    """The contribution ledger: what came of it, our part, and which client confirms it."""

def funding(tables: Tables, *, during: str | Period | None = None, brief: bool = False) -> Section:
    """Money and posts of the period, per head and per contact reached, as a table."""

def funding_by_department(
    tables: Tables, *, during: str | Period | None = None, brief: bool = False
) -> Section:
    """Spending per head of each department."""

def spend_by_line(
    tables: Tables, *, during: str | Period | None = None, brief: bool = False
) -> Section:
    """Money of the period by line of the budget, as a table."""

def love_and_funding(
    tables: Tables,
    *,
    during: str | Period | None = None,
    quarters: int | None = None,
    brief: bool = False,
) -> Section:
    """Satisfaction and money a head of each department, and how sure one is of the quadrant."""

def funding_over_time(
    tables: Tables, *, during: str | Period | None = None, brief: bool = False
) -> Section:
    """Money a head in each of the last quarters, in real terms where the settings have an index."""

def over_time(
    tables: Tables, *, during: str | Period | None = None, brief: bool = False
) -> Section:
    """Reach, satisfaction and money a head, quarter by quarter, as one table."""

def value(tables: Tables, *, during: str | Period | None = None, brief: bool = False) -> Section:
    """Hours saved, decisions handled differently and replacement cost, from low to high."""

def assumptions(
    tables: Tables, *, during: str | Period | None = None, brief: bool = False
) -> Section:
    """Every assumption behind the value, as a listing."""

def compared(
    tables: Tables, *, published: Published, during: str | Period | None = None, brief: bool = False
) -> Section:
    """Every number and setting that differs between the last report and that of the period."""

def enquiries(
    tables: Tables, *, during: str | Period | None = None, brief: bool = False
) -> Section:
    """Enquiries of the period by the way they came in, with the minutes written down."""

def enquiries_by(
    tables: Tables,
    *,
    during: str | Period | None = None,
    by: str = "department",
    brief: bool = False,
) -> Section:
    """Enquiries by department, from the staff list or as the log has it."""

def enquiries_over_time(
    tables: Tables, *, during: str | Period | None = None, brief: bool = False
) -> Section:
    """Enquiries in each of the last quarters."""

def contract_calendar(
    tables: Tables, *, during: str | Period | None = None, brief: bool = False
) -> Section:
    """The contracts in force and the day by which notice must be given, as a listing."""

def contract_scenarios(
    tables: Tables, *, during: str | Period | None = None, brief: bool = False
) -> Section:
    """What contracts cost in the year ahead if every price rises at its renewal."""

def usage(
    tables: Tables,
    *,
    during: str | Period | None = None,
    by: Literal["platform", "service", "title"] = "platform",
    brief: bool = False,
) -> Section:
    """Uses of what vendors deliver, what a use costs, and turnaways, against a year before."""

def service_scorecard(
    tables: Tables, *, during: str | Period | None = None, brief: bool = False
) -> Section:
    """Cost, people, uses and satisfaction of each service, side by side, as a table."""

def love_and_funding_by_service(
    tables: Tables, *, during: str | Period | None = None, brief: bool = False
) -> Section:
    """Satisfaction and cost of each service, and how sure one is of the quadrant."""

def contract_weighing(
    tables: Tables, *, during: str | Period | None = None, brief: bool = False
) -> Section:
    """What speaks for each contract and against it, and what follows by rule, as a listing."""

def headline(tables: Tables, *, during: str | Period | None = None, brief: bool = False) -> Section:
    """The four to six numbers of the first page, each with the period before."""

def ask(tables: Tables, *, during: str | Period | None = None, brief: bool = False) -> Section:
    """The three options: do nothing, hold, grow; written in the settings alone."""

def story(tables: Tables, *, during: str | Period | None = None, brief: bool = False) -> Section:
    """One story: the newest contribution that a client confirms, in their words where they may."""

def risk(tables: Tables, *, during: str | Period | None = None, brief: bool = False) -> Section:
    """One risk: the first that holds of few champions, thin cover, late promises, few answers."""

def evidence(tables: Tables, *, during: str | Period | None = None, brief: bool = False) -> Section:
    """The numbers that the options lean on, each with its interval."""

def scorecard(
    tables: Tables, *, during: str | Period | None = None, brief: bool = False
) -> Section:
    """Reach over six quarters, satisfaction and money a head of each department."""

def department_headline(
    tables: Tables, *, during: str | Period | None = None, brief: bool = False
) -> Section:
    """The first screen of a brief: the numbers of one department (see `engagekit.only`)."""

def beside_whole(
    tables: Tables, *, part: Tables, during: str | Period | None = None, brief: bool = False
) -> Section:
    """The numbers of one department beside those of everybody, the department among them."""
