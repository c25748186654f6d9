"""What is said of the latest inspection on the page of a provider or a home."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.permissions import Relation
from homeward.apps.core.periods import say_day
from homeward.apps.inspections import queries
from homeward.apps.inspections.models import Inspection
from homeward.apps.providers.models import Home, Provider
from homeward.apps.providers.remarks import Remark, remark_source


@remark_source
def inspections(actor: Actor, thing: Provider | Home) -> Iterator[Remark]:
    """The latest the reader may see, and where to read or record it. Elsewhere nobody keeps inspections here."""
    if not actor.holds(P.INSPECTION_READ):
        return
    rows = queries.listed(actor).filter(queries.of_subject(thing), state=Inspection.State.RECORDED)
    newest = rows.order_by("-inspected_on", "-pk").first()
    about_service = isinstance(thing, Home) and queries.is_household(thing)
    head = _("Latest inspection of its service.") if about_service else _("Latest inspection.")
    if newest is not None:
        address = reverse("inspection", args=[newest.public_id])
        yield Remark(head, said(newest), "info", address, _("Read the inspection"))
    elif actor.relation(P.INSPECTION_WRITE) is Relation.BODY and not about_service:
        name = "record_inspection" if isinstance(thing, Home) else "record_inspection_of_service"
        address = reverse(name, args=[thing.public_id])
        yield Remark(head, _("None is recorded."), "info", address, _("Record one"))
    else:
        yield Remark(head, _("None is recorded."), "info")


def said(row: Inspection) -> str:
    """`Ofsted, Tue 3 Mar 2026: Good.`"""
    told = {"regulator": queries.regulator_words(row), "day": say_day(row.inspected_on)}
    if not row.grade:
        return _("%(regulator)s, %(day)s. The report carries no grade.") % told
    return _("%(regulator)s, %(day)s: %(grade)s.") % {**told, "grade": queries.grade_words(row)}
