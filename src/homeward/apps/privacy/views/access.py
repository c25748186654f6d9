"""Access requests: the register, one request with what is next, and each step of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from homeward.apps.accounts.actors import actor_of
from homeward.apps.accounts.pages import get_visible, page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.views.documents import documents_context
from homeward.apps.core import audit
from homeward.apps.core.forms import crumb, edit
from homeward.apps.core.vocabulary import label_of
from homeward.apps.privacy import queries, services
from homeward.apps.privacy.forms import (
    AccessRequestForm,
    ExtendForm,
    IdentityForm,
    ItemForm,
    ReasonForm,
    RefuseForm,
)
from homeward.apps.privacy.lists import ACCESS_REQUESTS, REQUEST_TAGS, with_due
from homeward.apps.privacy.models import AccessRequest, HeldItem
from homeward.apps.privacy.papers import complaint_words
from homeward.apps.privacy.showing import ITEM_TAGS, items_shown, steps_of, turn_of
from homeward.apps.privacy.subjects import subject_of
from homeward.apps.privacy.views.reading import reads

Json = dict[str, Any]
A = AccessRequest.State


def crumbs(request: AccessRequest | None = None) -> list[dict[str, str]]:
    found = [crumb(_("Privacy"), "privacy"), crumb(_("Access requests"), "access_requests")]
    return [*found, crumb(request.reference, "access_request", request.public_id)] if request else found


def _found(
    request: HttpRequest, public_id: str, using: P | None = None, page: str = "access request"
) -> AccessRequest:
    """The request; where it is about a child, opening it is a reading of the child's record."""
    found = get_visible(AccessRequest, request, public_id, using=using)
    if found.child is not None:
        audit.record_read(actor_of(request), found.child, page=page, request=found.reference)
    return found


def _address(found: AccessRequest) -> str:
    return reverse("access_request", args=[found.public_id])


@page(P.PRIVACY_READ)
def requests(request: HttpRequest) -> HttpResponse:
    """Every request to see what is held, the one due first at the head."""
    actor = actor_of(request)
    actions = (
        [{"text": _("Record a request"), "href": reverse("record_access_request")}]
        if actor.holds(P.PRIVACY_WRITE)
        else []
    )
    return ACCESS_REQUESTS.respond(
        request, with_due(queries.requests(actor)), seen=reads(actor, "access requests"), heading=_("Access requests"),
        actions=actions,
        crumbs=[crumb(_("Privacy"), "privacy")],
        lede=_("Who asked to see what is held about a person, until when it is to be decided, and what was answered."),
    )  # fmt: skip


@page(P.PRIVACY_WRITE)
def record(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    given = request.GET.get("child", "")
    form = AccessRequestForm(
        request.POST or None, actor=actor, initial={"subject": given, "received_on": actor.today}
    )

    def do(data: Json) -> AccessRequest:
        subject = subject_of(actor, data.pop("whom"), data.pop("subject"), "This request cannot be recorded")
        return services.record_request(subject=subject, **data, by=actor)

    return edit(
        request, form, do, lambda made: (_("%(reference)s is recorded.") % {"reference": made.reference}, _address(made)),
        heading=_("Record an access request"), verb=_("Record it"), back=reverse("access_requests"), crumbs=crumbs(),
        lede=_("The time to decide runs from the day it was received, whoever received it."),
    )  # fmt: skip


@page(P.PRIVACY_READ)
def request_page(request: HttpRequest, public_id: str) -> HttpResponse:
    """One request: until when, what is next and by whom, what was gathered and decided, what was answered."""
    actor = actor_of(request)
    found = _found(request, public_id)
    context = {
        "request_record": found, "crumbs": crumbs(), "colour": REQUEST_TAGS[found.state], "turn": turn_of(found, actor),
        "steps": steps_of(found), "sections": items_shown(found, actor), "today": actor.today,
        "calendar": label_of(found.body, "working_calendars", found.due_calendar) if found.due_calendar else "",
        "ground": label_of(found.body, "withholding_grounds", found.ground) if found.ground else "",
        "complaint": complaint_words(found), "late": queries.lateness(found.due, actor.today) if found.is_open else None,
        "history": queries.timeline_of(found, _("Access request")), **documents_context(request, found),
        "may_write": actor.holds(P.PRIVACY_WRITE),
        "disclosures": queries.disclosures(actor).filter(source="access", source_key=found.public_id),
        "child_href": reverse("child", args=[found.child.public_id]) if found.child and actor.holds(P.CHILD_READ) else "",
    }  # fmt: skip
    return render(request, "privacy/access_request.html", context)


@page(P.PRIVACY_WRITE)
def identity(request: HttpRequest, public_id: str) -> HttpResponse:
    found, actor = _found(request, public_id, P.PRIVACY_WRITE), actor_of(request)
    initial = {"how": found.identity_how, "authority": found.authority}
    form = IdentityForm(request.POST or None, request_record=found, initial=initial)
    return edit(
        request, form, lambda data: services.check_identity(request=found, **data, by=actor),
        lambda made: (_("Recorded."), _address(found)), heading=_("Who asks"), caption=found.reference, verb=_("Record it"),
        lede=_("What is held goes only to whom it is about, or to who may ask for them."), back=_address(found),
        crumbs=crumbs(found),
    )  # fmt: skip


@page(P.PRIVACY_WRITE)
def extend(request: HttpRequest, public_id: str) -> HttpResponse:
    found, actor = _found(request, public_id, P.PRIVACY_WRITE), actor_of(request)
    return edit(
        request, ExtendForm(request.POST or None), lambda data: services.extend_request(request=found, **data, by=actor),
        lambda made: (_("The later day stands."), _address(found)), heading=_("Take more time"), caption=found.reference,
        lede=_("Tell the requester the new day and the reason before the old one has passed."), verb=_("Extend"),
        back=_address(found), crumbs=crumbs(found),
    )  # fmt: skip


@page(P.PRIVACY_WRITE)
@require_POST
def gather(request: HttpRequest, public_id: str) -> HttpResponse:
    found = _found(request, public_id, P.PRIVACY_WRITE, "gathering")
    services.gather_held(request=found, by=actor_of(request))
    messages.success(
        request,
        _("Gathered: %(n)s items. What was decided of an item that says the same still stands.")
        % {"n": found.items.count()},
    )
    return redirect(_address(found))


@page(P.PRIVACY_WRITE)
def item(request: HttpRequest, public_id: str, item: str) -> HttpResponse:
    """One item, and what is done with it; saving leads to the next that is open."""
    found, actor = _found(request, public_id, P.PRIVACY_WRITE, "item"), actor_of(request)
    row = found.items.filter(public_id=item).first()
    if row is None:
        raise Http404
    initial = {
        "decision": row.decision if row.decision != "open" else "",
        "ground": row.ground,
        "reason": row.reason,
        "passages": "\n".join(row.passages),
    }
    form = ItemForm(request.POST or None, actor=actor, initial=initial)

    def done(made: HeldItem) -> tuple[str, str]:
        left = found.items.filter(decision=HeldItem.Decision.OPEN)
        following = left.filter(number__gt=row.number).first() or left.first()
        if following is None:
            return _("Decided. No item is open any more."), _address(found)
        said = _("Decided. %(n)s items are still open.") % {"n": left.count()}
        return said, reverse("access_item", args=[found.public_id, following.public_id])

    return edit(
        request, form, lambda data: services.decide_item(item=row, **data, by=actor), done, template="privacy/item.html",
        heading=row.title, caption=_("%(reference)s, item %(n)s of %(all)s")
        % {"reference": found.reference, "n": row.number, "all": found.items.count()},
        verb=_("Decide"), back=_address(found), crumbs=crumbs(found), item=row, tag_state=ITEM_TAGS[row.decision],
    )  # fmt: skip


@page(P.PRIVACY_WRITE)
def release_rest(request: HttpRequest, public_id: str) -> HttpResponse:
    """Release every open item that names nobody else; the others stay to be read one by one."""
    found, actor = _found(request, public_id, P.PRIVACY_WRITE, "items"), actor_of(request)
    rows = found.items.filter(decision=HeldItem.Decision.OPEN, names_others=False)
    if request.method == "POST":
        count = 0
        for row in rows:
            services.decide_item(item=row, decision=HeldItem.Decision.RELEASE, by=actor)
            count += 1
        messages.success(
            request,
            _("%(n)s items are to be released. Those that name somebody else are still open.") % {"n": count},
        )
        return redirect(_address(found))
    form = ReasonForm()
    form.fields.clear()
    context = {
        "danger": False,
        "heading": _("Release what names nobody else"), "caption": found.reference, "form": form,
        "verb": _("Release them"),
        "sentence": _("%(n)s open items link to nobody else. Free text can still name somebody: read it before it is sent on.")
        % {"n": rows.count()},
        "consequences": [_("Each can be decided anew until the answer is with a second person.")], "back": _address(found),
        "crumbs": crumbs(found),
    }  # fmt: skip
    return render(request, "core/confirm.html", context)


@page(P.PRIVACY_WRITE)
@require_POST
def send(request: HttpRequest, public_id: str) -> HttpResponse:
    found = _found(request, public_id, P.PRIVACY_WRITE)
    services.send_request(request=found, by=actor_of(request))
    messages.success(request, _("A second person looks at it now. They were told."))
    return redirect(_address(found))


@page(P.PRIVACY_WRITE)
def refuse(request: HttpRequest, public_id: str) -> HttpResponse:
    found, actor = _found(request, public_id, P.PRIVACY_WRITE), actor_of(request)
    return edit(
        request, RefuseForm(request.POST or None, actor=actor),
        lambda data: services.refuse_request(request=found, **data, by=actor),
        lambda made: (_("Proposed. A second person confirms it or sends it back."), _address(found)),
        heading=_("Refuse the whole request"), caption=found.reference, verb=_("Propose it"), back=_address(found),
        crumbs=crumbs(found),
        lede=_("You propose. A second person decides before anything is told. The answer names the way to complain."),
    )  # fmt: skip


@page(P.PRIVACY_CHECK)
def send_back(request: HttpRequest, public_id: str) -> HttpResponse:
    found, actor = _found(request, public_id, P.PRIVACY_CHECK), actor_of(request)
    return edit(
        request, ReasonForm(request.POST or None, label=_("What has to be looked at again")),
        lambda data: services.send_back_request(request=found, **data, by=actor),
        lambda made: (_("Sent back. Nothing was released."), _address(found)), heading=_("Send this answer back"),
        caption=found.reference, verb=_("Send it back"), back=_address(found), crumbs=crumbs(found),
    )  # fmt: skip


@page(P.PRIVACY_CHECK)
@require_POST
def approve(request: HttpRequest, public_id: str) -> HttpResponse:
    found = _found(request, public_id, P.PRIVACY_CHECK)
    services.approve_request(request=found, by=actor_of(request))
    messages.success(
        request, _("Confirmed. The privacy officer releases it; nothing has left the house yet.")
    )
    return redirect(_address(found))


@page(P.PRIVACY_WRITE)
@require_POST
def answer(request: HttpRequest, public_id: str) -> HttpResponse:
    found = _found(request, public_id, P.PRIVACY_WRITE)
    services.answer_request(request=found, by=actor_of(request))
    refused = found.state == A.REFUSED
    messages.success(
        request, _("The refusal is kept as a file with its digest.") if refused
        else _("Released. The file is kept with its digest, and the release stands in the disclosure log.")
    )  # fmt: skip
    return redirect(_address(found))


@page(P.PRIVACY_WRITE)
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    found, actor = _found(request, public_id, P.PRIVACY_WRITE), actor_of(request)
    return edit(
        request, ReasonForm(request.POST or None, label=_("Why it was withdrawn")),
        lambda data: services.withdraw_request(request=found, **data, by=actor),
        lambda made: (_("Recorded."), _address(found)), heading=_("The requester no longer asks"), caption=found.reference,
        verb=_("Record it"), back=_address(found), crumbs=crumbs(found),
    )  # fmt: skip
