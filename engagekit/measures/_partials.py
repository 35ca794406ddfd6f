"""Who answered enough of a survey to count: AAPOR's complete and partial answers, no break-offs."""

from typing import Any

import narwhals as nw

from engagekit.facts import reading
from engagekit.tables.cache import once
from engagekit.tables.tables import Tables

COMPLETE, PARTIAL = "complete", "partial"


@once
def used(tables: Tables, survey_id: str) -> nw.LazyFrame[Any]:
    """Return the respondents of a survey whose answers are used.

    ``tables``: uses ``respondents``, and ``questions, responses`` where some did not finish.
    Returned: the columns of ``respondents``: who finished, and who did not but answered at least
    ``partial_from`` (settings) of the questions that were shown.

    AAPOR Standard Definitions: under half of the questions is a break-off. Where an export marks
    everybody as broken off, its mark tells nobody apart and the answers alone decide.
    """
    people = reading.lazy(tables.need("respondents")).filter(nw.col("survey_id") == survey_id)
    counted = reading.collected(people.group_by("status").agg(nw.len().alias("n")))
    present = set(counted.loc[counted["n"] > 0, "status"])
    if present <= {COMPLETE}:
        return people
    unfinished = [PARTIAL] if present & {COMPLETE, PARTIAL} else sorted(present)
    if not present & set(unfinished) or not tables.has("questions", "responses"):
        return people.filter(nw.col("status").is_in([COMPLETE, PARTIAL]))
    # an open question is left empty by many who answer all others: it breaks nobody off
    questions = reading.rows(
        tables, "questions", "question_id", "kind", where=nw.col("survey_id") == survey_id
    )
    closed = questions.loc[~questions["kind"].isin(["text", "date"]), "question_id"]
    ids = list(dict.fromkeys(closed if len(closed) else questions["question_id"]))
    rows = (
        reading.lazy(tables.need("responses"))
        .filter((nw.col("survey_id") == survey_id) & nw.col("question_id").is_in(ids))
        .join(
            people.filter(nw.col("status").is_in(unfinished)).select("respondent_id"),
            on="respondent_id",
            how="inner",
        )
        .with_columns((nw.col("value").fill_null("") != "").cast(nw.Int64).alias("answered"))
    )
    each = rows.group_by("respondent_id", "question_id").agg(nw.col("answered").max())
    share = each.group_by("respondent_id").agg(nw.col("answered").mean())
    least = tables.settings.survey.partial_from
    half = list(reading.collected(share.filter(nw.col("answered") >= least))["respondent_id"])
    is_far = nw.col("status").is_in(unfinished) & reading.among("respondent_id", half)
    return people.filter((nw.col("status") == COMPLETE) | is_far)
