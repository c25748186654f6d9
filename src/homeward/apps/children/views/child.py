"""One child's record: its page, and adding, changing, recording facts and legal statuses."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from homeward.apps.accounts.actors import actor_of
from homeward.apps.accounts.pages import get_visible, page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.permissions import Relation, known_in
from homeward.apps.accounts.scopes import may
from homeward.apps.children import cases, queries, services
from homeward.apps.children.checks import LABELS
from homeward.apps.children.forms import SEXES, ChildForm, FactForm, LegalStatusForm
from homeward.apps.children.models import Child
from homeward.apps.children.remarks import remarks_on
from homeward.apps.core import audit
from homeward.apps.core.forms import crumb, edit, initial_of
from homeward.apps.core.periods import end_after
from homeward.apps.core.vocabulary import label_of
from homeward.kernel.ranges import DateRange
from homeward.kernel.years import age_on
from homeward.web.words import word


def _crumbs(child: Child | None = None) -> list[dict[str, str]]:
    crumbs = [crumb(word("nav.children"), "children")]
    return [*crumbs, crumb(child.reference, "child", child.public_id)] if child else crumbs


def _found(request: HttpRequest, public_id: str, what: str) -> Child:
    """The child whose record is to be changed; opening the form is a reading too."""
    child = get_visible(Child, request, public_id, using=P.CHILD_WRITE)
    audit.record_read(actor_of(request), child, page=what)
    return child


@page(P.CHILD_READ)
def child(request: HttpRequest, public_id: str) -> HttpResponse:
    """Identity, facts with their source, legal statuses, placements, history. No event, no page."""
    actor: Any = actor_of(request)
    found = get_visible(Child, request, public_id)
    audit.record_read(actor, found, page="record")
    party = actor.relation(P.CHILD_READ) is Relation.PARTY_NOW
    sex = dict(SEXES).get(found.sex) or label_of(found.body, "sexes", found.sex, found.born_on)
    context = {
        "child": found,
        "sex": sex if found.sex else "",
        "age": _age(found, actor.today),
        "crumbs": _crumbs(),
        "facts": queries.facts_of(found),
        "statuses": queries.legal_statuses_of(found),
        "affiliations": queries.affiliations_of(actor, found)
        if services.has_affiliations(found.body)
        else None,
        "placements": queries.placements_of(actor, found) if actor.holds(P.PLACEMENT_READ) else None,
        "may_change": may(actor, P.CHILD_WRITE, found),
        "workers": cases.workers_of(found)
        if known_in(P.CASE_ASSIGN, found.body.pack) and not party
        else None,
        "may_assign": may(actor, P.CASE_ASSIGN, found),
        "may_place": may(actor, P.PLACEMENT_WRITE),
        "is_party": party,
        "remarks": remarks_on(actor, found),
        "read_at": timezone.now(),
        "today": actor.today,
        # What others recorded before the child came is not the provider's to read.
        "history": None if party else queries.child_timeline(found),
    }
    return render(request, "children/child.html", context)


def _age(child: Child, today: Any) -> int | None:
    return age_on(child.born_on, today) if child.born_on else None


@page(P.CHILD_WRITE)
def child_add(request: HttpRequest) -> HttpResponse:
    actor: Any = actor_of(request)
    return edit(
        request,
        ChildForm(request.POST or None, actor=actor),
        lambda data: services.add_child(**data, by=actor),
        lambda made: (
            _("%(reference)s is recorded.") % {"reference": made.reference},
            reverse("child", args=[made.public_id]),
        ),
        heading=_("Add a child"),
        lede=_("Pages and files call the child by a reference that says nothing; it is made for you."),
        verb=_("Add the child"),
        back=reverse("children"),
        crumbs=_crumbs(),
    )


@page(P.CHILD_WRITE)
def child_change(request: HttpRequest, public_id: str) -> HttpResponse:
    actor: Any = actor_of(request)
    found = _found(request, public_id, "change")
    form = ChildForm(request.POST or None, actor=actor, initial=initial_of(found, tuple(LABELS)))
    address = reverse("child", args=[public_id])
    return edit(
        request,
        form,
        lambda data: services.change_child(child=found, by=actor, **data),
        lambda changed: (_("The change is recorded."), address),
        heading=_("Change what is recorded of this child"),
        caption=found.reference,
        verb=_("Save the change"),
        back=address,
        crumbs=_crumbs(found),
    )


@page(P.CHILD_WRITE)
def child_fact(request: HttpRequest, public_id: str) -> HttpResponse:
    actor: Any = actor_of(request)
    found = _found(request, public_id, "fact")
    form = FactForm(request.POST or None, actor=actor, initial={"kind": request.GET.get("kind", "")})
    address = reverse("child", args=[public_id])
    return edit(
        request,
        form,
        lambda data: services.record_fact(child=found, by=actor, **data),
        lambda fact: (_("The fact is recorded."), address),
        heading=_("Record a status fact"),
        caption=found.reference,
        lede=_(
            "A fact of the same kind that stands now stays in the record, with the moment it was replaced."
        ),
        verb=_("Record the fact"),
        back=address,
        crumbs=_crumbs(found),
    )


@page(P.CHILD_WRITE)
def child_legal_status(request: HttpRequest, public_id: str) -> HttpResponse:
    actor: Any = actor_of(request)
    found = _found(request, public_id, "legal status")
    form = LegalStatusForm(request.POST or None, actor=actor)
    address = reverse("child", args=[public_id])

    def record(data: dict[str, Any]) -> Any:
        period = DateRange(data["start"], end_after(data["last_day"]))
        return services.record_legal_status(
            child=found, code=data["code"], period=period, source=data["source"], by=actor
        )

    return edit(
        request,
        form,
        record,
        lambda spell: (_("The legal status is recorded."), address),
        heading=_("Record a legal status"),
        caption=found.reference,
        verb=_("Record the status"),
        back=address,
        crumbs=_crumbs(found),
    )
