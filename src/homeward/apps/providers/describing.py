"""How organisations describe themselves: the only writer of their iwi, hapū and marae."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet

from homeward.apps.accounts import affiliations
from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import Organisation
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.permissions import Relation
from homeward.apps.accounts.scopes import may
from homeward.apps.core import audit
from homeward.apps.core.refusals import refuse_if
from homeward.apps.core.writing import hold, permit, writing
from homeward.apps.providers.models import OrganisationAffiliation

RECORD, END = "This cannot be recorded", "This cannot be ended"


def may_describe(by: Actor, organisation: Organisation) -> bool:
    """Its own people, and those of the body who write down what it says."""
    relation = by.relation(P.APPLICATION_ANSWER)
    if relation is Relation.ORGANISATION:
        return by.organisation == organisation
    return relation is Relation.BODY and (not by.scope_ids or organisation.pk in by.scope_ids)


def described(actor: Actor, organisation: Organisation) -> list[OrganisationAffiliation]:
    """What it said of itself to this body, what stands first."""
    rows: QuerySet[OrganisationAffiliation] = OrganisationAffiliation.objects.visible_to(actor)
    rows = rows.filter(organisation=organisation).select_related("recorded_by")
    return sorted(rows.order_by("kind", "pk"), key=lambda row: row.ended_at is not None)


def record_own_affiliation(
    *, organisation: Organisation, kind: str, answer: str, name: str = "", said_by: str, said_on: dt.date,
    may_exchange: bool = False, by: Actor,
) -> OrganisationAffiliation:  # fmt: skip
    """Record one iwi, hapū or marae of an organisation as it said it. As many as there are."""
    permit(may_describe(by, organisation), RECORD)
    given = {
        "kind": kind,
        "answer": answer,
        "name": name,
        "said_by": said_by,
        "said_on": said_on,
        "may_exchange": may_exchange,
    }
    values = affiliations.cleaned(given)
    with writing(by, "record_affiliation", RECORD):
        hold(organisation)
        standing = OrganisationAffiliation.objects.filter(
            body=by.body, organisation=organisation, ended_at=None
        )
        refuse_if(RECORD, affiliations.check(values, standing, by.today))
        made: OrganisationAffiliation = affiliations.record(
            OrganisationAffiliation, values, standing, by, body=by.body, organisation=organisation
        )
        audit.record(by, "record_affiliation", made, kind=kind, answer=answer)
    return made


def end_own_affiliation(
    *, affiliation: OrganisationAffiliation, reason: str, by: Actor
) -> OrganisationAffiliation:
    """Say that one no longer stands."""
    permit(may(by, P.APPLICATION_ANSWER, affiliation), END)
    with writing(by, "end_affiliation", END, reason):
        hold(affiliation)
        refuse_if(END, affiliations.why_not_end(affiliation, reason))
        affiliations.end(affiliation, reason, by)
        audit.record(by, "end_affiliation", affiliation, reason=reason.strip(), kind=affiliation.kind)
    return affiliation
