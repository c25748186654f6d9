"""The profile of the data exchange: read by everybody concerned, drafted by one person, published by another."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from homeward.apps.accounts.actors import Actor, actor_of
from homeward.apps.accounts.pages import get_visible, page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core.forms import crumb, edit
from homeward.apps.core.refusals import present
from homeward.apps.exchange import profiles, queries, services
from homeward.apps.exchange.forms import DecideForm, DescribeForm, FieldForm
from homeward.apps.exchange.machine import PROFILE
from homeward.apps.exchange.models import ExchangeProfile
from homeward.apps.exchange.profiles import Group
from homeward.web.dates import month as month_in_words
from homeward.web.dates import short_date

State = ExchangeProfile.State
TAGS = {
    State.DRAFT: "plain", State.PROPOSED: "warn", State.PUBLISHED: "ok", State.DECLINED: "plain", State.TAKEN_BACK: "plain",
}  # fmt: skip


def crumbs(actor: Actor, profile: ExchangeProfile | None = None) -> list[dict[str, str]]:
    """The parents; returns are not every profile reader's to see."""
    above = [crumb(_("Data exchange"), "data_returns")] if actor.holds(P.EXCHANGE_READ) else []
    found = [*above, crumb(_("Profile"), "exchange_profiles")]
    if profile is not None:
        found.append(
            crumb(_("Version %(number)s") % {"number": profile.number}, "exchange_profile", profile.public_id)
        )
    return found


@page(P.POLICY_READ)
def exchange_profiles(request: HttpRequest) -> HttpResponse:
    """The profile in force now, group by group, and every version."""
    actor = actor_of(request)
    if not profiles.exchanges(actor.body):
        raise Http404
    now = profiles.in_force(actor.body, actor.today.replace(day=1))
    rows = (
        ExchangeProfile.objects.visible_to(actor)
        .select_related("drafted_by", "decided_by")
        .order_by("-number")
    )
    is_open = any(row.state in (State.DRAFT, State.PROPOSED) for row in rows)
    context = {
        "profile": now, "groups": profiles.groups_of(now) if now else profiles.first_groups(actor.body),
        "versions": [_version(row) for row in rows], "expected": _expected(actor),
        "may_draft": actor.holds(P.EXCHANGE_DRAFT) and not is_open, "crumbs": crumbs(actor)[:-1],
    }  # fmt: skip
    return render(request, "exchange/profiles.html", context)


def _version(row: ExchangeProfile) -> dict[str, Any]:
    return {
        "row": row, "from": month_in_words(row.applies_from) if row.applies_from else "–", "colour": TAGS[State(row.state)],
    }  # fmt: skip


def _expected(actor: Actor) -> dict[str, Any]:
    """By when a return is expected, with the newest month as the example."""
    month = queries.choosable_months(actor.body)[0]
    found = queries.expected_by(actor.body, month)
    return {
        "days": found.days, "calendar": queries.calendar_words(actor.body, found.calendar), "month": month_in_words(month),
        "due": short_date(found.due), "is_placeholder": found.is_placeholder,
    }  # fmt: skip


@page(P.POLICY_READ)
def exchange_profile(request: HttpRequest, public_id: str) -> HttpResponse:
    """One version: what it asks, what differs, and the next step for this person."""
    found = get_visible(ExchangeProfile, request, public_id)
    return _show(request, found, DecideForm())


def _show(request: HttpRequest, found: ExchangeProfile, form: DecideForm) -> HttpResponse:
    actor = actor_of(request)
    may_draft = actor.holds(P.EXCHANGE_DRAFT)
    is_open = found.state in (State.DRAFT, State.PROPOSED)
    decides = found.state == State.PROPOSED and actor.holds(P.EXCHANGE_PUBLISH)
    context = {
        "profile": found, "groups": profiles.groups_of(found), "colour": TAGS[State(found.state)], "form": form,
        "form_errors": bool(form.errors), "crumbs": crumbs(actor), "decides": decides,
        "from": month_in_words(found.applies_from) if found.applies_from else "",
        "edits": may_draft and found.state == State.DRAFT, "takes_back": may_draft and is_open,
        "why_not": [present(r) for r in PROFILE.why_not("publish", found, actor)] if decides else [],
    }  # fmt: skip
    return render(request, "exchange/profile.html", context)


@page(P.EXCHANGE_DRAFT)
@require_POST
def draft_profile(request: HttpRequest) -> HttpResponse:
    made = services.draft_profile(by=actor_of(request))
    messages.success(request, _("Begun as a copy. Change what is to differ, then propose it."))
    return redirect("exchange_profile", made.public_id)


@page(P.EXCHANGE_DRAFT)
def describe_profile(request: HttpRequest, public_id: str) -> HttpResponse:
    """From which month it holds, and why."""
    found = get_visible(ExchangeProfile, request, public_id, using=P.EXCHANGE_DRAFT)
    back = reverse("exchange_profile", args=[public_id])
    return edit(
        request, DescribeForm(request.POST or None, profile=found),
        lambda data: services.describe_profile(profile=found, **data, by=actor_of(request)),
        lambda made: (_("Saved."), back), heading=_("From when it holds"), caption=str(found), verb=_("Save"), back=back,
        crumbs=crumbs(actor_of(request), found),
    )  # fmt: skip


@page(P.EXCHANGE_DRAFT)
def add_field(request: HttpRequest, public_id: str, group: str) -> HttpResponse:
    found, of = _group(request, public_id, group)
    return _field(request, found, of, "")


@page(P.EXCHANGE_DRAFT)
def change_field(request: HttpRequest, public_id: str, group: str, column: str) -> HttpResponse:
    found, of = _group(request, public_id, group)
    if of.named(column) is None:
        raise Http404
    return _field(request, found, of, column)


def _group(request: HttpRequest, public_id: str, code: str) -> tuple[ExchangeProfile, Group]:
    found = get_visible(ExchangeProfile, request, public_id, using=P.EXCHANGE_DRAFT)
    group = next((g for g in profiles.groups_of(found) if g.code == code), None)
    if group is None:
        raise Http404
    return found, group


def _field(request: HttpRequest, found: ExchangeProfile, group: Group, column: str) -> HttpResponse:
    back = f"{reverse('exchange_profile', args=[found.public_id])}#g-{group.code}"
    field = group.named(column) if column else None
    form = FieldForm(request.POST or None, profile=found, group=group, field=field)
    return edit(
        request, form,
        lambda data: services.put_field(profile=found, group=group.code, field=form.made(), column=column, by=actor_of(request)),
        lambda made: (_("Saved in the draft. Nothing changes for partners before it is published."), back),
        heading=_("Change “%(label)s”") % {"label": field.label} if field else _("Add a field"), caption=group.words,
        verb=_("Save"), back=back, crumbs=crumbs(actor_of(request), found), template="exchange/field.html",
        remove=reverse("exchange_field_remove", args=[found.public_id, group.code, column]) if field else "",
    )  # fmt: skip


@page(P.EXCHANGE_DRAFT)
@require_POST
def remove_field(request: HttpRequest, public_id: str, group: str, column: str) -> HttpResponse:
    found, of = _group(request, public_id, group)
    services.remove_field(profile=found, group=of.code, column=column, by=actor_of(request))
    messages.success(request, _("Taken out of the draft."))
    return redirect("exchange_profile", public_id)


@page(P.EXCHANGE_DRAFT)
@require_POST
def propose_profile(request: HttpRequest, public_id: str) -> HttpResponse:
    found = get_visible(ExchangeProfile, request, public_id, using=P.EXCHANGE_DRAFT)
    services.propose_profile(profile=found, by=actor_of(request))
    messages.success(request, _("Proposed. Another person publishes or declines it."))
    return redirect("exchange_profile", public_id)


@page(P.EXCHANGE_DRAFT)
@require_POST
def take_back_profile(request: HttpRequest, public_id: str) -> HttpResponse:
    found = get_visible(ExchangeProfile, request, public_id, using=P.EXCHANGE_DRAFT)
    services.take_back_profile(profile=found, by=actor_of(request))
    messages.success(request, _("Taken back. It stays on record, and nothing changes."))
    return redirect("exchange_profiles")


@page(P.EXCHANGE_PUBLISH)
def decide_profile(request: HttpRequest, public_id: str) -> HttpResponse:
    """The second person's decision."""
    found, actor = (
        get_visible(ExchangeProfile, request, public_id, using=P.EXCHANGE_PUBLISH),
        actor_of(request),
    )
    form = DecideForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _show(request, found, form)
    if form.cleaned_data["decision"] == "publish":
        services.publish_profile(profile=found, by=actor)
        messages.success(request, _("Published. It is never changed after; the next version replaces it."))
    else:
        services.decline_profile(profile=found, reason=form.cleaned_data["reason"], by=actor)
        messages.success(request, _("Declined. Whoever drafted it has been told."))
    return redirect("exchange_profile", public_id)
