"""One agreement: its page, and adding, changing, varying and ending it, and adding lines."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from homeward.apps.accounts.actors import actor_of
from homeward.apps.accounts.pages import get_visible, page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.scopes import may
from homeward.apps.accounts.views.documents import documents_context
from homeward.apps.agreements import outcome, queries, services, variation_queries
from homeward.apps.agreements.forms import AgreementForm, EndAgreementForm, LineForm, dates_of
from homeward.apps.agreements.models import Agreement
from homeward.apps.agreements.signed import signed_on
from homeward.apps.core.forms import crumb, edit, initial_of
from homeward.apps.core.periods import ONE_DAY
from homeward.web.words import word


def crumbs_to(agreement: Agreement | None = None) -> list[dict[str, str]]:
    crumbs = [crumb(word("nav.agreements"), "agreements")]
    return [*crumbs, crumb(agreement.reference, "agreement", agreement.public_id)] if agreement else crumbs


def _caption(agreement: Agreement) -> str:
    return _("Agreement %(number)s with %(provider)s") % {
        "number": agreement.reference,
        "provider": agreement.provider,
    }


@page(P.AGREEMENT_READ)
def agreement(request: HttpRequest, public_id: str) -> HttpResponse:
    """Lines with tonight's terms, what is missing, variations, history."""
    actor: Any = actor_of(request)
    get_visible(Agreement, request, public_id)
    found = queries.agreement_list(actor).get(public_id=public_id)
    terms = queries.terms_of(queries.lines_of(actor, found), actor.today)
    state, colour = queries.state_of(found.period, actor.today)
    targets = [t.target.placements for t in terms if t.target]
    context = {
        "agreement": found,
        "terms": terms,
        "state": state,
        "state_colour": colour,
        "target_total": sum(targets),
        "gaps": [(t.line, gap) for t in terms for gap in t.gaps],
        "variations": _variations(found),
        "may_change": may(actor, P.AGREEMENT_WRITE, found),
        "may_see_provider": actor.holds(P.PROVIDER_READ),
        "is_over": colour == "plain",
        "is_outcome": outcome.is_outcome(found),
        "signed_on": signed_on(found),
        "crumbs": crumbs_to(),
        "history": queries.agreement_timeline(found),
        **documents_context(request, found),
    }
    return render(request, "agreements/agreement.html", context)


def _variations(found: Agreement) -> list[dict[str, Any]]:
    return [
        {
            "variation": variation,
            "rows": variation_queries.rows_side_by_side(variation),
            "colour": variation_queries.STATES[variation.state],
        }
        for variation in found.variations.select_related("agreement", "body").order_by("-number")
    ]


@page(P.AGREEMENT_WRITE)
def agreement_add(request: HttpRequest) -> HttpResponse:
    actor: Any = actor_of(request)
    form = AgreementForm(
        request.POST or None, actor=actor, initial={"provider": request.GET.get("provider", "")}
    )
    return edit(
        request,
        form,
        lambda data: services.make_agreement(**form.given(), by=actor),
        lambda made: (
            _("Agreement %(number)s is recorded. Add its lines next.") % {"number": made.reference},
            reverse("agreement", args=[made.public_id]),
        ),
        heading=_("Add an agreement"),
        verb=_("Add the agreement"),
        back=reverse("agreements"),
        crumbs=crumbs_to(),
    )


@page(P.AGREEMENT_WRITE)
def agreement_change(request: HttpRequest, public_id: str) -> HttpResponse:
    actor: Any = actor_of(request)
    found = get_visible(Agreement, request, public_id, using=P.AGREEMENT_WRITE)
    initial = initial_of(found, ("reference", "title")) | dates_of(found.period)
    form = AgreementForm(request.POST or None, actor=actor, agreement=found, initial=initial)
    address = reverse("agreement", args=[public_id])
    return edit(
        request,
        form,
        lambda data: services.change_agreement(agreement=found, by=actor, **form.given()),
        lambda changed: (_("The change is recorded."), address),
        heading=_("Change number, title or dates"),
        caption=_caption(found),
        lede=_("To end it with all its lines, use End this agreement. To change a target, vary it."),
        verb=_("Save the change"),
        back=address,
        crumbs=crumbs_to(found),
    )


@page(P.AGREEMENT_WRITE)
def agreement_line_add(request: HttpRequest, public_id: str) -> HttpResponse:
    actor: Any = actor_of(request)
    found = get_visible(Agreement, request, public_id, using=P.AGREEMENT_WRITE)
    form = LineForm(request.POST or None, agreement=found, initial=dates_of(found.period))
    return edit(
        request,
        form,
        lambda data: services.add_line(agreement=found, by=actor, **form.given()),
        lambda line: (
            _("%(line)s is recorded. Set its target and price next.") % {"line": line},
            reverse("line", args=[line.public_id]),
        ),
        heading=_("Add a line"),
        caption=_caption(found),
        verb=_("Add the line"),
        back=reverse("agreement", args=[public_id]),
        crumbs=crumbs_to(found),
    )


@page(P.AGREEMENT_WRITE)
def agreement_end(request: HttpRequest, public_id: str) -> HttpResponse:
    actor: Any = actor_of(request)
    found = get_visible(Agreement, request, public_id, using=P.AGREEMENT_WRITE)
    form = EndAgreementForm(request.POST or None)
    address = reverse("agreement", args=[public_id])
    lines, running = found.lines.count(), queries.placements_after(found, actor.today)
    count = ngettext(
        "%(n)d line ends with it, and its targets, rates and values.",
        "%(n)d lines end with it, and their targets, rates and values.",
        lines,
    )
    here = ngettext(
        "%(n)d placement runs on today. It is not ended by this.",
        "%(n)d placements run on today. They are not ended by this.",
        running,
    )
    return edit(
        request,
        form,
        lambda data: services.end_agreement(
            agreement=found,
            on=data["last_night"] + ONE_DAY,
            reason=data["reason"],
            by=actor,
        ),
        lambda ended: (_("%(number)s is ended.") % {"number": ended.reference}, address),
        template="core/confirm.html",
        heading=_("End agreement %(number)s") % {"number": found.reference},
        caption=_caption(found),
        sentence=_("After its last night nothing is counted or paid under it. What was agreed before stays."),
        consequences=[count % {"n": lines}, here % {"n": running}],
        verb=_("End the agreement"),
        danger=True,
        back=address,
        crumbs=crumbs_to(found),
    )
