"""Whose case a child is: assigned, handed over, ended."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from homeward.apps.accounts.actors import actor_of
from homeward.apps.accounts.pages import get_visible, page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.children import cases
from homeward.apps.children.forms import AssignForm, EndCaseForm
from homeward.apps.children.models import CaseWorker, Child
from homeward.apps.core import audit
from homeward.apps.core.forms import crumb, edit
from homeward.web.words import word


@page(P.CASE_ASSIGN)
def assign(request: HttpRequest, public_id: str, role: str) -> HttpResponse:
    """The social worker, or the reviewing officer, from a day on."""
    actor = actor_of(request)
    found = get_visible(Child, request, public_id, using=P.CASE_ASSIGN)
    if role not in cases.Kind.values:
        raise Http404
    audit.record_read(actor, found, page="case")
    reviews = role == cases.Kind.REVIEWING_OFFICER
    form = AssignForm(
        request.POST or None,
        people=cases.people_for(actor, role),
        reviews=reviews,
        initial={"start": actor.today},
    )
    address = reverse("child", args=[found.public_id])
    return edit(
        request, form, lambda data: cases.assign_case(child=found, role=role, **form.given(), by=actor),
        lambda made: (_("Assigned to %(name)s.") % {"name": made.user.name}, address),
        heading=_("Assign the reviewing officer") if reviews else _("Assign the social worker"),
        lede=_(
            "They see this child’s record, referrals and decisions from that day on. Whoever it was before sees them no longer."
        ),
        caption=found.reference, verb=_("Assign"), back=address,
        crumbs=[crumb(word("nav.children"), "children"), crumb(found.reference, "child", found.public_id)],
    )  # fmt: skip


@page(P.CASE_ASSIGN)
def end(request: HttpRequest, public_id: str) -> HttpResponse:
    """The case is nobody's from a day on."""
    actor = actor_of(request)
    worker = get_object_or_404(
        CaseWorker.objects.visible_to(actor).select_related("child", "user"), public_id=public_id
    )
    found = get_visible(Child, request, worker.child.public_id, using=P.CASE_ASSIGN)
    audit.record_read(actor, found, page="case")
    address = reverse("child", args=[found.public_id])
    return edit(
        request, EndCaseForm(request.POST or None, initial={"on": actor.today}),
        lambda data: cases.end_case(worker=worker, **data, by=actor),
        lambda made: (_("Ended."), address), heading=_("End the case of %(name)s") % {"name": worker.user.name},
        caption=found.reference, verb=_("End it"), back=address,
        crumbs=[crumb(word("nav.children"), "children"), crumb(found.reference, "child", found.public_id)],
    )  # fmt: skip
