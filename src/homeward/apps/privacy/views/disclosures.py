"""The disclosure log: the list, one entry, recording one and taking one back."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from homeward.apps.accounts.actors import actor_of
from homeward.apps.accounts.pages import get_visible, page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.scopes import may
from homeward.apps.children.models import Child
from homeward.apps.core import audit
from homeward.apps.core.forms import crumb, edit
from homeward.apps.core.vocabulary import label_of
from homeward.apps.privacy import queries, services
from homeward.apps.privacy.forms import ReasonForm
from homeward.apps.privacy.lists import DISCLOSURES
from homeward.apps.privacy.models import AccessRequest, Disclosure
from homeward.apps.privacy.register_forms import DisclosureForm
from homeward.apps.privacy.subjects import subject_of
from homeward.apps.privacy.views.reading import reads

Json = dict[str, Any]


def _crumbs(request: HttpRequest) -> list[dict[str, str]]:
    return [crumb(_("Privacy"), "privacy")] if actor_of(request).holds(P.PRIVACY_READ) else []


@page(P.DISCLOSURE_READ)
def disclosures(request: HttpRequest) -> HttpResponse:
    """What was given of whom to whom. The list names children by reference."""
    actor = actor_of(request)
    actions = (
        [{"text": _("Record a disclosure"), "href": reverse("record_disclosure")}]
        if actor.holds(P.DISCLOSURE_WRITE)
        else []
    )

    return DISCLOSURES.respond(
        request, queries.disclosures(actor), seen=reads(actor, "disclosures"), heading=_("Disclosure log"), actions=actions,
        crumbs=_crumbs(request),
        lede=_("What was given of whom to somebody outside: when, by whom, what for, and on which ground."),
    )  # fmt: skip


@page(P.DISCLOSURE_WRITE)
def record(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    given = request.GET.get("child", "")
    form = DisclosureForm(
        request.POST or None, actor=actor, initial={"subject": given, "given_on": actor.today}
    )

    def do(data: Json) -> Disclosure:
        subject = subject_of(
            actor, data.pop("whom"), data.pop("subject"), "This disclosure cannot be recorded"
        )
        return services.record_disclosure(subject=subject, **data, by=actor)

    back = reverse("disclosures")
    return edit(
        request, form, do, lambda made: (_("Recorded."), reverse("disclosure", args=[made.public_id])),
        heading=_("Record a disclosure"), verb=_("Record it"), back=back,
        crumbs=[*_crumbs(request), crumb(_("Disclosure log"), "disclosures")],
        lede=_("What was given to somebody outside the body. A released access request stands here by itself."),
    )  # fmt: skip


@page(P.DISCLOSURE_READ)
def disclosure(request: HttpRequest, public_id: str) -> HttpResponse:
    actor, found = actor_of(request), get_visible(Disclosure, request, public_id)
    if found.child is not None:
        audit.record_read(actor, found.child, page="disclosure")
    source = None
    if found.source == Disclosure.Source.ACCESS and actor.holds(P.PRIVACY_READ):
        source = AccessRequest.objects.visible_to(actor).filter(public_id=found.source_key).first()
    child_seen = found.child and Child.objects.visible_to(actor).filter(pk=found.child_id).exists()
    context = {
        "disclosure": found, "ground": label_of(found.body, "disclosure_grounds", found.ground), "source": source,
        "crumbs": [*_crumbs(request), crumb(_("Disclosure log"), "disclosures")],
        "takes_back": found.state == Disclosure.State.RECORDED and may(actor, P.DISCLOSURE_WRITE, found),
        "child_href": reverse("child", args=[found.child.public_id]) if found.child and child_seen else "",
        "history": queries.timeline_of(found, _("Disclosure")),
    }  # fmt: skip
    return render(request, "privacy/disclosure.html", context)


@page(P.DISCLOSURE_WRITE)
def take_back(request: HttpRequest, public_id: str) -> HttpResponse:
    found, actor = get_visible(Disclosure, request, public_id, using=P.DISCLOSURE_WRITE), actor_of(request)
    address = reverse("disclosure", args=[public_id])
    return edit(
        request, ReasonForm(request.POST or None, label=_("What is wrong with it")),
        lambda data: services.take_back_disclosure(disclosure=found, **data, by=actor),
        lambda made: (_("Taken back. It stays readable with your reason."), address), heading=_("Take this entry back"),
        caption=str(found), lede=_("For what was recorded wrongly. What was given stays given."), verb=_("Take it back"),
        back=address,
        crumbs=[crumb(_("Disclosure log"), "disclosures")],
    )  # fmt: skip
