"""What frameworks ask of people: rank in time, publish, answer queries, renew checks; and of providers, to read and ask."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.permissions import Relation
from homeward.apps.core.duties import Duty, duty_source
from homeward.apps.core.periods import say, say_day
from homeward.apps.core.vocabulary import label_of
from homeward.apps.frameworks import queries
from homeward.apps.frameworks.facts import newest_checks
from homeward.apps.frameworks.models import Admission, Ranking, ScoreQuery
from homeward.apps.frameworks.standing import check_reasons

RENEW_BEFORE = dt.timedelta(days=30)


@duty_source
def rankings_due(actor: Actor) -> Iterator[Duty]:
    """A ranking that nobody has published for its year; once it is open, the duty of whoever publishes."""
    if not actor.holds(P.FRAMEWORK_WRITE):
        return
    for due in queries.due_rankings(actor):
        name = f"{due.lot.title}, {due.region}" if due.region else due.lot.title
        if due.draft is None:
            yield Duty(
                title=_("Rank %(lot)s") % {"lot": name},
                why=_("%(framework)s has no ranking for %(period)s.")
                % {"framework": due.lot.framework.title, "period": say(due.period)},
                verb=_("Draft it"), url=reverse("lot", args=[due.lot.public_id]), due=due.period.start,
                kind="framework.rank",
            )  # fmt: skip
            continue
        yield Duty(
            title=_("Publish the ranking: %(lot)s") % {"lot": name},
            why=_why(due.draft),
            verb=_("Look at it"), url=reverse("ranking", args=[due.draft.public_id]), due=due.period.start,
            kind="framework.publish",
        )  # fmt: skip


def _why(draft: Ranking) -> str:
    if draft.query_until is None:
        return _("It is a draft. Open it to the providers, so that they can read and query their scores.")
    return _("Queries are open until %(day)s; after that a second person publishes it.") % {
        "day": say_day(draft.query_until)
    }


@duty_source
def queries_to_answer(actor: Actor) -> Iterator[Duty]:
    if not actor.holds(P.FRAMEWORK_WRITE):
        return
    for query in queries.score_queries(actor).filter(state=ScoreQuery.State.OPEN):
        yield Duty(
            title=_("Answer a query: %(who)s") % {"who": query.organisation.name},
            why=_("About %(what)s, %(lot)s. Without the answer the ranking is not published.")
            % {"what": query.about_words.lower(), "lot": query.ranking.lot.title},
            verb=_("Answer"), url=reverse("score_query", args=[query.public_id]), due=query.due_on,
            kind="framework.query",
        )  # fmt: skip


@duty_source
def checks_to_renew(actor: Actor) -> Iterator[Duty]:
    """Checks of admitted providers that expire soon or have expired, and providers whose checks wait."""
    if not actor.holds(P.FRAMEWORK_WRITE):
        return
    admitted = Admission.objects.allowed_to(actor, P.FRAMEWORK_WRITE).filter(
        body=actor.body, state=Admission.State.ADMITTED
    )
    rows = {a.organisation_id: a for a in admitted.select_related("organisation", "body")}
    for organisation_id, checks in newest_checks(actor.body.pk, list(rows)).items():
        for check in checks.values():
            if check.expires_on is None or check.expires_on > actor.today + RENEW_BEFORE:
                continue
            row = rows[organisation_id]
            told = {
                "kind": label_of(actor.body, "admission_checks", check.kind),
                "day": say_day(check.expires_on - dt.timedelta(days=1)),
            }
            yield Duty(
                title=_("Renew a check: %(who)s") % {"who": row.organisation.name},
                why=_("%(kind)s holds until %(day)s. Without it the provider does not stand on the framework.")
                % told,
                verb=_("Record a check"), url=reverse("admission", args=[row.public_id]), due=check.expires_on,
                kind="framework.check",
            )  # fmt: skip


@duty_source
def admissions_to_decide(actor: Actor) -> Iterator[Duty]:
    if not actor.holds(P.FRAMEWORK_WRITE):
        return
    waiting = Admission.objects.allowed_to(actor, P.FRAMEWORK_WRITE).filter(
        body=actor.body, state=Admission.State.APPLIED
    )
    for row in waiting.select_related("organisation", "framework", "body"):
        stands = not check_reasons(row.body, row.organisation, actor.today)
        yield Duty(
            title=_("Admit or decline: %(who)s") % {"who": row.organisation.name},
            why=_("Put down for %(framework)s. Every check holds.") % {"framework": row.framework.title} if stands
            else _("Put down for %(framework)s. Checks are missing, failed or expired.") % {"framework": row.framework.title},
            verb=_("Look at it"), url=reverse("admission", args=[row.public_id]), due=None, kind="framework.admit",
            since=timezone.localtime(row.since).date(),
        )  # fmt: skip


@duty_source
def scores_to_read(actor: Actor) -> Iterator[Duty]:
    """A provider whose scores are open to it, until the last day for a query."""
    if actor.relation(P.SCORE_QUERY) is not Relation.ORGANISATION:
        return
    rows = queries.own_places(actor).filter(
        ranking__state=Ranking.State.OPENED, ranking__query_until__gte=actor.today
    )
    asked = set(queries.score_queries(actor).values_list("ranking_id", flat=True))
    for place in rows:
        if place.ranking_id in asked:
            continue
        yield Duty(
            title=_("Read your scores: %(lot)s") % {"lot": place.ranking.lot.title},
            why=_("You can query them until this day. No answer is needed if they are right."),
            verb=_("Read"), url=reverse("own_standing", args=[place.public_id]), due=place.ranking.query_until,
            kind="framework.scores",
        )  # fmt: skip
