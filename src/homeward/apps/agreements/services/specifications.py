"""Service specifications: a published version is never edited, the next one follows it."""

from __future__ import annotations

import datetime as dt

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.permissions import Relation
from homeward.apps.agreements import checks
from homeward.apps.agreements.models import ServiceSpecification
from homeward.apps.core import audit
from homeward.apps.core.refusals import refuse_if
from homeward.apps.core.writing import permit, writing


def publish_specification(
    *, code: str, title: str, service_type: str, text: str, effective_from: dt.date, by: Actor
) -> ServiceSpecification:
    """Publish the first or next version of a specification; the version before is withdrawn from that day."""
    what = "This specification cannot be published"
    permit(by.relation(P.AGREEMENT_WRITE) is Relation.BODY, what)
    values = {
        "code": code.strip(), "title": title.strip(), "service_type": service_type, "text": text.strip(),
        "effective_from": effective_from,
    }  # fmt: skip
    refuse_if(what, checks.check_specification(body=by.body, values=values))
    with writing(by, "publish_specification", what):
        held = ServiceSpecification.objects.select_for_update().filter(body=by.body, code=values["code"])
        latest = held.order_by("-version").first()
        if latest and (latest.withdrawn_on is None or latest.withdrawn_on > effective_from):
            latest.withdrawn_on = effective_from
            latest.save(update_fields=["withdrawn_on"])
        published = ServiceSpecification.objects.create(
            body=by.body, version=latest.version + 1 if latest else 1, **values
        )
        audit.record(by, "publish_specification", published, version=published.version)
    return published
