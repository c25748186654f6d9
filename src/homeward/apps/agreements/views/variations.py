"""Variations: the list, one variation, and proposing, declining, withdrawing and renewing it."""

from __future__ import annotations

from typing import Any

import django_filters
from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from homeward.apps.accounts.actors import Actor, actor_of
from homeward.apps.accounts.pages import get_visible, page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.scopes import may
from homeward.apps.accounts.views.documents import documents_context
from homeward.apps.agreements import queries, services, variation_queries
from homeward.apps.agreements.models import Agreement, Variation
from homeward.apps.agreements.variation_checks import stale
from homeward.apps.agreements.variation_forms import ReasonForm, VariationForm
from homeward.apps.agreements.variation_machine import MACHINE, OPEN, sign_move
from homeward.apps.agreements.views.agreements import crumbs_to
from homeward.apps.core.documents.shelves import side_of
from homeward.apps.core.folding import fold
from homeward.apps.core.forms import ask, crumb, edit
from homeward.apps.core.refusals import present
from homeward.apps.core.signatures.queries import checked_signatures_of
from homeward.apps.core.timeline import Watched, timeline
from homeward.web.lists import Column, ListPage
from homeward.web.numbers import number

ALL = _("All")


class VariationFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(
        label=_("State"), method="by_state", empty_label=ALL,
        choices=[("open", _("Waiting for a signature")), *Variation.State.choices],
    )  # fmt: skip

    class Meta:
        model = Variation
        fields = ()

    def by_state(self, rows: Any, name: str, value: str) -> Any:
        return rows.filter(state__in=OPEN) if value == "open" else rows.filter(state=value)


VARIATIONS = ListPage(
    name="variations",
    columns=(
        Column(
            "number", _("Variation"), lambda v: str(v), sort=("agreement__reference", "number"),
            href=lambda v: reverse("variation", args=[v.public_id]), sub=lambda v: v.reference,
        ),
        Column("provider", _("Provider"), lambda v: v.organisation.name, sort="organisation__search_key"),
        Column("from", _("In force from"), lambda v: v.effective_on, sort="effective_on"),
        Column("terms", _("Terms changed"), lambda v: len(v.changes), numeric=True),
        Column(
            "state", _("State"), lambda v: v.get_state_display(), sort="state",
            tag=lambda v: variation_queries.STATES[v.state],
        ),
        Column("since", _("Since"), lambda v: timezone.localtime(v.since).date(), sort="since"),
    ),
    filters=VariationFilter,
    search=lambda rows, text: rows.filter(
        Q(agreement__reference__icontains=text)
        | Q(reference__icontains=text)
        | Q(organisation__search_key__contains=fold(text))
    ),
    search_label=_("Agreement, reference or provider"),
    order="-since",
    counted=lambda n: ngettext("%(n)s variation", "%(n)s variations", n) % {"n": number(n)},
    empty=_("No variation has been proposed yet."),
)  # fmt: skip


@page(P.AGREEMENT_READ)
def variations(request: HttpRequest) -> HttpResponse:
    actor: Any = actor_of(request)
    return VARIATIONS.respond(
        request, variation_queries.variation_list(actor), heading=_("Variations"), crumbs=crumbs_to(),
        lede=_("Changes of targets, prices and loadings. They hold once both sides have signed."),
    )  # fmt: skip


@page(P.AGREEMENT_READ)
def variation(request: HttpRequest, public_id: str) -> HttpResponse:
    """What changes, side by side; who has signed, and whether that still fits; what this person can do."""
    actor: Any = actor_of(request)
    get_visible(Variation, request, public_id)
    found = variation_queries.variation_list(actor).get(public_id=public_id)
    context = {
        "variation": found,
        "state_colour": variation_queries.STATES[found.state],
        "rows": variation_queries.rows_side_by_side(found),
        "sides": _sides(found),
        "turn": _turn(found, actor),
        "consequences": variation_queries.consequences_told(found, actor) if found.state in OPEN else [],
        "stale": [present(r) for r in stale(found)] if found.state in OPEN else [],
        "crumbs": crumbs_to(found.agreement),
        "history": timeline(found, [_WATCHED]),
        **documents_context(request, found),
    }
    return render(request, "agreements/variation.html", context)


_WATCHED = Watched(
    Variation,
    "Variation",
    labels={"effective_on": "In force from"},
    hidden=frozenset(
        {"changes", "since", "recorded_at", "recorded_by", "document", "agreement", "number", "closed_by"}
    ),
)


def _sides(found: Variation) -> list[variation_queries.Side]:
    checked = {c.signature.side: c for c in checked_signatures_of(found.document)} if found.document else {}
    return [
        variation_queries.Side("provider", found.organisation.name, checked.get("provider")),
        variation_queries.Side("body", found.body.name, checked.get("body")),
    ]


def _turn(found: Variation, actor: Actor) -> dict[str, Any]:
    """What this person can do with a variation now, and why not where a move is refused."""
    side = side_of(actor)
    moves = [
        (
            sign_move(found, side),
            _("Read and sign"),
            reverse("document_sign", args=[found.document.public_id]) if found.document else "",
        ),
        ("decline", _("Decline"), reverse("variation_decline", args=[found.public_id])),
        ("renew", _("Draw it up anew"), reverse("variation_renew", args=[found.public_id])),
        ("withdraw", _("Withdraw"), reverse("variation_withdraw", args=[found.public_id])),
    ]
    actions = [
        {"move": name, "text": text, "href": href}
        for name, text, href in moves
        if may(actor, MACHINE.moves[name].permission, found) and not MACHINE.why_not(name, found, actor)
    ]
    return {"actions": actions, "open": found.state in OPEN}


@page(P.AGREEMENT_WRITE)
def agreement_vary(request: HttpRequest, public_id: str) -> HttpResponse:
    """New terms from a day on: entered, looked over with what stands before and what follows, then proposed."""
    actor: Any = actor_of(request)
    found = get_visible(Agreement, request, public_id, using=P.AGREEMENT_WRITE)
    terms = queries.terms_of(queries.lines_of(actor, found), actor.today)
    form = VariationForm(
        request.POST or None, agreement=found, terms=terms, on=actor.today, initial=request.GET.dict()
    )
    if request.method == "POST" and form.is_valid() and "change" not in request.POST:
        answer = (
            _propose(request, found, form) if "confirm" in request.POST else _look_over(request, found, form)
        )
        if answer is not None:
            return answer
    context = {
        "heading": _("Propose a variation"),
        "caption": _("Agreement %(number)s with %(provider)s")
        % {"number": found.reference, "provider": found.provider},
        "form": form,
        "form_errors": bool(form.errors),
        "back": reverse("agreement", args=[public_id]),
        "crumbs": crumbs_to(found),
    }
    return render(request, "agreements/variation_form.html", context)


def _given(found: Agreement, form: VariationForm, actor: Actor) -> dict[str, Any]:
    names = ("effective_on", "reason", "reference")
    return {
        "agreement": found,
        "changes": form.changes,
        "by": actor,
        **{n: form.cleaned_data[n] for n in names},
    }


def _propose(request: HttpRequest, found: Agreement, form: VariationForm) -> HttpResponse | None:
    given = _given(found, form, actor_of(request))
    told = "knows_past" in request.POST
    made = ask(form, lambda: services.propose_variation(**given, knows_past=told))
    if made is None:
        return None
    messages.success(request, _t("%(name)s is proposed. Both sides were told.") % {"name": made})
    return redirect("variation", public_id=made.public_id)


def _look_over(request: HttpRequest, found: Agreement, form: VariationForm) -> HttpResponse | None:
    actor = actor_of(request)
    given = _given(found, form, actor)
    draft = ask(form, lambda: variation_queries.preview(**given))
    if draft is None:
        return None
    context = {
        "heading": _("Propose a variation"),
        "agreement": found,
        "draft": draft,
        "form": form,
        "rows": variation_queries.rows_side_by_side(draft),
        "consequences": variation_queries.consequences_told(draft, actor),
        "others": variation_queries.open_variations(found),
        "is_past": draft.effective_on < actor.today,
        "crumbs": crumbs_to(found),
    }
    return render(request, "agreements/variation_check.html", context)


@page(P.VARIATION_SIGN)
def variation_decline(request: HttpRequest, public_id: str) -> HttpResponse:
    return _close(request, public_id, "decline", P.VARIATION_SIGN, _("Decline this variation"), _("Decline"))


@page(P.AGREEMENT_WRITE)
def variation_withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    return _close(
        request, public_id, "withdraw", P.AGREEMENT_WRITE, _("Withdraw this variation"), _("Withdraw")
    )


def _close(
    request: HttpRequest, public_id: str, move: str, permission: P, heading: Any, verb: Any
) -> HttpResponse:
    actor: Any = actor_of(request)
    found = get_visible(Variation, request, public_id, using=permission)
    MACHINE.check(move, found, actor)
    do = services.decline_variation if move == "decline" else services.withdraw_variation
    address = reverse("variation", args=[public_id])
    return edit(
        request,
        ReasonForm(request.POST or None),
        lambda data: do(variation=found, by=actor, **data),
        lambda done: (_t("%(name)s: %(state)s.") % {"name": done, "state": done.get_state_display()}, address),
        heading=heading,
        caption=str(found),
        lede=_("The terms stay as they are. The paper and any signature under it are kept."),
        verb=verb,
        back=address,
        crumbs=[*crumbs_to(found.agreement), crumb(found, "variation", public_id)],
    )  # fmt: skip


@page(P.AGREEMENT_WRITE)
@require_POST
def variation_renew(request: HttpRequest, public_id: str) -> HttpResponse:
    actor: Any = actor_of(request)
    found = get_visible(Variation, request, public_id, using=P.AGREEMENT_WRITE)
    services.renew_variation(variation=found, by=actor)
    messages.success(request, _("The paper is drawn up anew. Both sides sign it."))
    return redirect("variation", public_id=public_id)
