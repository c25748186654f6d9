"""One local value: what it would change, deciding on it, taking it away; and the list of all of them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from homeward.apps.accounts.actors import Actor, actor_of
from homeward.apps.accounts.pages import get_visible, page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core.forms import crumb, edit
from homeward.apps.core.periods import from_db, say
from homeward.apps.core.refusals import present
from homeward.apps.local_policy import changes, services, words
from homeward.apps.local_policy.forms import DecisionForm, WithdrawForm
from homeward.apps.local_policy.lists import STATES, VALUES
from homeward.apps.local_policy.machine import LOCAL_VALUE
from homeward.apps.local_policy.models import LocalValue
from homeward.apps.local_policy.queries import is_standing, pack_of, timeline_of, values_of
from homeward.apps.local_policy.touching import touched_by
from homeward.apps.local_policy.views.parameters import rules_crumbs

State = LocalValue.State


@page(P.POLICY_READ)
def local_values(request: HttpRequest) -> HttpResponse:
    """Every value entered here that the reader may see, with its state."""
    actor = actor_of(request)
    actions = [{"text": _("Download as YAML"), "href": reverse("local_export"), "secondary": True}]
    if actor.holds(P.POLICY_PROPOSE):
        actions.append({"text": _("Take in a file"), "href": reverse("local_import"), "secondary": True})
    return VALUES.respond(
        request,
        values_of(actor),
        heading=_("Values entered here"),
        lede=_(
            "They lie over the pack of the jurisdiction. Nothing is overwritten: each is a row with its source."
        ),
        actions=actions,
        crumbs=rules_crumbs(),
    )


@page(P.POLICY_READ)
def local_value(request: HttpRequest, public_id: str) -> HttpResponse:
    """A draft to check, a proposal to decide, or a confirmed value with who says so."""
    found = get_visible(LocalValue, request, public_id)
    return _show(request, values_of(actor_of(request)).get(pk=found.pk), DecisionForm())


@page(P.POLICY_CONFIRM)
def decide_value(request: HttpRequest, public_id: str) -> HttpResponse:
    """The second person's answer."""
    actor = actor_of(request)
    found = get_visible(LocalValue, request, public_id, using=P.POLICY_CONFIRM)
    form = DecisionForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _show(request, values_of(actor).get(pk=found.pk), form)
    if form.cleaned_data["decision"] == "confirm":
        services.confirm_value(value=found, by=actor)
        messages.success(
            request, _("Confirmed. From now on the policy says so; what was locked before is reviewed.")
        )
    else:
        services.decline_value(value=found, reason=form.cleaned_data["reason"], by=actor)
        messages.success(request, _("Declined. Whoever entered it has been told."))
    return redirect("local_value", public_id)


@page(P.POLICY_PROPOSE)
def withdraw_value(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take back a proposal, or propose that a confirmed value no longer holds."""
    actor = actor_of(request)
    found = get_visible(LocalValue, request, public_id, using=P.POLICY_PROPOSE)
    confirmed = found.state == State.CONFIRMED
    back = reverse("local_value", args=[public_id])
    form = WithdrawForm(request.POST or None)
    return edit(
        request,
        form,
        lambda data: services.withdraw_value(value=found, reason=data["reason"], by=actor),
        lambda row: (
            _("Proposed. The value holds until a second person confirms that it does not.")
            if confirmed
            else _("Taken back. Nobody has to look at it any more."),
            reverse("local_value", args=[row.public_id]),
        ),
        heading=_("Withdraw this value") if confirmed else _("Take back this value"),
        caption=words.describe(found),
        lede=_("A second person confirms it. What lies beneath is then in force again, from the same day.")
        if confirmed
        else _("It stays on record, and nothing changes."),
        verb=_("Propose to withdraw it") if confirmed else _("Take it back"),
        back=back,
        crumbs=[*rules_crumbs(), crumb(words.short_name(found.path), "parameter", found.path)],
    )


def _show(request: HttpRequest, value: LocalValue, form: DecisionForm) -> HttpResponse:
    actor = actor_of(request)
    parameter = pack_of(value.body).parameters.get(value.path)
    row = value.withdraws or value
    period = from_db(value.period)
    is_open = value.state in (State.DRAFT, State.PROPOSED)
    own_draft = value.state == State.DRAFT and value.entered_by_id == actor.user.pk
    context: dict[str, Any] = {
        "value": value,
        "row": row,
        "title": words.describe(value),
        "state": STATES[value.state],
        "parameter": parameter,
        "lines": words.value_lines(value.body, parameter, row.value) if parameter else [str(row.value)],
        "keys": words.keys_words(value.body, parameter, value.keys) if parameter else ", ".join(value.keys),
        "period": say(period),
        "changed": changes.changed_by(value) if is_open and parameter else None,
        "touched": changes.split(touched_by(actor, value.path, tuple(value.keys), period))
        if is_open
        else None,
        "own_draft": own_draft,
        "may_decide": value.state == State.PROPOSED and actor.holds(P.POLICY_CONFIRM),
        "why_not": _why_not(value, actor),
        "may_take_back": is_open and actor.holds(P.POLICY_PROPOSE),
        "may_withdraw": value.state == State.CONFIRMED
        and not value.withdraws_id
        and actor.holds(P.POLICY_PROPOSE)
        and is_standing(value),
        "stands": value.state == State.CONFIRMED and not value.withdraws_id and is_standing(value),
        "form": form,
        "form_errors": bool(form.errors),
        "history": timeline_of(value),
        "crumbs": [*rules_crumbs(), crumb(words.short_name(value.path), "parameter", value.path)],
    }
    return render(request, "local_policy/value.html", context)


def _why_not(value: LocalValue, actor: Actor) -> list[Any]:
    """Why this person cannot confirm it, in the words of the refusal itself."""
    if value.state != State.PROPOSED or not actor.holds(P.POLICY_CONFIRM):
        return []
    return [present(reason) for reason in LOCAL_VALUE.why_not("confirm", value, actor)]
