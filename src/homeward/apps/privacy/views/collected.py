"""What came from another agency: the register, one receipt, and how the person was told or why not."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from homeward.apps.accounts.actors import Actor, actor_of
from homeward.apps.accounts.pages import get_visible, page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core import audit
from homeward.apps.core.forms import crumb, edit
from homeward.apps.core.vocabulary import choices_of, label_of
from homeward.apps.intake.models import ImportBatch
from homeward.apps.privacy import queries, services
from homeward.apps.privacy.clocks import notice_rule_begins
from homeward.apps.privacy.forms import ReasonForm
from homeward.apps.privacy.lists import COLLECTION_TAGS, COLLECTIONS
from homeward.apps.privacy.models import IndirectCollection
from homeward.apps.privacy.register_forms import CollectionForm, ExceptForm, SortForm, TellForm
from homeward.apps.privacy.subjects import subject_of
from homeward.apps.privacy.views.reading import reads
from homeward.web.dates import long_date

Json = dict[str, Any]
State = IndirectCollection.State


def crumbs(found: IndirectCollection | None = None) -> list[dict[str, str]]:
    start = [crumb(_("Privacy"), "privacy"), crumb(_("Received from others"), "collections")]
    return [*start, crumb(str(found), "collection", found.public_id)] if found else start


def _found(request: HttpRequest, public_id: str, using: P | None = None) -> IndirectCollection:
    found = get_visible(IndirectCollection, request, public_id, using=using)
    if found.child is not None:
        audit.record_read(actor_of(request), found.child, page="received from others")
    return found


def _address(found: IndirectCollection) -> str:
    return reverse("collection", args=[found.public_id])


@page(P.PRIVACY_READ)
def collections(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    begins = notice_rule_begins(actor.body)
    if begins is None:
        lede = _(
            "This jurisdiction’s pack has no rule by which people are told of what others passed on about them."
        )
    else:
        lede = _("From %(day)s on, people are told of what others passed on about them, as soon as reasonably practicable, or an "
                 "exception is recorded.") % {"day": long_date(begins)}  # fmt: skip
    write = actor.holds(P.PRIVACY_WRITE) and begins is not None
    actions = [{"text": _("Record a receipt"), "href": reverse("record_collection")}] if write else []
    return COLLECTIONS.respond(
        request, queries.collections(actor), seen=reads(actor, "received from others"), heading=_("Received from others"),
        lede=lede, actions=actions,
        crumbs=[crumb(_("Privacy"), "privacy")],
    )  # fmt: skip


@page(P.PRIVACY_WRITE)
def record(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    form = CollectionForm(
        request.POST or None, initial={"subject": request.GET.get("child", ""), "received_on": actor.today}
    )

    def do(data: Json) -> IndirectCollection:
        subject = subject_of(actor, data.pop("whom"), data.pop("subject"), "This cannot be recorded")
        return services.record_collection(subject=subject, **data, by=actor)

    return edit(
        request, form, do, lambda made: (_("Recorded. The person is to be told, or an exception recorded."), _address(made)),
        heading=_("Record what came from another agency"), verb=_("Record it"), back=reverse("collections"), crumbs=crumbs(),
    )  # fmt: skip


@page(P.PRIVACY_READ)
def collection(request: HttpRequest, public_id: str) -> HttpResponse:
    actor, found = actor_of(request), _found(request, public_id)
    asked = choices_of(found.body, "collection_notice_points", found.received_on)
    actions: list[Json] = []
    if actor.holds(P.PRIVACY_WRITE) and found.state == State.OPEN:
        actions = [
            {"text": _("The person was told"), "href": reverse("tell_collection", args=[public_id])},
            {
                "text": _("Record an exception"),
                "href": reverse("except_collection", args=[public_id]),
                "secondary": True,
            },
        ]
    elif actor.holds(P.PRIVACY_WRITE) and found.state == State.TO_SORT:
        actions = [
            {"text": _("Another agency sent it"), "href": reverse("sort_collection", args=[public_id])},
            {
                "text": _("It is the body’s own"),
                "href": reverse("own_collection", args=[public_id]),
                "secondary": True,
            },
        ]
    context = {
        "collection": found, "crumbs": crumbs(), "colour": COLLECTION_TAGS[found.state], "actions": actions,
        "points": [(words, code in found.told_points) for code, words in asked],
        "exception": label_of(found.body, "collection_exceptions", found.exception) if found.exception else "",
        "import_href": _import_of(found, actor),
        "history": queries.timeline_of(found, _("Receipt")),
    }  # fmt: skip
    return render(request, "privacy/collection.html", context)


def _import_of(found: IndirectCollection, actor: Actor) -> str:
    """The import a receipt came of, where it is one that this person may read."""
    known = (
        ImportBatch.objects.visible_to(actor).filter(public_id=found.source_key) if found.source_key else None
    )
    return reverse("import", args=[found.source_key]) if known is not None and known.exists() else ""


@page(P.PRIVACY_WRITE)
def sort(request: HttpRequest, public_id: str) -> HttpResponse:
    found, actor = _found(request, public_id, P.PRIVACY_WRITE), actor_of(request)
    return edit(
        request, SortForm(request.POST or None, initial={"agency": found.agency}),
        lambda data: services.sort_collection(collection=found, **data, by=actor),
        lambda made: (_("Recorded. The people in it are to be told."), _address(found)), heading=_("Who sent this file"),
        caption=found.what, verb=_("Record it"), back=_address(found), crumbs=crumbs(found),
    )  # fmt: skip


@page(P.PRIVACY_WRITE)
def own(request: HttpRequest, public_id: str) -> HttpResponse:
    found, actor = _found(request, public_id, P.PRIVACY_WRITE), actor_of(request)
    return edit(
        request, ReasonForm(request.POST or None, label=_("Where it came from")),
        lambda data: services.record_own(collection=found, **data, by=actor),
        lambda made: (_("Recorded. Nobody has to be told."), _address(found)), heading=_("It is the body’s own information"),
        caption=found.what, verb=_("Record it"), back=_address(found), crumbs=crumbs(found),
    )  # fmt: skip


@page(P.PRIVACY_WRITE)
def tell(request: HttpRequest, public_id: str) -> HttpResponse:
    found, actor = _found(request, public_id, P.PRIVACY_WRITE), actor_of(request)
    form = TellForm(request.POST or None, actor=actor, initial={"told_on": actor.today})
    return edit(
        request, form, lambda data: services.tell_person(collection=found, **data, by=actor),
        lambda made: (_("Recorded."), _address(found)), heading=_("The person was told"), caption=str(found),
        lede=_("Tick what was told. Each point is needed."), verb=_("Record it"), back=_address(found), crumbs=crumbs(found),
    )  # fmt: skip


@page(P.PRIVACY_WRITE)
def except_(request: HttpRequest, public_id: str) -> HttpResponse:
    found, actor = _found(request, public_id, P.PRIVACY_WRITE), actor_of(request)
    return edit(
        request, ExceptForm(request.POST or None, actor=actor),
        lambda data: services.except_collection(collection=found, **data, by=actor),
        lambda made: (_("Recorded. Nobody has to be told."), _address(found)), heading=_("Why the person is not told"),
        caption=str(found), verb=_("Record the exception"), back=_address(found), crumbs=crumbs(found),
    )  # fmt: skip
