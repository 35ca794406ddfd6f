"""The second route: every kept number of the nasty project in plain pandas, without engagekit.

Run ``python tests/nasty/by_hand.py``: it writes ``expected.csv``, with which test_nasty.py compares
what the package measures. Definitions come from engagekit/locale/definitions.toml and docstrings.
Where this file and the package differ, disagrees.csv says who is right, and why.
"""

# fmt: off
import math
from pathlib import Path

import pandas as pd
from scipy.stats import norm
from scipy.stats import t as student

HERE = Path(__file__).parent
QUARTERS = {
    "FY2025-26 Q3": ("2025-10-01", "2025-12-31"),
    "FY2025-26 Q4": ("2026-01-01", "2026-03-31"),
    "FY2026-27 Q1": ("2026-04-01", "2026-06-30"),
    "FY2026-27 Q2": ("2026-07-01", "2026-09-30"),
    "FY2026-27 Q3": ("2026-10-01", "2026-12-31"),
}
QUARTERS = {name: tuple(map(pd.Timestamp, days)) for name, days in QUARTERS.items()}
Q1, Q2, Q3 = list(QUARTERS)[2:]
THREE = (Q1, Q2, Q3)
DAY = pd.Timedelta(days=1)


# --- the sheets -----------------------------------------------------------------------------------
def sheet(name, *days):
    return pd.read_csv(HERE / "tables" / f"{name}.csv", parse_dates=list(days))


people = sheet("contacts", "joined_on", "left_on")
touches = sheet("touches", "on", "answered_on")
events = sheet("events", "started_at")
seats = sheet("attendance")
acts = sheet("support", "asked_on", "on")
promises = sheet("follow_ups", "promised_on", "due_on", "done_on")
stories = sheet("testimonials", "on", "asked_on")
initiatives = sheet("initiatives", "started_on", "ended_on")
plans = sheet("plans", "by_on", "done_on")
meetings = sheet("meetings", "on")
counts = sheet("counts", "on")
budget = sheet("budget")
invitations = sheet("invitations")
answers = pd.read_csv(HERE / "answers.csv", parse_dates=["submitted_at"])

LIBRARY = {"p06"}
staff = people[~people["contact_id"].isin(LIBRARY)]
events["on"] = events["started_at"].dt.normalize()
seats = seats.merge(events[["event_id", "on", "title"]], on="event_id")
name_of = people.set_index("contact_id")["display_name"]
department_of = people.set_index("contact_id")["department"]

# --- what is written down -------------------------------------------------------------------------
ROWS = []


def write(section, period, measure, group="", options="", **quantities):
    """One number of a frame with its counts; what is not given is not in the frame."""
    for quantity, value in quantities.items():
        ROWS.append((section, options, period, measure, group, quantity, value))


def share(section, period, measure, n, base, group="", options="", interval=False):
    low_high = dict(zip(("low", "high"), wilson(n, base), strict=True)) if interval and base else {}
    estimate = n / base if base else None
    write(section, period, measure, group, options, estimate=estimate, n=n, base=base, **low_high)


def listing(section, period, rows, options=""):
    """A table with a row a thing: each cell under its number of row and its column."""
    number = -1
    for number, row in enumerate(rows):
        for column, cell in row.items():
            ROWS.append((section, options, period, "listing", str(number), column, cell))
    write(section, period, "listing", "rows", options, estimate=number + 1)


def written_out(text):
    """Rows of a text: names of columns, then a row a line; ? is not worked out here."""
    head, *lines = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
    for line in lines:
        row = dict(zip(head, line, strict=True))
        yield {name: cell for name, cell in row.items() if cell != "?"}


def table(section, period, text, options=""):
    """A listing written out."""
    listing(section, period, written_out(text), options)


def numbers(section, period, text, options=""):
    """Numbers of a measure frame written out, worked out in the comment above."""
    for row in written_out(text):
        write(section, period, row.pop("measure"), row.pop("group", "").replace("\\", "|"), options, **row)


def count(section, period, measure, n, group="", options=""):
    """A number of things, which is its own n and base."""
    write(section, period, measure, group, options, estimate=n, n=n, base=n)


def refused(section, period, options=""):
    """What cannot be measured is said, and is no number."""
    write(section, period, "refused", options=options, estimate="")


def in_words(p_value):
    return "<0.001" if p_value < 0.001 else f"{p_value:.3f}"


def wilson(n, base, z=1.959964):
    middle, about = (n + z * z / 2) / (base + z * z), z / (base + z * z)
    half = about * math.sqrt(n * (base - n) / base + z * z / 4)
    return middle - half, middle + half


def t_interval(values):
    half = student.ppf(0.975, len(values) - 1) * values.std() / math.sqrt(len(values))
    return {"low": values.mean() - half, "high": values.mean() + half}


def mean_row(section, period, measure, values, group="", options=""):
    sides = t_interval(values) if len(values) > 1 else {}
    n = len(values)
    write(section, period, measure, group, options, estimate=values.mean(), n=n, base=n, **sides)


def half_done(days, done):
    """Kaplan-Meier: the day on which half are done; None where it never comes to half.

    Where exactly half are left, the middle of that day and the next on which one is done (as R).
    """
    left, steps = 1.0, []
    for day in sorted(set(days[done])):
        left *= 1 - (done & (days == day)).sum() / (days >= day).sum()
        steps.append((round(left, 9), day))
    reached = [(left, day) for left, day in steps if left <= 0.5]
    if not reached:
        return None
    exact = reached[0][0] == 0.5 and len(reached) > 1
    return (reached[0][1] + reached[1][1]) / 2 if exact else reached[0][1]


def groups(rows, by):
    """Everything, then each group; who is of two departments is in both."""
    yield "All", rows
    each = rows.assign(**{by: rows[by].fillna("Not stated").str.split("; ")}).explode(by)
    yield from each.groupby(by)


def within(rows, label, on="on"):
    return rows[rows[on].between(*QUARTERS[label])]


def year_to(rows, end, on="on"):
    """The twelve months to a day: the same day a year before is no longer in them."""
    return rows[(rows[on] <= end) & (rows[on] > end - pd.DateOffset(years=1))]


def before(label):
    return list(QUARTERS)[list(QUARTERS).index(label) - 1]


# --- who was here, who was met --------------------------------------------------------------------
def on_list(day):
    """The staff list in the evening of a day: who left that day is off it, who joined is on it."""
    joined = staff["joined_on"].isna() | (staff["joined_on"] <= day)
    return staff[joined & ~(staff["left_on"] <= day)]


came = seats[seats["status"] == "attended"].assign(
    channel="event", place="client", begun_by="library", two_way=True
)
# t07 and seat e01 of p01 are one visit: the list of the event says so already
visits = set(zip(came["contact_id"], came["on"], strict=True))
logged_again = [
    channel == "event" and (who, on) in visits
    for channel, who, on in zip(touches["channel"], touches["contact_id"], touches["on"], strict=True)
]
logged = pd.concat([touches[~pd.Series(logged_again)], came], ignore_index=True)
own_mail = (logged["channel"] == "email") & (logged["begun_by"] == "library")
logged["to_many"] = logged["channel"].isin(["newsletter", "social"]) | (
    own_mail & (logged["two_way"] == False)  # noqa: E712 - empty is not False
)
named = logged[logged["contact_id"].notna() & (logged["channel"] != "self-service")]
named = named[~named["contact_id"].isin(LIBRARY)]
met = named[~named["to_many"]]


def while_here(rows):
    """Rows dated up to the last day of the person, that day included."""
    last = rows["contact_id"].map(people.set_index("contact_id")["left_on"])
    return rows[last.isna() | (rows["on"] <= last)]


days_met = while_here(met[["contact_id", "on"]].drop_duplicates())


def reached(label):
    return set(within(met, label)["contact_id"])


for label in THREE:
    here = on_list(QUARTERS[label][1])
    times = within(met, label)["contact_id"].value_counts().reindex(here["contact_id"]).fillna(0)
    here = here.assign(times=times.to_numpy())
    for by in ("department", "role_level", "site"):
        for name, part in groups(here, by):
            n = (part["times"] > 0).sum()
            share("reach", label, "reach", n, len(part), name, f"by={by}")
    for name, part in groups(here, "department"):
        n = (part["times"] >= 2).sum()
        share("reach", label, "reach 2+", n, len(part), name, "by=department, at_least=2")
        share("reach", Q3, "reach", (part["times"] > 0).sum(), len(part),
              f"{label} | {name}", "by=department, every=quarter, last=3")
        some = part.loc[part["times"] > 0, "times"]
        if len(some):
            for measure, value in (("", some.mean()), ("median ", some.median())):
                write("frequency", label, f"{measure}touches per contact reached", name,
                      "by=department", estimate=value, n=len(some), base=len(some))
    for number in range(8):
        n = (here["times"] == number).sum() if number < 7 else (here["times"] >= 7).sum()
        name = str(number) if number < 7 else "7+"
        share("touch_numbers", label, "people by number of touches", n, len(here), name)

# How contact stands: met now, in the quarter before, earlier
for label in THREE:
    start, end = QUARTERS[label]
    here = set(on_list(end)["contact_id"])
    quarter_before = QUARTERS[before(label)][0]
    on = days_met["on"]
    now = set(days_met.loc[on.between(start, end), "contact_id"]) & here
    prior = set(days_met.loc[(on >= quarter_before) & (on < start), "contact_id"]) & here
    early = set(days_met.loc[on < quarter_before, "contact_id"]) & here
    stands = {
        "new": now - prior - early,
        "kept": now & prior,
        "regained": (now & early) - prior,
        "lapsed": prior - now,
        "earlier only": early - prior - now,
        "never": here - early - prior - now,
    }
    for name, who in stands.items():
        share("reach_moves", label, "people by how contact stands", len(who), len(here), name)

# --- acts of trust and champions ------------------------------------------------------------------
WAYS_TO_ASK = ["reference", "desk", "walk-up", "phone", "chat", "email"]
CHAMPIONS_DO = ["spoke at budget", "defended", "referred", "co-signed", "gave time"]
acts = acts[~acts["contact_id"].isin(LIBRARY)]
by_contact = named[named["begun_by"] == "contact"]
asked_us = by_contact[
    by_contact["channel"].isin([*WAYS_TO_ASK, "walk", "referral", "meeting", "event"])
]


def trust_until(end):
    """The first day on which each person asked unasked, referred, invited or supported us."""
    rows = pd.concat([asked_us[["contact_id", "on"]], acts[["contact_id", "on"]]])
    rows = while_here(rows[rows["on"] <= end])
    return rows.groupby("contact_id")["on"].min()


def champion_acts(end):
    done = year_to(acts, end)
    return done[done["kind"].isin(CHAMPIONS_DO)]


def champions(end):
    return set(champion_acts(end)["contact_id"]) & set(on_list(end)["contact_id"])


def rungs(end):
    here, trusting = on_list(end)["contact_id"], trust_until(end)
    lately = year_to(days_met, end)["contact_id"].value_counts()
    heard = set(year_to(named, end)["contact_id"])
    result = {}
    for who in here:
        if who in champions(end):
            result[who] = 5
        elif who in lately.index:
            result[who] = 4 if who in trusting.index else 3 if lately[who] >= 3 else 2
        else:
            result[who] = 1 if who in heard else 0
    return pd.Series(result)


RUNGS = ["stranger", "aware", "user", "repeat", "supporter", "champion"]
for label in THREE:
    now, then = rungs(QUARTERS[label][1]), rungs(QUARTERS[before(label)][1])
    for number, name in enumerate(RUNGS):
        share("rungs", label, "people by rung", (now == number).sum(), len(now), name)
    change = (now - then).dropna()
    for name, moved in (("up", change > 0), ("held", change == 0), ("down", change < 0)):
        share("rungs", label, "people by movement", moved.sum(), len(change), name)

for label in THREE:
    end = QUARTERS[label][1]
    here, who = on_list(end), champions(end)
    done = champion_acts(end)
    done = done[done["contact_id"].isin(who)]
    each = done["contact_id"].value_counts()
    asks = year_to(acts[acts["kind"].isin(CHAMPIONS_DO)], end, "asked_on")
    kept = (asks["on"] <= end).sum()
    holding = here.loc[here["budget_holder"] == True, "department"]  # noqa: E712
    holding = set(holding.str.split("; ").explode())
    in_each = here[here["contact_id"].isin(who)]["department"].str.split("; ").explode()
    covered = sum((in_each == one).sum() >= 2 for one in holding)
    fewest = next(k for k in range(1, len(each) + 1) if each.head(k).sum() * 2 >= len(done))
    leavers = staff[staff["left_on"].between(end + DAY, end + pd.DateOffset(years=1))]
    leaving = done["contact_id"].isin(leavers["contact_id"]).sum()
    for section in ("champions", "risks"):
        write(section, label, "champions", estimate=len(who), n=len(who), base=len(here))
        share(section, label, "departments covered", covered, len(holding))
        write(section, label, "absence factor", estimate=fewest)
    n = len(done)
    count("champions", label, "acts of support", n)
    share("champions", label, "asks kept", kept, len(asks))
    share("risks", label, "acts by people who leave within a year", leaving, n)
    write("headline", label, "champions", estimate=len(who), n=len(who), base=len(here))

    # the same in the roster, the most acts first
    roster = []
    latest = done.groupby("contact_id")["on"].max()
    for one in sorted(who, key=lambda one: (-each[one], -latest[one].toordinal())):
        mine, asked = done[done["contact_id"] == one], asks[asks["contact_id"] == one]
        left = staff.set_index("contact_id")["left_on"][one]
        kept_text = f"{(asked['on'] <= end).sum()} of {len(asked)}" if len(asked) else ""
        roster.append({
            "contact_id": one, "display_name": name_of[one], "acts": len(mine),
            "kinds": ", ".join(sorted(set(mine["kind"]))), "kept": kept_text,
            "last_on": mine["on"].max(), "left_on": left,
        })
    listing("champion_roster", label, roster)

    # every kind of act, of everybody, leavers too
    done_all, asks_all = year_to(acts, end), year_to(acts, end, "asked_on")
    for name in ["All", *sorted({*done_all["kind"], *asks_all["kind"]})]:
        d = done_all if name == "All" else done_all[done_all["kind"] == name]
        a = asks_all if name == "All" else asks_all[asks_all["kind"] == name]
        write("support_kinds", label, "acts done", name, estimate=len(d))
        share("support_kinds", label, "asks done", (a["on"] <= end).sum(), len(a), name)
    write("support_kinds", label, "kinds of act", "All", estimate=done_all["kind"].nunique())
    finished = asks_all[asks_all["on"] <= end]
    wait = (finished["on"] - finished["asked_on"]).dt.days
    write("support_kinds", label, "days from ask to act", "All", estimate=wait.median(),
          n=len(wait), base=len(wait))

# Succession at the end of Q2. Of the list of a year before (2025-09-30: p01 to p04, p07, p08, p09,
# p12, p13, p15; p10 is of no department) three of ten left: turnover 0.3 on average, and ten people
# of it are added to each department: Legal (0+3)/(2+10), Tax (1+3)/(3+10), Audit (2+3)/(5+10),
# Records (0+3)/(1+10). One champion is lost with that chance, two with its square.
table("succession", Q2, """
    department | champions | turnover | expected_lost | chance_of_none
    Records    | 0         | 0.273    | 0             | 1
    Audit      | 1         | 0.333    | 0.33          | 0.3333
    Tax        | 1         | 0.308    | 0.31          | 0.3077
    Legal      | 2         | 0.25     | 0.5           | 0.0625
""")

# Who is no champion and decides, or is a target colleague: influence 1 or 0.5
table("prospects", Q2, """
    contact_id | influence | next_step | by_on
    p03        | 1         |           |
    p13        | 1         |           |
    p09        | 0.5       | lunch     | 2026-09-01
""")

# --- the ladder of touches ------------------------------------------------------------------------
for label in THREE:
    end = QUARTERS[label][1]
    first = trust_until(end)
    ladder = pd.concat([days_met[days_met["on"] <= end], first.rename("on").reset_index()])
    ladder = ladder.drop_duplicates()
    number = ladder["contact_id"].value_counts()
    to_trust = ladder[ladder["on"] <= ladder["contact_id"].map(first)]["contact_id"].value_counts()
    for k in range(1, 8):
        there = [who for who in number.index if number[who] >= k and to_trust.get(who, 99) >= k]
        acted = [who for who in there if to_trust.get(who) == k]
        share("touch_ladder", label, "trust at this touch", len(acted), len(there), str(k),
              interval=True)
        so_far = [who for who in number.index if min(number[who], 7) == k]
        trusting = [who for who in so_far if who in to_trust.index]
        share("touch_ladder", label, "trust by touches so far", len(trusting), len(so_far),
              "7+" if k == 7 else str(k), interval=True)
    waiting = [w for w in on_list(end)["contact_id"]
               if 4 <= number.get(w, 0) <= 6 and w not in to_trust.index]
    last = days_met[days_met["on"] <= end].groupby("contact_id")["on"].max()
    listing("stuck", label, [
        {"contact_id": who, "touches": number[who], "last_on": last[who]}
        for who in sorted(waiting, key=lambda who: (-number[who], last[who]))
    ])

    def warmth(day):
        rows = days_met[days_met["on"] <= day]
        months = (day - rows["on"]).dt.days / 30.4375
        return (0.9**months).groupby(rows["contact_id"]).sum().round(2)

    then, now = warmth(QUARTERS[before(label)][1]), warmth(end)
    cooled = [w for w in on_list(end)["contact_id"] if then.get(w, 0) >= 1 > now.get(w, 0)]
    listing("cooling", label, [
        {"contact_id": w, "warmth_before": then[w], "warmth": now[w], "last_on": last[w]}
        for w in sorted(cooled, key=lambda w: now[w] - then[w])
    ])

# --- the log: where, who began, what was needed ---------------------------------------------------
CONVERSATIONS = [*WAYS_TO_ASK, "meeting", "walk", "coffee"]
log = touches[~touches["contact_id"].isin(LIBRARY)].copy()
log["begun_by"] = log["begun_by"].fillna(log["channel"].map(dict.fromkeys(WAYS_TO_ASK, "contact")))
WHERE = {"desk": "desk", "walk-up": "desk", "walk": "client"}
WHERE |= dict.fromkeys(["phone", "chat", "email"], "online")
log["place"] = log["place"].fillna(log["channel"].map(WHERE))
both_spoke = (log["two_way"] == True) | (  # noqa: E712
    log["two_way"].isna() & log["channel"].isin(CONVERSATIONS)
)
talks = log[both_spoke & ~log["channel"].isin(["newsletter", "social"])]

for label in THREE:
    end = QUARTERS[label][1]
    rows = within(talks, label)
    placed, begun = rows[rows["place"].notna()], rows[rows["begun_by"].notna()]
    options = "last=3"
    share("off_desk", Q3, "touches off the desk", placed["place"].isin(["client", "online"]).sum(),
          len(placed), label, options)
    share("off_desk", Q3, "touches begun by contacts", (begun["begun_by"] == "contact").sum(),
          len(begun), label, options)
    need = rows[rows["need"].notna()]
    made = promises[promises["promised_on"] <= end]
    kept = made[made["done_on"] <= end]
    promised = need[need["touch_id"].isin(made["touch_id"])]
    share("listening", label, "needs recorded", len(need), len(rows))
    share("listening", label, "needs with a promise", len(promised), len(need))
    share("listening", label, "needs acted on", promised["touch_id"].isin(kept["touch_id"]).sum(),
          len(promised))
    for name, n in need["need"].str.split("; ").explode().value_counts().items():
        share("needs", label, "needs by theme", n, len(need), name)

# Enquiries: a touch that a colleague began by a way of asking, the log of social media aside
WAY = {"email": "e-mail", "phone": "phone", "chat": "chat", "walk-up": "walk-up",
       "desk": "in person", "walk": "in person", "coffee": "in person",
       "reference": "way not recorded"}
enquiries = log[log["channel"].isin(WAY) & (log["begun_by"] == "contact")].copy()
enquiries["way"] = enquiries["channel"].map(WAY)
enquiries["department"] = (
    enquiries["contact_id"].map(department_of).fillna(enquiries["department"])
)
for label in THREE:
    rows = within(enquiries, label)
    timed = rows["minutes"].dropna()
    n = len(rows)
    count("enquiries", label, "enquiries", n, "All")
    write("enquiries", label, "minutes on enquiries", "All", estimate=timed.sum(), n=len(timed),
          base=n)
    for way, k in rows["way"].value_counts().items():
        share("enquiries", label, "enquiries by way", k, n, way)
    for name, part in groups(rows, "department"):
        k, timed = len(part), part["minutes"].dropna()
        count("enquiries_by", label, "enquiries", k, name, "by=department")
        write("enquiries_by", label, "minutes on enquiries", name, "by=department",
              estimate=timed.sum(), n=len(timed), base=k)
    count("enquiries_over_time", Q3, "enquiries", n, label)
for label, n in (("FY2025-26 Q3", 1), ("FY2025-26 Q4", 0)):
    count("enquiries_over_time", Q3, "enquiries", n, label)

# --- events ---------------------------------------------------------------------------------------
# e05 and e08 are the organisation's and nobody of ours was there; e06 and e07 had p06 or our time
MISSED = {"e05", "e08"}
guests = seats["email"].fillna("").str.endswith("@other.com")
audience = seats[~seats["contact_id"].isin(LIBRARY) & ~guests]
HOME = {"CAD": 1.0, "USD": 1.25}
for label in THREE:
    held = within(events, label)
    held = held[~held["event_id"].isin(MISSED)]
    of = audience[audience["event_id"].isin(held["event_id"])]
    there, away = of[of["status"] == "attended"], of[of["status"] == "no_show"]
    expected = there["event_id"].isin(away["event_id"]).sum() + len(away)
    heads = int(held.loc[~held["event_id"].isin(there["event_id"]), "head_count"].sum())
    minutes = there["minutes"].dropna()
    n = {
        "events": len(held),
        "events with a list of people": there["event_id"].nunique(),
        "attended": len(there),
        "people who attended": there["contact_id"].nunique(),
    }
    n |= {"people counted without names": heads} if heads else {}
    for measure, k in n.items():
        count("attendance", label, measure, k)
    share("attendance", label, "no-show rate", len(away), expected)
    write("attendance", label, "minutes per attendance", estimate=minutes.mean(), n=len(minutes),
          base=len(minutes))
    if label == Q2:
        share("evidence", Q2, "no-show rate", len(away), expected)

# e01: p01, p02 and Zed came (30 + 45 + 20 minutes), p08 stayed away; library and guest aside
# e09: two registered and nobody wrote down who came
# e02 at half past eleven: p03, p08, p04 came, p09 stayed away, p12 registered, p10 cancelled
# 200 + 60 minutes at 60 an hour; p02 was never met before, p01 was
table("event_list", Q2, """
    title     | on         | registered | attended | no_show | unidentified | minutes | new_people | cost
    Breakfast | 2026-07-01 | 4          | 3        | 1       | 1            | 32      | 1          | 260
    Open day  | 2026-08-20 |            | 25       |         | ?            |         |            | 120
    Training  | 2026-09-10 | 2          |          | 0       | ?            | ?       |            |
    Webinar   | 2026-09-30 | 5          | 3        | 1       | 0            | 33      | 0          |
""")
table("event_list", Q3, """
    title   | on         | registered | attended | no_show | unidentified | minutes
    Webinar | 2026-10-01 | 3          | 2        | 1       | 0            | 40
""")
# The organisation's events of twelve months: the gala of 2025-09-30 is a year old at the end of Q2
for label in THREE:
    held = year_to(events[events["owner"] == "organisation"], QUARTERS[label][1])
    share_missed = held["event_id"].isin(MISSED)
    for name, part in groups(held.assign(missed=share_missed), "kind"):
        present = (~part["missed"]).sum()
        share("presence", label, "organisation's events attended", present, len(part), name)
        if name != "All":
            n = part["missed"].sum()
            write("presence", label, "organisation's events missed", name, estimate=n, n=n,
                  base=len(part))
    listing("organisation_events", label, [
        {"title": row.title, "on": row.on, "kind": row.kind, "present": row.event_id not in MISSED}
        for row in held.sort_values("on").itertuples()
    ])
    listing("missed_events", label, [
        {"title": row.title, "on": row.on, "kind": row.kind}
        for row in held[share_missed].sort_values("on", ascending=False).itertuples()
    ])

# --- promises, plans, stories, initiatives --------------------------------------------------------
promises = promises[~promises["contact_id"].isin(LIBRARY)]
for label in THREE:
    start, end = QUARTERS[label]
    made = promises[promises["promised_on"] <= end].copy()
    made["done_on"] = made["done_on"].where(made["done_on"] <= end)
    due, still = within(made, label, "due_on"), made[made["done_on"].isna()]
    late = (end - still["due_on"]).dt.days
    for section in ("promises", "headline"):
        in_time = (due["done_on"] <= due["due_on"]).sum()
        share(section, label, "promises kept on time", in_time, len(due))
    share("promises", label, "promises kept", due["done_on"].notna().sum(), len(due))
    for section in ("promises", "risks"):
        write(section, label, "promises open", estimate=len(still))
        write(section, label, "promises overdue", estimate=(late > 0).sum())
    wait = (made["done_on"].fillna(end) - made["promised_on"]).dt.days
    done = made["done_on"].notna()
    write("promises", label, "days to keep a promise", estimate=half_done(wait, done),
          n=done.sum(), base=len(made))
    ages = {"not due yet": late <= 0, "1 to 7": late.between(1, 7), "8 to 30": late.between(8, 30),
            "31 to 90": late.between(31, 90), "over 90": late > 90, "no day promised": late.isna()}
    for name, which in ages.items():
        write("promises_open", label, "open promises", name, estimate=which.sum())
    need_at = touches.set_index("touch_id")["need"].dropna()
    listing("promises_overdue", label, [
        {"contact_id": row.contact_id, "display_name": name_of[row.contact_id], "what": row.what,
         "need": need_at.get(row.touch_id), "promised_on": row.promised_on, "due_on": row.due_on, "days_late": (end - row.due_on).days}
        for row in still[late > 0].sort_values("due_on").itertuples()
    ])

# Q2: five steps due: coffee, interview (p01) in time, interview (p09) five days late, lunch and
# p12's coffee (done in October) not; targets p01 and p09 have steps in it (p05 joined in October)
numbers("plans", Q2, """
    measure                       | estimate | n | base
    planned steps done            | 0.6      | 3 | 5
    planned steps done in time    | 0.4      | 2 | 5
    target colleagues with a plan | 1.0      | 2 | 2
""")
# Q1: p03's coffee; what is open at its end: all steps of p01 and p09
numbers("plans", Q1, """
    measure                       | estimate | n | base
    planned steps done            | 1.0      | 1 | 1
    planned steps done in time    | 1.0      | 1 | 1
    target colleagues with a plan | 1.0      | 2 | 2
""")
# Q3: p05's interview; p01 has none any more, p09's lunch is open
numbers("plans", Q3, """
    measure                       | estimate           | n | base
    planned steps done            | 0.0                | 0 | 1
    planned steps done in time    | 0.0                | 0 | 1
    target colleagues with a plan | 0.6666666666666666 | 2 | 3
""")
table("plan_steps", Q2, """
    contact_id | what               | by_on      | done_on    | stands  | days_late
    p12        | coffee             | 2026-07-15 |            | overdue | 77
    p09        | lunch              | 2026-09-01 |            | overdue | 29
    p05        | interview          | 2026-10-31 |            | open    |
    p09        | interview          | 2026-08-15 | 2026-08-20 | late    | 5
    p01        | coffee             | 2026-07-31 | 2026-07-31 | in time |
    p01        | interview on needs | 2026-09-30 | 2026-08-10 | in time |
""")
may_be_told = ("FY2025-26 Q2", "FY2025-26 Q3", "FY2025-26 Q4")  # m2 alone, of i1
for label in may_be_told:
    for name in ["Faster filings", "New tax desk", "Old archive", "Later plan", "No initiative"]:
        told = name == "Faster filings" and label == may_be_told[0]
        write("story_bank", Q3, "stories", f"{name} | {label}", estimate=int(told))
may_print = stories[stories["permission"].isin(["named", "anonymous"]) & stories["on"].notna()]
TITLES = initiatives.set_index("initiative_id")["title"]
for label in THREE:
    end = QUARTERS[label][1]
    for initiative in [*TITLES.index, None]:
        mine = may_print["initiative_id"]
        rows = may_print[mine == initiative] if initiative else may_print[mine.isna()]
        name = TITLES[initiative] if initiative else "No initiative"
        write("story_bank", Q3, "stories", f"{name} | {label}",
              estimate=len(within(rows, label)))
    told, free = stories[stories["on"] <= end], may_print[may_print["on"] <= end]
    teller, drafter = free["told_by"].dropna(), free["drafted_by_library"].dropna()
    write("story_facts", label, "stories", estimate=len(told))
    share("story_facts", label, "stories with permission", len(free), len(told))
    share("story_facts", label, "stories fresh", len(year_to(free, end)), len(free))
    others = teller.isin(["client", "third party"]).sum()
    share("story_facts", label, "stories told by others", others, len(teller))
    drafted = (drafter == True).sum()  # noqa: E712
    share("story_facts", label, "stories drafted by the library", drafted, len(drafter))

    asked = year_to(stories, end, "asked_on")
    came_in = asked[asked["on"] <= end]
    share("story_facts", label, "stories asked for", len(came_in), len(asked))
    wait = (asked["on"].where(asked["on"] <= end).fillna(end) - asked["asked_on"]).dt.days
    done = asked["on"] <= end
    write("story_facts", label, "days from ask to story", estimate=half_done(wait, done),
          n=len(came_in), base=len(asked))

# t25 has three initiatives, of which two count; t18 is the library's own: time, but no touch
tagged = touches.assign(of=touches["initiative_id"].str.split(";").str[:2])
for label in THREE:
    end = QUARTERS[label][1]
    counted = tagged[(tagged["on"] <= end) & ~tagged["contact_id"].isin(LIBRARY)]
    until = counted.explode("of")["of"].value_counts()
    about = stories[stories["on"] <= end]["initiative_id"].value_counts()
    live = initiatives[initiatives["status"] == "live"]
    for row in live.itertuples():
        work = {"touches": until.get(row.initiative_id, 0),
                   "stories": about.get(row.initiative_id, 0),
                   "contribution": int(pd.notna(row.contribution))}
        for what, n in work.items():
            measure = "touches for initiatives" if what == "touches" else "work for initiatives"
            write("initiative_coverage", label, measure, f"{row.title} | {what}", estimate=n)
    begun = live[live["started_on"] <= end]
    for section in ("initiatives_covered", "headline"):
        n = begun["contribution"].notna().sum()
        share(section, label, "initiatives with a contribution", n, len(begun))
# Minutes of Q2: touches 20 + 6 + 25 + 12 + 4 + 30 + 9 + 10 + 60 = 176, events 60 + 120: 356, 6 hours.
# Filings: t08 20, t18 30, half of t25 30, e01 60 = 140. Tax desk: t10 25, t25 30, e04 120 = 175.
numbers("initiative_hours", Q2, """
    measure              | group          | estimate            | n | base
    time for initiatives | All            | 0.8848314606741573  | 5 | 6
    time for initiatives | Faster filings | 0.39325842696629215 | 2 | 6
    time for initiatives | New tax desk   | 0.49157303370786515 | 3 | 6
""")
table("contributions", Q2, """
    initiative     | status | confirmed_by    | confirmed
    Faster filings | live   | General counsel | yes
    Old archive    | done   |                 | no
""")
table("story", Q2, """
    initiative     | outcome        | contribution       | quote
    Faster filings | Two days saved | We built the index | It saved the case.
""")

for label in THREE:
    rows = year_to(meetings, QUARTERS[label][1]).sort_values(["series", "on"])
    listing("meetings_held", label, [
        {"series": row.series, "on": row.on, "library_seat": row.library_seat,
         "attended": row.attended, "spoke": row.spoke, "key": row.key} for row in rows.itertuples()
    ])
    last = rows[rows["key"]].drop_duplicates("series", keep="last")
    listing("dinner_list", label, [
        {"series": row.series, "chair": row.owner, "last_on": row.on,
         "meetings": str((rows["series"] == row.series).sum())}
        for row in last[~last["library_seat"]].itertuples()
    ])

# --- surveys --------------------------------------------------------------------------------------
# Used: who finished, and who answered half of the questions or more (r40; r41 answered one);
# r39 broke off, r38 is of the library
used = answers[answers["status"].eq("complete") | answers["respondent_id"].eq("r40")]
used = used[used["department"] != "Library"]
for name in ("sat", "sa", "sb", "ia", "ib", "rec"):
    used = used.assign(**{name: pd.to_numeric(used[name], errors="coerce")})  # x is no opinion
now, then = used[used["survey_id"] == "s2"], used[used["survey_id"] == "s1"]
WAVES = {"FY2025-26 Q1": then, Q2: now}
OVERALL = "Overall, how satisfied are you with the library?"
NAMES = {"sat": OVERALL, "ia": "Databases (How important)", "ib": "Training (How important)",
         "sa": "Databases (How good)", "sb": "Training (How good)"}
SATISFIED = ["Very dissatisfied", "Dissatisfied", "Neither", "Satisfied", "Very satisfied"]
IMPORTANT = ["Not important", "Slightly", "Moderately", "Important", "Very important"]


def satisfied(section, period, given, group="", options="", measure="satisfaction"):
    """The share of the two upper points of five."""
    top, n = (given >= 4).sum(), len(given)
    share(section, period, measure, top, n, group, options, interval=True)


def net_promoter(section, period, given, group="", options=""):
    up, down, n = (given >= 9).sum(), (given <= 6).sum(), len(given)
    write(section, period, "net promoter", group, options, estimate=100 * (up - down) / n, n=n,
          base=n)
    share(section, period, "promoters", up, n, group, options, interval=True)
    share(section, period, "detractors", down, n, group, options, interval=True)


for name, part in groups(now, "department"):
    given, who = part["sat"].dropna(), "by=department"
    satisfied("satisfaction", Q2, given, name, who)
    net_promoter("net_promoter", Q2, part["rec"].dropna(), name, who)
    satisfied("scorecard", Q2, given, f"{Q2} | {name}")
    if name != "Not stated":
        satisfied("beside_funding", Q2, given, name)
for name, part in groups(now, "role_level"):
    satisfied("satisfaction", Q2, part["sat"].dropna(), name, "by=role_level")
for label, wave in WAVES.items():
    for name, part in groups(wave, "department"):
        given = part["sat"].dropna()
        satisfied("satisfaction_over_time", Q2, given, f"{label} | {name}", "by=department")
    net_promoter("net_promoter_over_time", Q2, wave["rec"].dropna(), label)
    top, n = (wave["sat"] >= 4).sum(), wave["sat"].count()
    for quarter in THREE:  # the survey of 2025 stands until that of Q2 has answers
        if (quarter == Q1) == (wave is then):
            share("headline", quarter, "satisfaction", top, n)
share("evidence", Q2, "satisfaction", 23, 36)
write("headline", Q2, "satisfaction", previous=11 / 22)

# Weighted to the staff list by first department at the end of the quarter of the survey, cells of
# under ten answers taken together. Q2: Legal 3, Tax 1, Audit and Records 3 + 2 of nine people;
# the one answer without a department keeps its own share. 2025: nobody of Audit and Records
# answered, Legal 2 and Tax 2.
for label, wave, whole in (("FY2025-26 Q1", then, {"Legal": 2 / 4, "Tax": 2 / 4}),
                           (Q2, now, {"Legal": 3 / 9, "Tax": 1 / 9, "Other": 5 / 9})):
    for section, column in (("satisfaction_over_time", "sat"), ("net_promoter_over_time", "rec")):
        given = wave.dropna(subset=[column])
        cell = given["department"].replace({"Audit": "Other", "Records": "Other"})
        alone = cell.isna().mean()
        weight = cell.map(whole) / cell.map(cell.value_counts()) * (1 - alone)
        weight = weight.fillna(1 / len(given))
        score, n = given[column], len(given)
        if column == "sat":
            write(section, Q2, "satisfaction", label, "weigh=post-stratified", n=(score >= 4).sum(),
                  estimate=(weight * (score >= 4)).sum(), base=n)
        else:
            up, down = (weight * (score >= 9)).sum(), (weight * (score <= 6)).sum()
            write(section, Q2, "net promoter", label, "weigh=post-stratified",
                  estimate=100 * (up - down), n=n, base=n)
            for name, part, k in (("promoters", up, score >= 9), ("detractors", down, score <= 6)):
                write(section, Q2, name, label, "weigh=post-stratified", estimate=part, n=k.sum(),
                      base=n)

# Every point of a scale that anybody gave on it: nobody said "Not important"
for column, item in NAMES.items():
    given = now[column].dropna()
    words = IMPORTANT if column in ("ia", "ib") else SATISFIED
    for point, word in enumerate(words, start=1):
        if word != "Not important":
            n, group = (given == point).sum(), f"{item} | {word}"
            share("distribution", Q2, "answers", n, len(given), group)
            share("topline", Q2, "answers", n, len(given), group, interval=True)
    mean_row("topline", Q2, "mean answer", given, f"{item} | All")
for column, unsure, of in (("sat", 2, 38), ("sb", 5, 37)):
    share("topline", Q2, "no opinion", unsure, of, f"{NAMES[column]} | All")
net_promoter("topline", Q2, now["rec"].dropna(), "Would you recommend the library? | All")

# Gaps: who answered both for the item; All: the mean of each person first
pairs = {"Databases": ("ia", "sa"), "Training": ("ib", "sb")}
both = {item: now[list(pair)].dropna().set_axis(["importance", "satisfaction"], axis=1)
        for item, pair in pairs.items()}
both["All"] = pd.concat(both.values()).groupby(level=0).mean()
for item, part in both.items():
    for level in ("importance", "satisfaction"):
        mean_row("gaps", Q2, "item level", part[level], f"{item} | {level}")
    gap = part["satisfaction"] - part["importance"]
    mean_row("gaps", Q2, "gap to importance", gap, f"{item} | gap")

# One question, two groups: Newcombe's interval of the difference
sides = []
for group, roles in (("Leaders", ["Partner"]), ("Others", ["Associate", "Clerk"])):
    given = now.loc[now["role_level"].isin(roles), "val"].dropna()
    n, base = (given == "A lot").sum(), len(given)
    share("perception_gap", Q2, "sees the value", n, base, group, interval=True)
    sides.append((n / base, *wilson(n, base)))
(p, low_p, high_p), (q, low_q, high_q) = sides
write("perception_gap", Q2, "perception gap", "gap", estimate=p - q,
      low=p - q - math.hypot(p - low_p, high_q - q),
      high=p - q + math.hypot(high_p - p, q - low_q))

ticked = {name: now[name].str.split("|") for name in ("aware", "words")}
for name, item in (("aware", "Which services do you know?"), ("words", "Which words fit us?")):
    rows = ticked[name].dropna()
    for option, n in rows.explode().value_counts().items():
        share("topline", Q2, "options picked", n, len(rows), f"{item} | {option}", interval=True)
        if name == "words":
            share("attribute_profile", Q2, "words picked", n, len(rows), f"{option} | colleagues",
                  interval=True)
        else:  # no tick of who handed in the whole survey: knows none
            finished = (now["status"].eq("complete") | now["aware"].notna()).sum()
            share("aided_awareness", Q2, "knows the service", n, finished, option, interval=True)
finished = (now["status"].eq("complete") | now["aware"].notna()).sum()
share("aided_awareness", Q2, "knows at least one service", now["aware"].count(), finished, "All",
      interval=True)

said_useful = now["use"].dropna().str.lower() == "yes"
share("useful", Q2, "useful to me", said_useful.sum(), len(said_useful), interval=True)
USEFUL, VALUE, DECIDED = "Was the last answer useful?", "How much value do you see?", "Did you decide otherwise?"
HOURS, SAY = "How many hours did we save you?", "Anything to add?"
singles = {USEFUL: now["use"].dropna().str.capitalize(), VALUE: now["val"].dropna(),
           DECIDED: now["dec"].dropna(), HOURS: now["hours"].dropna()}
for item, given in singles.items():
    for word, n in given.value_counts().items():
        share("topline", Q2, "answers", n, len(given), f"{item} | {word}", interval=True)
hours = pd.to_numeric(now["hours"], errors="coerce").dropna()
mean_row("topline", Q2, "mean answer", hours, f"{HOURS} | All")
share("topline", Q2, "gave an answer", now["say"].count(), len(now), f"{SAY} | All")

# Comments: "none" says nothing; "A long lift" has no theme
THEMES = {"speed": ("fast", "quick", "slow"), "access": ("login", "password")}
comments = now["say"].dropna()
comments = comments[comments != "none"]
has = {theme: comments.str.lower().str.contains("|".join(words)) for theme, words in THEMES.items()}
for theme, which in has.items():
    share("comment_themes", Q2, "comments on a theme", which.sum(), len(comments), theme)
    share("topline", Q2, "comments on a theme", which.sum(), len(comments), f"{SAY} | {theme}")
none = ~has["speed"] & ~has["access"]
share("comment_themes", Q2, "comments without a theme", none.sum(), len(comments), "No theme")
listing("comments", Q2, [{"themes": ""}] * int(none.sum())
        + [{"themes": "access", "words": "password"}] * int((has["access"] & ~has["speed"]).sum()))
ROWS[-1] = (*ROWS[-1][:-1], len(comments))

# Crosstab: a column against all others, where both have ten answers and chance would put five in
# the cell; two-sided p of the score test, times the number of cells tested (Holm: the least first)
def crosstab(item, column, words, options):
    """The answers to a question (a value of the column and its word) by department."""
    rows = now.dropna(subset=[column]).assign(department=now["department"].fillna("Not stated"))
    tested = []
    for name, part in groups(rows, "department"):
        rest = rows.drop(part.index)
        for answer, word in words.items():
            n, base = (part[column] == answer).sum(), len(part)
            group = f"{item} | {name} | {word}"
            share("crosstab", Q2, "answers", n, base, group, options, interval=True)
            whole = (rows[column] == answer).mean()
            if name != "All" and min(base, len(rest)) >= 10 and min(whole, 1 - whole) * base >= 5:
                other = (rest[column] == answer).mean()
                error = math.sqrt(whole * (1 - whole) * (1 / base + 1 / len(rest)))
                z = (n / base - other) / error
                tested.append((math.erfc(abs(z) / math.sqrt(2)), z, group))
    for place, (p_value, z, group) in enumerate(sorted(tested)):
        adjusted = p_value * (len(tested) - place)
        if adjusted < 0.05:
            way = "higher" if z > 0 else "lower"
            mark = f"{way} p={in_words(adjusted)} n={len(tested)}"
            write("crosstab", Q2, "answers", group, options, mark=mark)


crosstab(VALUE, "val", {one: one for one in ("A lot", "Some", "Little")}, "rows=val")
crosstab(OVERALL, "sat", dict(enumerate(SATISFIED, start=1)), "")
for name, part in groups(now, "department"):
    mean_row("crosstab", Q2, "mean answer", part["sat"].dropna(), f"{OVERALL} | {name} | All")

# Who is told apart from the rest: only groups of ten answers or more, Legal and Tax; the difference
# that four of five surveys would have shown, of two groups compared
listing("told_apart", Q2, [
    {"group": name, "base": n,
     "smallest": (norm.ppf(1 - 0.05 / 2 / 2) + norm.ppf(0.8))
     * math.sqrt(23 / 36 * 13 / 36 * (1 / n + 1 / (36 - n)))}
    for name, n in (("Legal", 12), ("Tax", 11))
])

# --- who was asked and answered -------------------------------------------------------------------
# p13 was not eligible (NE) and is in no base; one invitation names nobody of the list
asked = invitations[invitations["outcome"] != "NE"].assign(
    department=invitations["contact_id"].map(department_of)
)
for name, part in groups(asked, "department"):
    finished, partly = (part["outcome"] == "I").sum(), (part["outcome"] == "P").sum()
    share("response_rate", Q2, "response rate (AAPOR RR2)", finished + partly, len(part), name, "by=department")
    share("response_rate", Q2, "response rate (AAPOR RR1)", finished, len(part), name, "by=department")
for measure in ("response rate (AAPOR RR2)", "response rate (AAPOR RR1)"):
    share("response_rate", Q2, measure, 0, 0, "Records", "by=department")  # p13 alone
# the library met p01, p02, p03, p04, p08, p11 and p12 in Q2, p04 and p12 on their last day
was_met = asked["contact_id"].isin(reached(Q2))
replied = asked["outcome"].isin(["I", "P"])
for name, which in (("All", was_met | True), ("met us", was_met), ("did not meet us", ~was_met)):
    share("response_by_contact", Q2, "response rate (AAPOR RR2)", (replied & which).sum(), which.sum(), name)
for label in (Q2, Q3):
    share("risks", label, "response rate (AAPOR RR2)", replied.sum(), len(asked))
stated = now["department"].dropna()
here = on_list(QUARTERS[Q2][1])["department"].dropna().str.split("; ").str[0]
for name in sorted(set(here)):
    share("representativeness", Q2, "make-up", (stated == name).sum(), len(stated), f"{name} | answered")
    share("representativeness", Q2, "make-up", (here == name).sum(), len(here), f"{name} | staff list")

# --- channels -------------------------------------------------------------------------------------
# Issue 3 has no clickers and no replies counted, so it is in no action rate; issue 4 no unsubscribes
numbers("newsletter", Q3, """
    measure                     | group        | estimate            | n  | base
    newsletter action rate      | FY2026-27 Q1 | 0.15                | 15 | 100
    newsletter action rate      | FY2026-27 Q2 | 0.25                | 30 | 120
    newsletter action rate      | FY2026-27 Q3 | 0.1111111111111111  | 10 | 90
    newsletter unsubscribe rate | FY2026-27 Q1 | 0.01                | 1  | 100
    newsletter unsubscribe rate | FY2026-27 Q2 | 0.01                | 2  | 200
    newsletter unsubscribe rate | FY2026-27 Q3 |                     | 0  | 0
""", "last=3")
table("newsletter_issues", Q2, """
    title   | on         | delivered | clicked | replied | unsubscribed | action_rate
    Issue 2 | 2026-08-03 | 120       | 30      |         | 2            | 0.25
    Issue 3 | 2026-09-03 | 80        |         | ?       | 0            |
""")
for label, section, channel, measure in (
    *((label, "on_channel", "social", "people on social media") for label in THREE),
    (Q2, "on_channel", "newsletter", "people sent the newsletter"),
):
    end = QUARTERS[label][1]
    rows = within(named, label) if channel == "newsletter" else year_to(named, end)
    who = rows.loc[rows["channel"] == channel, "contact_id"]
    for name, part in groups(on_list(end), "department"):
        share(section, label, measure, part["contact_id"].isin(who).sum(), len(part), name,
              f"channel={channel}")
# Questions: t37 (answered that day), t22 (after two days), t23 (not yet), t38 (after thirty)
# half are answered after 2 days, the next after 30: 16
numbers("social_answers", Q3, """
    measure                | group        | estimate | n | base
    questions answered     | FY2026-27 Q1 | 1.0      | 1 | 1
    questions answered     | FY2026-27 Q2 | 0.5      | 1 | 2
    questions answered     | FY2026-27 Q3 | 1.0      | 1 | 1
    days to a first answer | FY2026-27 Q3 | 16.0     | 3 | 4
""")

# Walks: days with a walk among working days (1 July and 7 September are holidays, 22 August is a
# Saturday); found: never met before, or not for six months
log_of_walks = touches[touches["channel"] == "walk"]
holidays = pd.to_datetime(["2026-07-01", "2026-09-07", "2026-12-25"])
for label in THREE:
    start, end = QUARTERS[label]
    working = pd.bdate_range(start, end).difference(holidays)
    rows = within(log_of_walks, label)
    found = set()
    for row in rows.itertuples():
        earlier = days_met[(days_met["contact_id"] == row.contact_id) & (days_met["on"] < row.on)]["on"]
        if earlier.empty or earlier.max() + pd.DateOffset(months=6) <= row.on:
            found.add(row.contact_id)
    n, met_there = rows["on"].nunique(), rows["contact_id"].nunique()
    share("walks", Q3, "days with a walk", rows.loc[rows["on"].isin(working), "on"].nunique(),
          len(working), label, "last=3")
    write("walks", Q3, "people met on walks", label, "last=3", estimate=met_there, n=met_there)
    share("walks", Q3, "people found on walks", len(found), met_there, label, "last=3")
    write("walks", Q3, "people found a walk", label, "last=3", estimate=len(found) / n, n=len(found))
    for name, part in groups(on_list(end), "site"):
        share("walk_zones", label, "staff met on walks", part["contact_id"].isin(rows["contact_id"]).sum(),
              len(part), name)

# Counters: Q1 3 + 2 of 4 + 6 fields, Q2 6 + 1 of 8 + 2; signs 10, 6 + 2 and 8 on three days
numbers("counts", Q3, """
    measure            | group                       | estimate | n | base
    share of a counter | profile \\ FY2026-27 Q1      | 0.5      | 5 | 10
    share of a counter | profile \\ FY2026-27 Q2      | 0.7      | 7 | 10
    share of a counter | profile \\ FY2026-27 Q3      |          | ? | ?
    counted            | blog \\ FY2026-27 Q2         | 75       | ? | ?
    counted            | blog \\ FY2026-27 Q3         | 30       | ? | ?
    counted            | sign prompts \\ FY2026-27 Q1 | 4        | ? | ?
    counted            | sign prompts \\ FY2026-27 Q2 | 26       | ? | ?
    counted            | sign prompts \\ FY2026-27 Q3 | 5        | ? | ?
    counted per day    | sign prompts \\ FY2026-27 Q1 | 4.0      | 1 | 1
    counted per day    | sign prompts \\ FY2026-27 Q2 | 8.666666666666666 | 3 | 3
    counted per day    | sign prompts \\ FY2026-27 Q3 | 5.0      | 1 | 1
""")
numbers("counts_now", Q2, """
    measure            | group        | estimate | n | base | previous
    share of a counter | profile      | 0.7      | 7 | 10   | 0.5
    counted            | blog         | 75       | ? | ?    | ?
    counted per day    | sign prompts | 8.666666666666666 | 3 | 3 | 4
""")
numbers("counts_by_place", Q2, """
    measure            | group   | estimate | n | base
    share of a counter | All     | 0.7      | 7 | 10
    share of a counter | Floor 1 | 0.75     | 6 | 8
    share of a counter | Floor 2 | 0.5      | 1 | 2
    counted            | Floor 1 | 6        | 6 | 8
    counted            | Floor 2 | 1        | 1 | 2
""", "what=profile")
numbers("counts_change", Q2, """
    measure                     | group            | estimate | n | base
    share of a counter          | profile \\ before | 0.5      | 5 | 10
    share of a counter          | profile \\ after  | 0.7      | 7 | 10
    difference before and after | profile \\ after  | 0.2      | 2 | 2
    after to before             | profile \\ after  | 1.4      | 2 | 2
""")
table("posts", Q2, """
    post   | first_on   | views | readers
    Post A | 2026-07-06 | 50    | 27
    Post B | 2026-08-06 | 25    |
""")

# --- money ----------------------------------------------------------------------------------------
# A line of a longer span is divided by days: 15 June to 14 August is 61 days, 16 of them in Q1
def span(period):
    if ".." in period:
        return tuple(map(pd.Timestamp, period.split("..")))
    return QUARTERS.get(period, (pd.Timestamp("2026-04-01"), pd.Timestamp("2027-03-31")))


def money_of(label, kind="actual"):
    start, end = QUARTERS[label]
    rows = budget[budget["kind"] == kind].copy()
    first, last = zip(*map(span, rows["period"]), strict=True)
    first, last = pd.Series(first, rows.index), pd.Series(last, rows.index)
    days = (last.clip(upper=end) - first.clip(lower=start)).dt.days + 1
    part = days.clip(lower=0) / ((last - first).dt.days + 1)
    return rows.assign(money=rows["amount"] * rows["currency"].map(HOME) * part)[part > 0]


def money_rows(section, label, rows, here, met_us, group="", options=""):
    amount = rows["money"].sum() if len(rows) else None
    posts = rows["full_time_posts"].sum() if rows["full_time_posts"].notna().any() else None
    heads = len(here)
    per_head = None if amount is None else amount / heads
    per_met = None if amount is None or not met_us else amount / met_us
    write(section, label, "funding", group, options, estimate=amount, base=heads)
    write(section, label, "funding per head", group, options, estimate=per_head, base=heads)
    write(section, label, "funding per contact reached", group, options, estimate=per_met, base=met_us)
    write(section, label, "full-time posts", group, options, estimate=posts, base=heads)
    return per_head


for label in THREE:
    money, here = money_of(label), on_list(QUARTERS[label][1])
    whole = here["contact_id"].isin(reached(label)).sum()
    money_rows("funding_over_time", Q3, money, here, whole, label, "quarters=3")
    money_rows("funding", label, money_of(label, "budget"), here, whole, options="kind=budget")
    money_rows("funding", label, money[money["one_off"] != True], here, whole, options="one_off=0")  # noqa: E712
    for name, part in groups(here, "department"):
        mine = money if name == "All" else money[money["department"] == name]
        met_us = part["contact_id"].isin(reached(label)).sum()
        per_head = money_rows("funding", label, mine, part, met_us, name, "by=department")
        if label == Q2:
            write("scorecard", Q2, "funding per head", f"{Q2} | {name}", estimate=per_head, base=len(part))
            if name != "Not stated":
                share("beside_funding", Q2, "reach", met_us, len(part), name)
                write("beside_funding", Q2, "funding per head", name, estimate=per_head, base=len(part))
    write("headline", label, "funding per head", estimate=money["money"].sum() / len(here), base=len(here))
    share("headline", label, "reach", whole, len(here))
    lines = money["line"].where(money["one_off"] != True, money["line"] + " (one-off)")  # noqa: E712
    write("spend_by_line", label, "spend by line", "All", estimate=money["money"].sum())
    for name, amount in money["money"].groupby(lines).sum().items():
        write("spend_by_line", label, "spend by line", name, estimate=amount)
    if label == Q2:
        write("evidence", Q2, "funding per head", estimate=money["money"].sum() / len(here), base=len(here))
        share("evidence", Q2, "reach", whole, len(here))

# The licences are for no department, the archive is none of the staff list
table("outside", Q2, """
    department | amount
               | 4500
    Archive    | 920
""")

# In the money of Q3, of which the index is 105: 102 in Q2, and none in Q1
real = money_of(Q2).assign(money=lambda rows: rows["money"] * 105 / 102)
here = on_list(QUARTERS[Q2][1])
money_rows("funding", Q2, real, here, here["contact_id"].isin(reached(Q2)).sum(), options="real=1")
refused("funding", Q1, "real=1")

# Reach of every quarter since the first touch, as the scorecard and the trend have it
for label, (_, end) in QUARTERS.items():
    if label == Q3:
        continue
    for name, part in groups(on_list(end), "department"):
        n = part["contact_id"].isin(reached(label)).sum()
        share("scorecard", Q2, "reach", n, len(part), f"{label} | {name}")
        if name == "All":
            share("over_time", Q2, "reach", n, len(part), label)
            money = money_of(label)["money"].sum()
            per_head = money / len(part) if money else None  # no line tells of the year before
            write("over_time", Q2, "funding per head", label, estimate=per_head, base=len(part))
share("over_time", Q2, "satisfaction", 23, 36, Q2, interval=True)

# What answers say it is worth: 82 hours of 26 answers, four times a period, at 50, 80 or 100 an
# hour of which 25, 50 or 100 % are credited, to two figures
mean_row("value", Q2, "hours saved, mean of an answer", hours, HOURS)
worth = [float(f"{hours.sum() * 4 * rate * part:.2g}") for rate, part in ((80, 0.5), (50, 0.25), (100, 1))]
for section, group in (("value", HOURS), ("evidence", "")):
    n = len(hours)
    write(section, Q2, "value of hours saved", group, n=n, base=n,
          **dict(zip(("estimate", "low", "high"), worth, strict=True)))
yes = now["dec"].dropna().str.lower().str.startswith("yes")
share("value", Q2, "decisions handled differently", yes.sum(), len(yes), DECIDED, interval=True)
table("ask", Q2, """
    option     | recommended | amount
    do nothing | False       | 90000
    hold       | True        | 100000
    grow       | False       | 120000
""")

# --- contracts and services -----------------------------------------------------------------------
# A day costs: LexData 3650 / 365 = 10, TaxBase 2, OldPress 1095 x 1.25 / 365 = 3.75; Maps unknown
table("contract_calendar", Q2, """
    notice_by  | product  | ends_on    | price   | change_share        | price_in    | uses | cost_per_use
    2026-10-02 | LexData  | 2026-12-31 | 3650    | 0.21666666666666667 | ?           | 180  | 5.111111111111111
    2027-02-28 | Maps     | 2027-02-28 |         |                     | ?           |      | ?
    2027-05-31 | OldPress | 2027-06-30 | 1368.75 | ?                   | 1095.00 USD | 0    | ?
""")
# OldPress begins the next day: in force, or later
table("contract_calendar", Q1, """
    notice_by  | product  | ends_on    | price
    2026-08-01 | TaxBase  | 2026-09-30 | 730
    2026-10-02 | LexData  | 2026-12-31 | ?
    2027-02-28 | Maps     | 2027-02-28 | ?
    2027-05-31 | OldPress | 2027-06-30 | ?
""")
MONTHS = {"Lex": 92, "OldPress": 92, "TaxBase": 31 + 31}  # TaxBase reports July and August alone
USES = {"Lex": 60 + 50 + 70, "OldPress": 0, "TaxBase": 20}
PER_DAY = {"Lex": 10, "OldPress": 3.75, "TaxBase": 2}
for name, uses in USES.items():
    cost = MONTHS[name] * PER_DAY[name]
    write("usage", Q2, "uses", name, estimate=uses)
    write("usage", Q2, "uses a year before", name, estimate=100 if name == "Lex" else None)
    write("usage", Q2, "cost of the use", name, estimate=cost)
    counted = {"base": uses} if uses else {}
    write("usage", Q2, "cost per use", name, estimate=cost / uses if uses else None, **counted)
    write("usage", Q2, "turnaways", name, estimate=12 if name == "Lex" else None)
# The service Databases: July and August, of which all three tell: 60 + 50 + 20 + 0 uses
cost = 62 * (10 + 3.75 + 2)
for section, options in (("usage", "by=service"), ("service_scorecard", "")):
    write(section, Q2, "uses", "Databases", options, estimate=130)
    write(section, Q2, "cost per use", "Databases", options, estimate=cost / 130, base=130)
write("usage", Q2, "uses a year before", "Databases", "by=service", estimate=None)
write("usage", Q2, "cost of the use", "Databases", "by=service", estimate=cost)
write("usage", Q2, "turnaways", "Databases", "by=service", estimate=12)
# Lines and contracts by days; "licences" pays the contracts, so it is not counted beside them
spent = money_of(Q2).groupby("line")["money"].sum()
databases = spent["collections"] + 92 * (10 + 3.75 + 2)
costs = {"Databases": databases, "Training": spent["events"]}
costs["not tied to a service"] = spent.sum() - databases - spent["events"]
write("service_cost", Q2, "cost of the service", "All", estimate=spent.sum())
served = {  # Databases: case law; Training: the webinar and the breakfast of the quarter
    "Databases": {"p01", "p12"},
    "Training": {"p01", "p02", "p03", "p04", "p08"},
}
loved = {"Databases": now["sa"].dropna(), "Training": now["sb"].dropna()}
wanted = {"Databases": now["ia"].dropna(), "Training": now["ib"].dropna()}
for name, amount in costs.items():
    for section in ("service_cost", "service_scorecard"):
        write(section, Q2, "cost of the service", name, estimate=amount)
for name, who in served.items():
    units = department_of[list(who)].str.split("; ").explode().nunique()
    for section in ("people_served", "service_scorecard"):
        write(section, Q2, "people served", name, estimate=len(who), n=len(who))
        write(section, Q2, "departments served", name, estimate=units, base=len(who))
    for section in ("service_satisfaction", "service_scorecard"):
        satisfied(section, Q2, loved[name], name, measure="satisfaction with the service")
    satisfied("service_scorecard", Q2, wanted[name], name, measure="importance of the service")
# Databases has a platform; its next notice is on 2 October
numbers("service_scorecard", Q2, """
    group     | measure                 | estimate | base
    Training  | cost per person served  | 190.0    | 5
    Databases | cost per person served  |          | ?
    Training  | uses                    |          | ?
    Training  | cost per use            |          | ?
    Databases | days to the next notice | 2        | ?
    Training  | days to the next notice |          | ?
""")
# The survey of Q2 asked these; by the end of Q1 nobody had. The newsletter went out by name in Q2
for name in ("gaps", "perception_gap", "attribute_profile", "aided_awareness", "useful",
             "comment_themes", "comments", "response_by_contact"):
    refused(name, Q1)
refused("on_channel", Q1, "channel=newsletter")


def text(value):
    if value is None or value != value:
        return ""
    return str(value.date()) if isinstance(value, pd.Timestamp) else str(value)


COLUMNS = ["section", "options", "period", "measure", "group", "quantity", "value"]
EXPECTED = pd.DataFrame(ROWS, columns=COLUMNS)
EXPECTED["value"] = EXPECTED["value"].map(text)
assert not EXPECTED.duplicated(COLUMNS[:-1]).any(), "a cell was worked out twice"
if __name__ == "__main__":
    EXPECTED.to_csv(HERE / "expected.csv", index=False, lineterminator="\n")
