"""A provider's query about its own scores, and the answer."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.queries.whom import people_in
from homeward.apps.accounts.roles import Role
from homeward.apps.accounts.scopes import may
from homeward.apps.core import audit
from homeward.apps.core.notices import saying, tell
from homeward.apps.core.refusals import refuse_if
from homeward.apps.core.writing import permit, service
from homeward.apps.frameworks.machine import QUERY
from homeward.apps.frameworks.models import RankedPlace, Ranking, ScoreQuery
from homeward.kernel.reasons import Reason

ASKING, ANSWERING = "This query cannot be sent", "This query cannot be answered"


@service("ask_query", ASKING)
def ask_query(*, place: RankedPlace, about: str, text: str, by: Actor) -> ScoreQuery:
    """Ask about one's own scores while the ranking is open; the keeper answers before it publishes."""
    permit(may(by, P.SCORE_QUERY, place), ASKING)
    # The ranking is locked, so that it is not published while a query is being written.
    ranking = Ranking.objects.select_for_update(of=("self",)).select_related("lot").get(pk=place.ranking_id)
    until = ranking.query_until
    late = ranking.state == Ranking.State.OPENED and until is not None and until < by.today
    known = {"all", "price", *ranking.names["criteria"]}
    refuse_if(
        ASKING,
        [
            None if ranking.state == Ranking.State.OPENED
            else Reason("framework.not_open", {"state": ranking.get_state_display()}),
            Reason("framework.window_closed", {"until": until.isoformat()}) if late and until else None,
            None if text.strip() else Reason("framework.text_missing", {"what": "The query", "field": "text"}),
            None if about in known else Reason("framework.code_unknown", {"code": about, "field": "about"}),
        ],
    )  # fmt: skip
    assert until is not None
    made = ScoreQuery.objects.create(
        body=place.body, organisation=place.organisation, ranking=ranking, about=about, text=text.strip(), asked_by=by.user,
        due_on=until,
    )  # fmt: skip
    audit.record(by, "ask_query", made)
    keepers = people_in([Role.CONSORTIUM_MANAGER], body=place.body, organisation_id=place.organisation_id)
    tell(
        keepers, body=place.body, title=saying("A provider queries its scores: %(lot)s", lot=ranking.lot.title),
        text=saying("%(provider)s asks. Answer by %(until)s.", provider=place.organisation.name, until=until),
        url=reverse("score_query", args=[made.public_id]),
    )  # fmt: skip
    return made


@service("query.answer", ANSWERING)
def answer_query(*, query: ScoreQuery, answer: str, is_upheld: bool, by: Actor) -> ScoreQuery:
    """Answer a query. Upheld, the score is put right in the scoring sheet, and the draft is made again."""
    query = _lock(query, by, P.FRAMEWORK_WRITE, ANSWERING)
    refuse_if(
        ANSWERING,
        [
            None
            if answer.strip()
            else Reason("framework.text_missing", {"what": "The answer", "field": "answer"})
        ],
    )
    move = QUERY.check("answer", query, by)
    query.state, query.answer, query.is_upheld = move.target, answer.strip(), is_upheld
    query.answered_at, query.answered_by = timezone.now(), by.user
    query.save()
    audit.record(by, "query.answer", query, upheld=is_upheld)
    place = query.ranking.places.get(organisation=query.organisation)
    people = people_in([Role.PROVIDER_MANAGER], body=query.body, organisation_id=query.organisation_id)
    tell(
        people, body=query.body, title=saying("Your query is answered: %(lot)s", lot=query.ranking.lot.title), text=query.answer,
        url=reverse("own_standing", args=[place.public_id]), organisation_id=query.organisation_id,
    )  # fmt: skip
    return query


@service("query.withdraw", "This query cannot be taken back")
def withdraw_query(*, query: ScoreQuery, by: Actor) -> ScoreQuery:
    query = _lock(query, by, P.SCORE_QUERY, "This query cannot be taken back")
    move = QUERY.check("withdraw", query, by)
    query.state = move.target
    query.save(update_fields=["state"])
    audit.record(by, "query.withdraw", query)
    return query


def _lock(query: ScoreQuery, by: Actor, using: P, what: str) -> ScoreQuery:
    seen = ScoreQuery.objects.visible_to(by).filter(pk=query.pk).exists()
    permit(seen and by.holds(using) and query.body_id == by.body.pk, what)
    rows = ScoreQuery.objects.select_for_update(of=("self",))
    return rows.select_related("ranking__lot", "organisation", "body").get(pk=query.pk)
