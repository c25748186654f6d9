"""The ways of an admission, a ranking and a provider's query."""

from __future__ import annotations

from collections.abc import Sequence

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core.machines import Machine, Move
from homeward.apps.core.periods import from_db
from homeward.apps.frameworks import standing
from homeward.apps.frameworks.facts import gather
from homeward.apps.frameworks.models import Admission, Assessment, Price, Ranking, ScoreQuery
from homeward.kernel.reasons import Reason

A, R, Q = Admission.State, Ranking.State, ScoreQuery.State


def reason_given(thing: object, by: Actor, *, reason: str = "", **_: object) -> Sequence[Reason]:
    return [] if reason.strip() else [Reason("framework.reason_missing", {"field": "reason"})]


def checks_hold(admission: Admission, by: Actor, **_: object) -> Sequence[Reason]:
    """Every required check passed and not expired, on the first day of the admission or today, whichever is later."""
    on = max(by.today, from_db(admission.period).start)
    return standing.check_reasons(admission.body, admission.organisation, on)


def has_a_lot(admission: Admission, by: Actor, **_: object) -> Sequence[Reason]:
    return [] if admission.lots.exists() else [Reason("framework.no_lot")]


def records_as_then(ranking: Ranking, by: Actor, **_: object) -> Sequence[Reason]:
    """What the draft was made from is what is recorded now."""
    now = gather(ranking.lot, ranking.region, from_db(ranking.period))
    return [] if now.digest == ranking.facts_digest else [Reason("framework.records_changed")]


def somebody_ranked(ranking: Ranking, by: Actor, **_: object) -> Sequence[Reason]:
    return [] if ranking.result["ranked"] else [Reason("framework.nobody_ranked")]


def another_person(ranking: Ranking, by: Actor, **_: object) -> Sequence[Reason]:
    """Whoever made or opened the ranking, or entered a score or price of it, does not publish it."""
    did = []
    if by.user.pk in (ranking.made_by_id, ranking.opened_by_id):
        did.append("made it")
    of_lot = {"lot_admission__lot": ranking.lot}
    if Assessment.objects.filter(scored_by=by.user, **of_lot).exists():
        did.append("entered scores of this lot")
    if Price.objects.filter(entered_by=by.user, **of_lot).exists():
        did.append("entered prices of this lot")
    return [Reason("framework.own_ranking", {"who": by.user.name, "did": " and ".join(did)})] if did else []


def window_over(ranking: Ranking, by: Actor, **_: object) -> Sequence[Reason]:
    if ranking.query_until is None or ranking.query_until < by.today:
        return []
    return [Reason("framework.window_open", {"until": ranking.query_until.isoformat()})]


def queries_answered(ranking: Ranking, by: Actor, **_: object) -> Sequence[Reason]:
    count = ranking.queries.filter(state=Q.OPEN).count()
    return [Reason("framework.queries_open", {"count": count})] if count else []


ADMISSION = Machine(
    "admission",
    {s.value: str(s.label) for s in A},
    (
        Move("admit", (A.APPLIED,), A.ADMITTED, P.FRAMEWORK_WRITE, "admit this provider", (has_a_lot, checks_hold)),
        Move("decline", (A.APPLIED,), A.DECLINED, P.FRAMEWORK_WRITE, "decline this provider", (reason_given,)),
        Move("end", (A.ADMITTED,), A.ENDED, P.FRAMEWORK_WRITE, "end this admission", (reason_given,)),
    ),
)  # fmt: skip
RANKING = Machine(
    "ranking",
    {s.value: str(s.label) for s in R},
    (
        Move("open", (R.DRAFT,), R.OPENED, P.FRAMEWORK_WRITE, "open this ranking to providers",
             (somebody_ranked, records_as_then)),
        Move("publish", (R.OPENED,), R.PUBLISHED, P.FRAMEWORK_APPROVE, "publish this ranking",
             (another_person, window_over, queries_answered, records_as_then)),
        Move("replace", (R.PUBLISHED,), R.REPLACED, P.FRAMEWORK_APPROVE, "replace this ranking"),
        Move("discard", (R.DRAFT, R.OPENED), R.DISCARDED, P.FRAMEWORK_WRITE, "discard this draft", (reason_given,)),
    ),
)  # fmt: skip
QUERY = Machine(
    "query",
    {s.value: str(s.label) for s in Q},
    (
        Move("answer", (Q.OPEN,), Q.ANSWERED, P.FRAMEWORK_WRITE, "answer this query"),
        Move("withdraw", (Q.OPEN,), Q.WITHDRAWN, P.SCORE_QUERY, "take back this query"),
    ),
)  # fmt: skip
