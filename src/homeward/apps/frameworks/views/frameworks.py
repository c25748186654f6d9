"""The list of frameworks, one framework with its lots, providers and authorities, and the forms that make it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from homeward.apps.accounts.actors import Actor, actor_of
from homeward.apps.accounts.pages import get_visible, page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core.forms import crumb, edit
from homeward.apps.core.periods import ONE_DAY, from_db, last_night_before, say
from homeward.apps.core.refusals import present
from homeward.apps.core.timeline import Watched, timeline
from homeward.apps.core.vocabulary import label_of
from homeward.apps.frameworks import queries, services
from homeward.apps.frameworks.forms import AccessForm, ApplyForm, EndAccessForm, FrameworkForm, LotForm
from homeward.apps.frameworks.lists import ADMISSIONS, FRAMEWORKS
from homeward.apps.frameworks.models import Admission, Framework, FrameworkAccess, Lot
from homeward.apps.frameworks.standing import check_reasons


def root() -> dict[str, str]:
    return crumb(_("Frameworks"), "frameworks")


@page(P.FRAMEWORK_READ)
def frameworks(request: HttpRequest) -> HttpResponse:
    """Frameworks of the body, and those it has access to."""
    actor = actor_of(request)
    buttons: list[dict[str, Any]] = []
    if actor.holds(P.FRAMEWORK_WRITE):
        buttons.append({"text": _("Add a framework"), "href": reverse("add_framework")})
        buttons.append({"text": _("Queries"), "href": reverse("score_queries"), "secondary": True})
    buttons.append({"text": _("Rankings"), "href": reverse("rankings"), "secondary": True})
    lede = _("Providers admitted after company-wide checks, ranked lot by lot on quality and price.")
    return FRAMEWORKS.respond(
        request, queries.frameworks(actor), heading=_("Frameworks"), lede=lede, actions=buttons
    )


@page(P.FRAMEWORK_READ)
def framework(request: HttpRequest, public_id: str) -> HttpResponse:
    """One framework: lots, who may use it, and the list of its providers."""
    actor = actor_of(request)
    found = get_visible(Framework, request, public_id)
    keeps = queries.keeps(actor, found)
    rows = Admission.objects.visible_to(actor).filter(framework=found)
    if found.body_id != actor.body.pk:
        rows = rows.filter(state__in=(Admission.State.ADMITTED, Admission.State.ENDED))
    rows = rows.select_related("organisation", "framework", "body").prefetch_related("lots__lot")
    if request.GET.get("format"):
        return ADMISSIONS.export(request, rows)
    context: dict[str, Any] = {
        "framework": found, "keeps": keeps, "crumbs": [root()], "period": say(from_db(found.period)),
        "service": label_of(found.body, "service_types", found.service_type),
        "lots": [_lot(lot, actor) for lot in found.lots.all()],
        "access": [(a, say(from_db(a.period))) for a in FrameworkAccess.objects.visible_to(actor).filter(framework=found)
                   .select_related("authority").order_by("authority__name")],
        "listing": ADMISSIONS.listing(request, rows),
        "history": _history(found) if keeps else None,
    }  # fmt: skip
    return render(request, "frameworks/framework.html", context)


def _lot(lot: Lot, actor: Actor) -> dict[str, Any]:
    rankings = queries.rankings(actor).filter(lot=lot, state="published").order_by("-period", "region")
    return {
        "lot": lot,
        "types": ", ".join(label_of(lot.body, "placement_types_sought", c) for c in lot.placement_types),
        "regions": ", ".join(lot.regions),
        "providers": lot.admissions.filter(admission__state=Admission.State.ADMITTED).count(),
        "rankings": [(r, say(from_db(r.period))) for r in rankings[:4]],
    }


def _history(found: Framework) -> Any:
    return timeline(
        found,
        [
            Watched(Framework, "Framework"),
            Watched(Lot, "Lot", "framework"),
            Watched(FrameworkAccess, "Access", "framework"),
        ],
    )


def kept(request: HttpRequest, model: Any, public_id: str) -> Any:
    """A record of the actor's own body that it may write, or 404."""
    found = get_visible(model, request, public_id, using=P.FRAMEWORK_WRITE)
    if found.body_id != actor_of(request).body.pk:
        raise Http404
    return found


@page(P.FRAMEWORK_WRITE)
def add(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    form = FrameworkForm(request.POST or None, actor=actor)
    return edit(
        request, form, lambda data: services.make_framework(**form.given(), by=actor),
        lambda made: (_("Added. Add its lots next."), reverse("framework", args=[made.public_id])),
        heading=_("Add a framework"), verb=_("Add the framework"), back=reverse("frameworks"), crumbs=[root()],
    )  # fmt: skip


@page(P.FRAMEWORK_WRITE)
def change(request: HttpRequest, public_id: str) -> HttpResponse:
    actor, found = actor_of(request), kept(request, Framework, public_id)
    period = from_db(found.period)
    names = ("reference", "title", "service_type", "note")
    initial = {n: getattr(found, n) for n in names}
    initial |= {"start": period.start, "last_day": last_night_before(period.end)}
    form = FrameworkForm(request.POST or None, actor=actor, initial=initial)
    return edit(
        request, form, lambda data: services.change_framework(framework=found, **form.given(), by=actor),
        lambda made: (_("Changed."), reverse("framework", args=[made.public_id])),
        heading=_("Change the framework"), verb=_("Keep the changes"), **around(found),
    )  # fmt: skip


def around(found: Framework) -> dict[str, Any]:
    """What every form of a framework shows around it."""
    address = reverse("framework", args=[found.public_id])
    return {
        "caption": found.title,
        "back": address,
        "crumbs": [root(), {"text": found.title, "href": address}],
    }


@page(P.FRAMEWORK_WRITE)
def add_lot(request: HttpRequest, public_id: str) -> HttpResponse:
    actor, found = actor_of(request), kept(request, Framework, public_id)
    form = LotForm(request.POST or None, actor=actor, initial={"number": found.lots.count() + 1})
    return edit(
        request, form, lambda data: services.add_lot(framework=found, **form.given(), by=actor),
        lambda made: (_("Added. Enter what quality is scored by next."), reverse("lot", args=[made.public_id])),
        heading=_("Add a lot"), verb=_("Add the lot"), lede=_("It runs as long as the framework."), **around(found),
    )  # fmt: skip


@page(P.FRAMEWORK_WRITE)
def give_access(request: HttpRequest, public_id: str) -> HttpResponse:
    actor, found = actor_of(request), kept(request, Framework, public_id)
    form = AccessForm(request.POST or None, framework=found)
    return edit(
        request, form,
        lambda data: services.give_access(framework=found, authority=form.chosen, period=form.period, by=actor),
        lambda made: (_("Given. It reads admissions and published rankings, no scores and no notes."),
                      reverse("framework", args=[found.public_id])),
        heading=_("Let an authority use it"), verb=_("Give access"), **around(found),
    )  # fmt: skip


@page(P.FRAMEWORK_WRITE)
def end_access(request: HttpRequest, public_id: str) -> HttpResponse:
    actor, row = actor_of(request), kept(request, FrameworkAccess, public_id)
    form = EndAccessForm(request.POST or None)
    return edit(
        request, form,
        lambda data: services.end_access(access=row, on=data["last_day"] + ONE_DAY, by=actor),
        lambda made: (_("Ended on that day."), reverse("framework", args=[row.framework.public_id])),
        heading=_("End access: %(who)s") % {"who": row.authority.name}, verb=_("End the access"), **around(row.framework),
    )  # fmt: skip


@page(P.FRAMEWORK_WRITE)
def apply_provider(request: HttpRequest, public_id: str) -> HttpResponse:
    actor, found = actor_of(request), kept(request, Framework, public_id)
    period = from_db(found.period)
    initial = {"start": max(period.start, actor.today), "last_day": last_night_before(period.end)}
    form = ApplyForm(request.POST or None, framework=found, actor=actor, initial=initial)

    def put_down(data: dict[str, Any]) -> Admission:
        made = services.apply_provider(
            framework=found, provider=form.chosen_provider, period=form.period, by=actor
        )
        for lot in form.chosen_lots:
            services.place_in_lot(admission=made, lot=lot, by=actor)
        return made

    return edit(
        request, form, put_down,
        lambda made: (_("Put down. It is admitted when its checks hold."), reverse("admission", args=[made.public_id])),
        heading=_("Put a provider down"), verb=_("Put it down"), **around(found),
    )  # fmt: skip


def faults_in_words(admission: Admission, actor: Actor) -> list[Any]:
    """What the checks of a provider lack today, as sentences."""
    return [present(r) for r in check_reasons(admission.body, admission.organisation, actor.today)]
