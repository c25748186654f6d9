"""One line: its page, and its targets, rates and values of its own."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from homeward.apps.accounts.actors import actor_of
from homeward.apps.accounts.pages import get_visible, page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.scopes import may
from homeward.apps.agreements import queries, services
from homeward.apps.agreements.forms import (
    EndTermForm,
    LineForm,
    LoadingForm,
    RateForm,
    TargetForm,
    dates_of,
)
from homeward.apps.agreements.models import PARTNERED, Line, LineLoading, LineOverride, LineRate, LineTarget
from homeward.apps.agreements.term_checks import loadings_apply
from homeward.apps.agreements.views.agreements import crumbs_to
from homeward.apps.core import audit
from homeward.apps.core.forms import crumb, edit
from homeward.apps.core.periods import end_after, from_db, say
from homeward.apps.core.timeline import say_value
from homeward.apps.core.vocabulary import label_of

TERMS = {"target": LineTarget, "rate": LineRate, "loading": LineLoading, "value": LineOverride}


def line_crumbs(line: Line) -> list[dict[str, str]]:
    text = _("Line %(number)d") % {"number": line.number}
    return [*crumbs_to(line.agreement), crumb(text, "line", line.public_id)]


def line_caption(line: Line) -> str:
    return _("%(line)s, %(service)s") % {
        "line": line,
        "service": label_of(line.body, "service_types", line.service_type),
    }


def to_change(request: HttpRequest, public_id: str) -> Line:
    return get_visible(Line, request, public_id, using=P.AGREEMENT_WRITE)


@page(P.AGREEMENT_READ)
def line(request: HttpRequest, public_id: str) -> HttpResponse:
    """Targets, rates, values of its own beside the pack's, placements, history."""
    actor: Any = actor_of(request)
    get_visible(Line, request, public_id)
    found = queries.lines_of(actor).get(public_id=public_id)
    terms = queries.terms_of([found], actor.today)[0]
    placements, placement_count = queries.placements_of(actor, found)
    audit.record_reads(actor, [p.child for p in placements], page="line")
    state, colour = queries.state_of(found.period, actor.today)
    context = {
        "line": found,
        "terms": terms,
        "state": state,
        "state_colour": colour,
        "targets": sorted(found.targets.all(), key=lambda t: t.period.lower, reverse=True),
        "rates": sorted(found.rates.all(), key=lambda r: r.period.lower, reverse=True),
        "loadings": queries.loadings_of(found)
        if loadings_apply(found, max(actor.today, found.period.lower))
        else None,
        "overrides": queries.overrides_of(found),
        "placements": placements if actor.holds(P.PLACEMENT_READ) else None,
        "placement_count": placement_count,
        "may_change": may(actor, P.AGREEMENT_WRITE, found),
        "may_see_home": actor.holds(P.HOME_READ),
        "is_block": found.method == Line.Method.BLOCK,
        "funding_href": reverse("funding_line", args=[public_id])
        if found.method in PARTNERED and actor.holds(P.FUNDING_READ)
        else "",
        "crumbs": crumbs_to(found.agreement),
        "history": queries.line_timeline(found),
    }
    return render(request, "agreements/line.html", context)


@page(P.AGREEMENT_WRITE)
def line_change(request: HttpRequest, public_id: str) -> HttpResponse:
    actor: Any = actor_of(request)
    found = to_change(request, public_id)
    initial = {
        "placement_type": found.placement_type,
        "cost_code": found.cost_code,
        "specification": found.specification.public_id if found.specification else "",
        "home": found.home.public_id if found.home else "",
        **dates_of(found.period),
    }
    form = LineForm(request.POST or None, agreement=found.agreement, line=found, initial=initial)
    address = reverse("line", args=[public_id])
    return edit(
        request,
        form,
        lambda data: services.change_line(line=found, by=actor, **form.given()),
        lambda changed: (_("The change is recorded."), address),
        heading=_("Change this line"),
        caption=line_caption(found),
        lede=_(
            "Targets, rates and values are cut to the new dates. Another service or method is another line."
        ),
        verb=_("Save the change"),
        back=address,
        crumbs=line_crumbs(found),
    )


@page(P.AGREEMENT_WRITE)
def line_target(request: HttpRequest, public_id: str) -> HttpResponse:
    actor: Any = actor_of(request)
    found = to_change(request, public_id)
    form = TargetForm(request.POST or None, initial=dates_of(found.period))
    address = reverse("line", args=[public_id])
    return edit(
        request,
        form,
        lambda data: services.set_target(line=found, by=actor, **form.given()),
        lambda target: (_("The target is set."), address),
        heading=_("Set a target"),
        caption=line_caption(found),
        lede=_(
            "The minimum placements this line buys on each night. To change one from a day on, vary the agreement."
        ),
        verb=_("Set the target"),
        back=address,
        crumbs=line_crumbs(found),
    )


@page(P.AGREEMENT_WRITE)
def line_rate(request: HttpRequest, public_id: str) -> HttpResponse:
    actor: Any = actor_of(request)
    found = to_change(request, public_id)
    form = RateForm(request.POST or None, line=found, initial=dates_of(found.period))
    address = reverse("line", args=[public_id])
    return edit(
        request,
        form,
        lambda data: services.set_rate(line=found, by=actor, **form.given()),
        lambda rate: (_("The price is set."), address),
        heading=_("Set a price"),
        caption=line_caption(found),
        verb=_("Set the price"),
        back=address,
        crumbs=line_crumbs(found),
    )


@page(P.AGREEMENT_WRITE)
def line_loading(request: HttpRequest, public_id: str) -> HttpResponse:
    actor: Any = actor_of(request)
    found = to_change(request, public_id)
    form = LoadingForm(request.POST or None, line=found, initial=dates_of(found.period))
    address = reverse("line", args=[public_id])
    return edit(
        request,
        form,
        lambda data: services.set_loading(line=found, by=actor, **form.given()),
        lambda loading: (_("The contract loading is set."), address),
        heading=_("Set a contract loading"),
        caption=line_caption(found),
        lede=_(
            "The loading the block amount already holds. The quarter is held against it: more grows the quarter's "
            "funding, less may be abated. What stood for the same category on these nights ends there."
        ),
        verb=_("Set the loading"),
        back=address,
        crumbs=line_crumbs(found),
    )


@page(P.AGREEMENT_WRITE)
def line_term_end(request: HttpRequest, public_id: str, kind: str, term_id: str) -> HttpResponse:
    """End a target, price, loading or value early, or take it back; the history keeps what it was."""
    actor: Any = actor_of(request)
    found = to_change(request, public_id)
    term = TERMS[kind].objects.filter(line=found, public_id=term_id).first() if kind in TERMS else None
    if term is None:
        raise Http404
    form = EndTermForm(request.POST or None)
    address = reverse("line", args=[public_id])

    def end(data: dict[str, Any]) -> bool:
        on = end_after(data["last_night"]) or from_db(term.period).start
        services.end_term(term=term, on=on, reason=data["reason"], by=actor)
        return True

    return edit(
        request,
        form,
        end,
        lambda ended: (_("It is ended."), address),
        template="core/confirm.html",
        heading=_("End %(what)s") % {"what": _term_words(term)},
        caption=line_caption(found),
        sentence=_("It stands %(dates)s, by %(reference)s.")
        % {"dates": say(from_db(term.period)), "reference": term.reference},
        consequences=[
            _("Nights of an agreed quarter cannot be touched."),
            _("What it was stays in the history."),
        ],
        verb=_("End it"),
        danger=True,
        back=address,
        crumbs=line_crumbs(found),
    )


def _term_words(term: Any) -> str:
    if isinstance(term, LineTarget):
        return _("the target of %(number)d placements") % {"number": term.placements}
    if isinstance(term, LineRate):
        return _("the price of %(amount)s") % {"amount": say_value(term.amount)}
    if isinstance(term, LineLoading):
        return _("the loading for %(category)s") % {
            "category": queries.loading_label(term.body, term.category)
        }
    return _("the value of %(parameter)s") % {"parameter": term.parameter}
