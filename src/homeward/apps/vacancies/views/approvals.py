"""On which terms the carers of a household are approved."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from homeward.apps.accounts.actors import actor_of
from homeward.apps.accounts.pages import get_visible, page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core.forms import crumb, edit
from homeward.apps.core.periods import ONE_DAY
from homeward.apps.providers.forms import LastDayForm
from homeward.apps.providers.models import Home
from homeward.apps.vacancies import queries, services
from homeward.apps.vacancies.forms import TermsForm
from homeward.apps.vacancies.models import ApprovalTerms


def _crumbs(home: Home) -> list[dict[str, str]]:
    return [crumb(_("Vacancies"), "vacancies"), crumb(home.name, "vacancy", home.public_id)]


@page(P.APPROVAL_WRITE)
def approval_set(request: HttpRequest, public_id: str) -> HttpResponse:
    actor: Any = actor_of(request)
    households = queries.homes_read(actor).filter(body=actor.body, kind=Home.Kind.CARER_HOUSEHOLD)
    found = households.filter(public_id=public_id).select_related("body", "organisation").first()
    if found is None:
        raise Http404
    known = queries.terms_on([found.pk], actor.today).get(found.pk)
    initial: dict[str, Any] = {"start": actor.today}
    if known:
        initial |= {"children": known.children, "age_from": known.age_from, "age_to": known.age_to}
        initial["only_for"] = known.only_for.public_id if known.only_for else ""
    form = TermsForm(request.POST or None, actor=actor, home=found, initial=initial)
    address = reverse("vacancy", args=[public_id])
    return edit(
        request,
        form,
        lambda data: services.set_approval(home=found, by=actor, **data),
        lambda made: (_("The approval is recorded."), address),
        heading=_("Approval of the carers of %(home)s") % {"home": found.name},
        caption=_("Home %(number)s") % {"number": found.reference},
        lede=_("What stands on the first day ends there; what begins later stays."),
        verb=_("Record the approval"),
        back=address,
        crumbs=_crumbs(found),
    )


@page(P.APPROVAL_WRITE)
def approval_end(request: HttpRequest, public_id: str) -> HttpResponse:
    actor: Any = actor_of(request)
    found = get_visible(ApprovalTerms, request, public_id, using=P.APPROVAL_WRITE)
    if found.body_id != actor.body.pk:
        raise Http404
    address = reverse("vacancy", args=[found.home.public_id])
    return edit(
        request,
        LastDayForm(request.POST or None),
        lambda data: services.end_approval(terms=found, on=data["last_day"] + ONE_DAY, by=actor),
        lambda ended: (_("The approval is ended."), address),
        template="core/confirm.html",
        heading=_("End the approval of the carers of %(home)s") % {"home": found.home.name},
        caption=_("Home %(number)s") % {"number": found.home.reference},
        sentence=_("After its last day the household is approved for nobody. Who lives there stays."),
        consequences=[_("To change the terms, record new ones instead: the old end by themselves.")],
        verb=_("End the approval"),
        danger=True,
        back=address,
        crumbs=_crumbs(found.home),
    )
