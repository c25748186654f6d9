"""Additional support rates: the list, one rate, proposing, deciding, renewing, ending."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from homeward.apps.accounts.actors import Actor, actor_of
from homeward.apps.accounts.pages import get_visible, page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core import audit
from homeward.apps.core.forms import edit
from homeward.apps.core.refusals import present
from homeward.apps.core.timeline import Watched, timeline
from homeward.apps.funding import queries, rule, services
from homeward.apps.funding.addresses import line_address, rate_address
from homeward.apps.funding.forms import EndForm, RateForm, RenewForm
from homeward.apps.funding.lists import RATES
from homeward.apps.funding.machine import MACHINE, amount_of
from homeward.apps.funding.models import AdditionalRate, Asked, Renewal
from homeward.apps.funding.views.parts import about_thing, caption, crumbs_to, deciding, line_of
from homeward.apps.funding.words import rate_standing
from homeward.kernel.reasons import Reason


@page(P.FUNDING_READ)
def additional_rates(request: HttpRequest) -> HttpResponse:
    """All additional rates, by their review; filters, order and file are in the address."""
    return RATES.respond(
        request, queries.rates(actor_of(request)), heading=_("Additional support rates"), crumbs=crumbs_to(),
        lede=_("Each ends on its review date unless it is renewed."),
        actions=[{"text": _("Due for review"), "href": f"{reverse('additional_rates')}?review=soon", "secondary": True}],
    )  # fmt: skip


@page(P.FUNDING_READ)
def additional_rate(request: HttpRequest, public_id: str) -> HttpResponse:
    """One rate: child, need, nights, review, who asked and decided; what may be done with it now."""
    actor = actor_of(request)
    found = get_visible(AdditionalRate, request, public_id)
    audit.record_reads(actor, [found.child], page="additional_rate")
    words, tone = rate_standing(found, actor.today)
    waits = found.state == Asked.REQUESTED
    runs = queries.running(found, actor.today)
    decides = waits and actor.holds(P.FUNDING_APPROVE)
    context = {
        "rate": found, "line": found.line, "nights": rule.nights_of(found), "review": rule.last_review(found),
        "words": words, "tone": tone, "most": amount_of(found), "currency": found.body.currency,
        "renewals": list(found.renewals.select_related("approved_by").order_by("renewed_on")),
        "decides": decides, "why_not": [present(r) for r in _against(found, actor)] if decides else [],
        "withdraws": waits and not MACHINE.why_not("withdraw", found, actor, reason="–"),
        "renews": runs and actor.holds(P.FUNDING_APPROVE) and found.asked_by_id != actor.user.pk,
        "ends": runs and actor.holds(P.FUNDING_PROPOSE),
        "caption": caption(found.line), "crumbs": crumbs_to(found.line), "history": _history(found),
    }  # fmt: skip
    return render(request, "funding/rate.html", context)


def _against(rate: AdditionalRate, actor: Actor) -> list[Reason]:
    """What stands in the way of approving it, before a reason is given."""
    return MACHINE.why_not("approve", rate, actor, reason="–")


def _history(rate: AdditionalRate) -> object:
    hidden = frozenset({"line", "child", "asked_at", "asked_by", "asked_side", "renewed_on"})
    rows = [
        Watched(AdditionalRate, _("Additional rate"), hidden=hidden),
        Watched(Renewal, _("Renewal"), "rate", hidden=hidden),
    ]
    return timeline(rate, rows)


@page(P.FUNDING_PROPOSE)
def propose(request: HttpRequest, public_id: str) -> HttpResponse:
    """Propose an additional support rate for a child on a dynamic line."""
    line, actor = line_of(request, public_id, P.FUNDING_PROPOSE), actor_of(request)
    form = RateForm(request.POST or None, line=line)
    audit.record_reads(actor, form.children.values(), page="propose_additional_rate")
    return edit(
        request, form, lambda data: services.propose_rate(line=line, by=actor, **form.given()),
        lambda made: (_("Proposed. Somebody else decides."), rate_address(made)),
        heading=_("Propose an additional support rate"), caption=caption(line), verb=_("Propose it"),
        back=line_address(line), crumbs=crumbs_to(line),
        lede=_("It is paid once approved, beside the general support rate, until its review. It never begins before its notice."),
        notes=[] if form.children else [_("No child has a stay on this line yet.")],
    )  # fmt: skip


approve = deciding(
    AdditionalRate, P.FUNDING_APPROVE,
    lambda rate, reason, by: services.approve_rate(rate=rate, reason=reason, by=by), rate_address,
    lambda: {
        "heading": _("Approve this additional rate"), "verb": _("Approve it"), "said": _("Approved. Both sides are told."),
        "sentence": _("It is paid for each night until its review."),
        "consequences": [_("It ends on its review date unless you or another director renews it.")],
    },
)  # fmt: skip
decline = deciding(
    AdditionalRate, P.FUNDING_APPROVE,
    lambda rate, reason, by: services.decline_rate(rate=rate, reason=reason, by=by), rate_address,
    lambda: {
        "heading": _("Decline this additional rate"), "verb": _("Decline it"), "said": _("Declined. Both sides are told."),
        "sentence": _("Both sides read your reason."),
    },
)  # fmt: skip
withdraw = deciding(
    AdditionalRate, P.FUNDING_PROPOSE,
    lambda rate, reason, by: services.withdraw_rate(rate=rate, reason=reason, by=by), rate_address,
    lambda: {
        "heading": _("Withdraw this proposal"), "verb": _("Withdraw it"), "said": _("Withdrawn."),
        "sentence": _("Nobody decides on it any more."),
    },
)  # fmt: skip


@page(P.FUNDING_APPROVE)
def renew(request: HttpRequest, public_id: str) -> HttpResponse:
    found, actor = get_visible(AdditionalRate, request, public_id, using=P.FUNDING_APPROVE), actor_of(request)
    return about_thing(
        request, found, rate_address(found), RenewForm(request.POST or None),
        lambda data: services.renew_rate(rate=found, by=actor, **data), _("Renewed. Both sides are told."),
        heading=_("Renew this additional rate"), verb=_("Renew it"),
        lede=_("After its review the need is still there. It goes on until the next review."),
    )  # fmt: skip


@page(P.FUNDING_PROPOSE)
def end(request: HttpRequest, public_id: str) -> HttpResponse:
    found, actor = get_visible(AdditionalRate, request, public_id, using=P.FUNDING_PROPOSE), actor_of(request)
    return about_thing(
        request, found, rate_address(found), EndForm(request.POST or None),
        lambda data: services.end_rate(rate=found, by=actor, **data), _("It ends then. Both sides are told."),
        heading=_("End this additional rate"), verb=_("End it"),
    )  # fmt: skip
