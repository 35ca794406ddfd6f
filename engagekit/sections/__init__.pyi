"""Written by ``python -m tests.section_stub`` out of the registry of questions."""

from typing import Literal

from engagekit.measures.published_report import Published
from engagekit.presentation.section import Section as Section
from engagekit.sections.first_page import own as own
from engagekit.settings.periods import Period
from engagekit.tables.tables import Tables

def contents(tables: Tables, *, during: str | Period | None = None, brief: bool = False) -> Section:
    """Every sheet with its rows and what one row is."""

def sources(tables: Tables, *, during: str | Period | None = None, brief: bool = False) -> Section:
    """The files, what they were taken for, rows read and kept, and their hash (private)."""

def trust(tables: Tables, *, during: str | Period | None = None, brief: bool = False) -> Section:
    """The data grade, the part that decides it, and the rows behind it."""

def problems(
    tables: Tables,
    *,
    during: str | Period | None = None,
    of: Literal["set aside"] | None = None,
    brief: bool = False,
) -> Section:
    """Faults found in the data, with their cell and the remedy (private)."""

def unidentified(
    tables: Tables, *, during: str | Period | None = None, brief: bool = False
) -> Section:
    """Who the unidentified may be: answer once, in the sheet aliases (private)."""

def reach(
    tables: Tables,
    *,
    during: str | Period | None = None,
    by: str | None = None,
    every: Literal["quarter"] | None = None,
    channel: Literal["newsletter", "social", "walk"] | None = None,
    brief: bool = False,
) -> Section:
    """Share of the staff list that the library met, by group, with its target."""

def presence_map(
    tables: Tables, *, during: str | Period | None = None, brief: bool = False
) -> Section:
    """How many of each department the library met month by month, and what is planned."""

def touches(
    tables: Tables,
    *,
    during: str | Period | None = None,
    of: Literal["contact"] | None = None,
    by: str | None = None,
    brief: bool = False,
) -> Section:
    """How many people were met never, once, twice, ... seven times or more."""

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

def newsletter(
    tables: Tables, *, during: str | Period | None = None, brief: bool = False
) -> Section:
    """What was done with the newsletter, of the copies delivered; openings are left out."""

def newsletter_issues(
    tables: Tables, *, during: str | Period | None = None, brief: bool = False
) -> Section:
    """The issues of the period, a row each (private: two columns tell small numbers)."""

def social_answers(
    tables: Tables, *, during: str | Period | None = None, brief: bool = False
) -> Section:
    """Questions on internal social media that were answered, in each of the last quarters."""

def counts(
    tables: Tables,
    *,
    during: str | Period | None = None,
    what: str | None = None,
    every: Literal["quarter", "month"] = "quarter",
    by: Literal["place"] | None = None,
    brief: bool = False,
) -> Section:
    """Every counter beside the period before, as a table; or one counter over time."""

def counts_change(
    tables: Tables, *, during: str | Period | None = None, brief: bool = False
) -> Section:
    """Counters before and after the day on which something was changed."""

def posts(
    tables: Tables, *, during: str | Period | None = None, what: str = "blog", brief: bool = False
) -> Section:
    """Posts of the period with their views and, where they were counted, their readers."""

def attendance(
    tables: Tables, *, during: str | Period | None = None, brief: bool = False
) -> Section:
    """Who registered, came and stayed away, over all events, as a table."""

def events(tables: Tables, *, during: str | Period | None = None, brief: bool = False) -> Section:
    """The events of the period, a row each."""

def organisation_events(
    tables: Tables,
    *,
    during: str | Period | None = None,
    of: Literal["missed"] | None = None,
    brief: bool = False,
) -> Section:
    """At how many of the organisation's own events of twelve months the library was."""

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

def enquiries(
    tables: Tables,
    *,
    during: str | Period | None = None,
    by: str | None = None,
    every: Literal["quarter"] | None = None,
    brief: bool = False,
) -> Section:
    """Enquiries of the period by the way they came in, with the minutes written down."""

def touch_ladder(
    tables: Tables, *, during: str | Period | None = None, brief: bool = False
) -> Section:
    """Chance of a first act of trust at each touch; the naive chart beside it, as a trap."""

def champions(
    tables: Tables,
    *,
    during: str | Period | None = None,
    every: Literal["quarter"] | None = None,
    brief: bool = False,
) -> Section:
    """How many champions, what they did, and how much depends on a few, as a table."""

def champion_roster(
    tables: Tables, *, during: str | Period | None = None, brief: bool = False
) -> Section:
    """The champions by name (private)."""

def support_kinds(
    tables: Tables, *, during: str | Period | None = None, brief: bool = False
) -> Section:
    """Acts of support by kind, done and asked for (private: few people stand behind each)."""

def succession(
    tables: Tables, *, during: str | Period | None = None, brief: bool = False
) -> Section:
    """Departments that may be without a champion in a year (private)."""

def whom_to_see(
    tables: Tables, *, during: str | Period | None = None, brief: bool = False
) -> Section:
    """Whom to see next: why now, what was last asked, and a first sentence (private)."""

def prospects(
    tables: Tables,
    *,
    during: str | Period | None = None,
    reason: Literal["stuck"] | None = None,
    brief: bool = False,
) -> Section:
    """Whom to win next, with the parts of the score (private)."""

def plans(tables: Tables, *, during: str | Period | None = None, brief: bool = False) -> Section:
    """Planned steps with target colleagues that were done, as a table."""

def plan_steps(
    tables: Tables, *, during: str | Period | None = None, brief: bool = False
) -> Section:
    """Steps due in the period or still open, by name (private)."""

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

def initiative_coverage(
    tables: Tables,
    *,
    during: str | Period | None = None,
    of: Literal["hours"] | None = None,
    brief: bool = False,
) -> Section:
    """What each live initiative had of the library: touches, stories, a contribution."""

def contributions(
    tables: Tables, *, during: str | Period | None = None, brief: bool = False
) -> Section:
    """The contribution ledger: what came of it, our part, and which client confirms it."""

def response(
    tables: Tables,
    *,
    during: str | Period | None = None,
    by: str | None = None,
    survey: str | None = None,
    beside: Literal["staff list"] | None = None,
    brief: bool = False,
) -> Section:
    """How many of those invited answered (AAPOR RR2, RR1 beside it)."""

def satisfaction(
    tables: Tables,
    *,
    during: str | Period | None = None,
    by: str | None = None,
    survey: str | None = None,
    every: Literal["survey"] | None = None,
    brief: bool = False,
) -> Section:
    """Share of answers in the top two boxes of the overall question, by group."""

def items(
    tables: Tables,
    *,
    during: str | Period | None = None,
    survey: str | None = None,
    brief: bool = False,
) -> Section:
    """How the answers to every scale question that shares the scale are spread."""

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
    """How good each service is, beside its importance."""

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
    of: Literal["perception", "profile", "awareness", "useful"] | None = None,
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

def funding(
    tables: Tables,
    *,
    during: str | Period | None = None,
    by: Literal["department"] | None = None,
    every: Literal["quarter"] | None = None,
    brief: bool = False,
) -> Section:
    """Money and posts of the period, per head and per contact reached, as a table."""

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

def over_time(
    tables: Tables, *, during: str | Period | None = None, brief: bool = False
) -> Section:
    """Reach, satisfaction and money a head, quarter by quarter, as one table."""

def value(tables: Tables, *, during: str | Period | None = None, brief: bool = False) -> Section:
    """Hours saved, what they are worth, from low to high, and decisions handled differently."""

def contract_calendar(
    tables: Tables, *, during: str | Period | None = None, brief: bool = False
) -> Section:
    """The contracts in force and the day by which notice must be given, as a listing."""

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

def compared(
    tables: Tables, *, published: Published, during: str | Period | None = None, brief: bool = False
) -> Section:
    """Every number and setting that differs between the last report and that of the period."""

def headline(tables: Tables, *, during: str | Period | None = None, brief: bool = False) -> Section:
    """The four to six numbers of the first page, each with the period before."""

def ask(
    tables: Tables,
    *,
    during: str | Period | None = None,
    of: Literal["evidence"] | None = None,
    brief: bool = False,
) -> Section:
    """The three options: do nothing, hold, grow; written in the settings alone."""

def story(tables: Tables, *, during: str | Period | None = None, brief: bool = False) -> Section:
    """One story: the newest contribution that a client confirms, in their words where they may."""

def risk(tables: Tables, *, during: str | Period | None = None, brief: bool = False) -> Section:
    """One risk: the first that holds of few champions, thin cover, late promises, few answers."""

def scorecard(
    tables: Tables,
    *,
    during: str | Period | None = None,
    part: Tables | None = None,
    brief: bool = False,
) -> Section:
    """Reach over six quarters, satisfaction and money a head of each department."""
