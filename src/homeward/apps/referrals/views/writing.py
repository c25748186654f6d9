"""Writing, sending, checking: one small form each."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from homeward.apps.accounts.actors import actor_of
from homeward.apps.accounts.pages import get_visible, page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.children.models import Child
from homeward.apps.core import audit
from homeward.apps.core.forms import edit
from homeward.apps.referrals import services
from homeward.apps.referrals.content import children_of
from homeward.apps.referrals.forms import BasicsForm, BeginForm, ChildForm, NeedForm, WhyForm
from homeward.apps.referrals.letters import by_letters
from homeward.apps.referrals.models import Need, Referral
from homeward.apps.referrals.section_forms import SectionForm
from homeward.apps.referrals.sections import BY_CODE, SECTIONS
from homeward.apps.referrals.views.reading import crumb


def _to_write(request: HttpRequest, public_id: str, using: P = P.REFERRAL_WRITE) -> Referral:
    return get_visible(Referral, request, public_id, using=using)


def _around(found: Referral) -> dict[str, Any]:
    """What every form of a referral shows around it."""
    address = reverse("referral", args=[found.public_id])
    return {
        "caption": str(found),
        "back": address,
        "crumbs": [crumb(), {"text": str(found), "href": address}],
    }


def _done(said: str, found: Referral) -> tuple[str, str]:
    return said, reverse("referral", args=[found.public_id])


@page(P.REFERRAL_WRITE)
def begin(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    initial = {"children": request.GET.get("child", "")}
    form = BeginForm(request.POST or None, actor=actor, initial=initial)
    return edit(
        request, form, lambda data: services.begin_referral(**data, by=actor),
        lambda made: _done(_("Begun. Each section is saved by itself; you can stop and go on at any time."), made),
        heading=_("Begin a referral"), verb=_("Begin"), back=reverse("referrals"), crumbs=[crumb()],
    )  # fmt: skip


@page(P.REFERRAL_WRITE)
def basics(request: HttpRequest, public_id: str) -> HttpResponse:
    found, actor = _to_write(request, public_id), actor_of(request)
    initial = {"urgency": found.urgency, "needed_by": found.needed_by}
    form = BasicsForm(request.POST or None, actor=actor, initial=initial)
    return edit(
        request, form, lambda data: services.change_basics(referral=found, **data, by=actor),
        lambda made: _done(_("Changed."), made), heading=_("How soon a home is needed"), verb=_("Save"), **_around(found),
    )  # fmt: skip


@page(P.REFERRAL_WRITE)
def section(request: HttpRequest, public_id: str, code: str) -> HttpResponse:
    """One section. Saving leads to the next that is open, or back to the list."""
    found, actor = _to_write(request, public_id), actor_of(request)
    if code not in BY_CODE:
        raise Http404
    chosen = BY_CODE[code]
    written = found.sections.filter(code=code).first()
    audit.record_read(actor, found)
    initial = written.answers if written else {}
    form = SectionForm(request.POST or None, section=chosen, referral=found, initial=initial)
    following = request.POST.get("then") == "next"
    return edit(
        request, form, lambda data: services.save_section(referral=found, code=code, answers=data, by=actor),
        lambda made: (_("Saved."), _next(found, code) if following else reverse("referral", args=[found.public_id])),
        heading=chosen.title, verb=_("Save"), template="referrals/section.html",
        letters=by_letters(c.letter for c in children_of(found)), **_around(found),
    )  # fmt: skip


def _next(found: Referral, code: str) -> str:
    """The section after this one; after the last the list."""
    codes = [s.code for s in SECTIONS]
    place = codes.index(code) + 1
    if place == len(codes):
        return reverse("referral", args=[found.public_id])
    return reverse("referral_section", args=[found.public_id, codes[place]])


@page(P.REFERRAL_WRITE)
def needs(request: HttpRequest, public_id: str) -> HttpResponse:
    """What the home must and should be: the list, and a form for one more."""
    found, actor = _to_write(request, public_id), actor_of(request)
    form = NeedForm(request.POST or None, initial={"weight": Need.Weight.MUST})
    return edit(
        request, form, lambda data: services.add_need(referral=found, **data, by=actor),
        lambda made: (_("Added."), reverse("referral_needs", args=[found.public_id])),
        heading=_("What the home must and should be"), verb=_("Add"), template="referrals/needs.html",
        needs=list(found.needs.order_by("weight", "position")), open=found.state == Referral.State.DRAFT,
        lede=_("Needs come first: an offer is compared need by need, and a must that is not met is seen."),
        referral=found, **_around(found),
    )  # fmt: skip


@page(P.REFERRAL_WRITE)
@require_POST
def remove_need(request: HttpRequest, public_id: str, need: str) -> HttpResponse:
    found = _to_write(request, public_id)
    row = found.needs.filter(public_id=need).first()
    if row is None:
        raise Http404
    services.remove_need(need=row, by=actor_of(request))
    messages.success(request, _("Taken out."))
    return redirect("referral_needs", found.public_id)


@page(P.REFERRAL_WRITE)
def children(request: HttpRequest, public_id: str) -> HttpResponse:
    """Add a child who needs the same home."""
    found, actor = _to_write(request, public_id), actor_of(request)
    form = ChildForm(request.POST or None, actor=actor)
    return edit(
        request, form, lambda data: services.add_child(referral=found, child=data["child"], by=actor),
        lambda made: _done(_("Added as Child %(letter)s.") % {"letter": made.letter}, found),
        heading=_("Add a child"), verb=_("Add"),
        lede=_("For a brother or sister who needs the same home."), **_around(found),
    )  # fmt: skip


@page(P.REFERRAL_WRITE)
@require_POST
def remove_child(request: HttpRequest, public_id: str, child: str) -> HttpResponse:
    found = _to_write(request, public_id)
    row = get_visible(Child, request, child)
    services.remove_child(referral=found, child=row, by=actor_of(request))
    messages.success(request, _("Taken out."))
    return redirect("referral", found.public_id)


@page(P.REFERRAL_WRITE)
@require_POST
def send(request: HttpRequest, public_id: str) -> HttpResponse:
    found = _to_write(request, public_id)
    services.send_referral(referral=found, by=actor_of(request))
    messages.success(request, _("Sent. A senior practitioner checks it before anybody is asked."))
    return redirect("referral", found.public_id)


@page(P.REFERRAL_CHECK)
@require_POST
def pass_check(request: HttpRequest, public_id: str) -> HttpResponse:
    found = _to_write(request, public_id, P.REFERRAL_CHECK)
    services.pass_check(referral=found, by=actor_of(request))
    messages.success(request, _("Passed. The search may begin."))
    return redirect("referral", found.public_id)


def _with_reason(
    request: HttpRequest, found: Referral, do: Any, said: str, heading: str, lede: str
) -> HttpResponse:
    return edit(
        request, WhyForm(request.POST or None),
        lambda data: do(referral=found, reason=data["reason"], by=actor_of(request)),
        lambda made: _done(said, made), heading=heading, verb=heading, lede=lede, **_around(found),
    )  # fmt: skip


@page(P.REFERRAL_CHECK)
def send_back(request: HttpRequest, public_id: str) -> HttpResponse:
    found = _to_write(request, public_id, P.REFERRAL_CHECK)
    return _with_reason(
        request, found, services.send_back_referral, _("Sent back. Whoever wrote it has been told why."),
        _("Send back"), _("Say what is missing or not clear enough for a provider to answer."),
    )  # fmt: skip


@page(P.REFERRAL_WRITE)
def reopen(request: HttpRequest, public_id: str) -> HttpResponse:
    return _with_reason(
        request, _to_write(request, public_id), services.reopen_referral, _("Open again. It needs the quality check again."),
        _("Open again"), _("The checked version stays; what you change becomes the next one."),
    )  # fmt: skip


@page(P.REFERRAL_WRITE)
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    return _with_reason(
        request, _to_write(request, public_id), services.withdraw_referral, _("Withdrawn. What was written stays readable."),
        _("Withdraw"), _(
            "When the home is no longer needed. The search ends with it: open invitations close and their providers are told, "
            "offers end, and a home that was proposed or accepted but not signed for is let go."
        ),
    )  # fmt: skip


@page(P.REFERRAL_WRITE)
def renew(request: HttpRequest, public_id: str) -> HttpResponse:
    return _with_reason(
        request, _to_write(request, public_id), services.renew_referral,
        _("Opened from the last one. Put right what has changed, then send it to the quality check."), _("Look again"),
        _("The referral is withdrawn, and another is opened for the same children, filled from it. Say what was learned."),
    )  # fmt: skip
