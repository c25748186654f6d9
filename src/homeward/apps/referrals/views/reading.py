"""The list of referrals, one referral as a task list, what a provider would read, and earlier versions."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from homeward.apps.accounts.actors import Actor, actor_of
from homeward.apps.accounts.pages import get_visible, page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core import audit
from homeward.apps.core.refusals import present
from homeward.apps.core.timeline import Watched, timeline
from homeward.apps.core.vocabulary import label_of
from homeward.apps.referrals import queries
from homeward.apps.referrals.content import content_of, people_of, rows_of, urgency_words
from homeward.apps.referrals.lists import STATE_TAGS, kinds_of, referrals_list
from homeward.apps.referrals.machine import MACHINE
from homeward.apps.referrals.models import Need, Referral, ReferralChild, ReferralVersion
from homeward.apps.referrals.models import Section as Written
from homeward.apps.referrals.sections import NEEDS, SECTIONS

State = Referral.State
Json = dict[str, Any]


def crumb() -> Json:
    return {"text": _("Referrals"), "href": reverse("referrals")}


@page(P.REFERRAL_READ)
def referrals(request: HttpRequest) -> HttpResponse:
    """All referrals; filters, order and file are in the address."""
    actor = actor_of(request)
    actions: list[Json] = (
        [{"text": _("Begin a referral"), "href": reverse("begin_referral")}]
        if actor.holds(P.REFERRAL_WRITE)
        else []
    )
    if actor.holds(P.SEARCH_WRITE) and actions:
        actions.append({"text": _("Emergency, today"), "href": reverse("begin_emergency"), "secondary": True})
    lede = _(
        "A referral says which home a child needs. Nothing leaves the authority before its quality check."
    )
    return referrals_list(actor).respond(
        request, queries.referrals(actor), heading=_("Referrals"), lede=lede, actions=actions
    )


@page(P.REFERRAL_READ)
def referral(request: HttpRequest, public_id: str) -> HttpResponse:
    """One referral: what is written, what is missing, whose turn it is."""
    actor = actor_of(request)
    found = get_visible(Referral, request, public_id)
    children = _people(found, actor)
    audit.record_read(actor, found, children=[c["reference"] for c in children if c["named"]])
    writes = found.state == State.DRAFT and actor.holds(P.REFERRAL_WRITE)
    checks = found.state == State.CHECKING and actor.holds(P.REFERRAL_CHECK)
    prefetch_related_objects([found], "sections", "needs")  # the task list and the guard of sending read both
    content = None if writes else content_of(found)
    context = {
        "referral": found, "state": STATE_TAGS[found.state], "crumbs": [crumb()], "children": children,
        "urgency": urgency_words(found), "kinds": kinds_of(found), "writes": writes, "checks": checks,
        "tasks": _tasks(found) if writes else [], "content": content,
        "why_not_send": [present(r) for r in MACHINE.why_not("send", found, actor)] if writes else [],
        "why_not_pass": [present(r) for r in MACHINE.why_not("pass_check", found, actor)] if checks else [],
        "may_reopen": found.state == State.READY and actor.holds(P.REFERRAL_WRITE),
        "may_withdraw": found.state not in (State.WITHDRAWN, State.PLACED) and actor.holds(P.REFERRAL_WRITE),
        "versions": list(found.versions.select_related("made_by").order_by("-number")),
        "sections": _written(found, content) if content else [], "search_href": _search_href(found, actor),
        "begin_href": _begin_href(found, actor),
        "history": _history(found),
    }  # fmt: skip
    return render(request, "referrals/referral.html", context)


def _search_href(found: Referral, actor: Actor) -> str:
    """Where the search for it is; empty while there is none. Searches stand above, so the reverse link is asked."""
    search = getattr(found, "search", None) if actor.holds(P.SEARCH_READ) else None
    return reverse("home_search", args=[search.public_id]) if search is not None else ""


def _begin_href(found: Referral, actor: Actor) -> str:
    """Where its search is begun, for who may and while it has none; else empty."""
    waits = found.state == State.READY and getattr(found, "search", None) is None
    return reverse("begin_search", args=[found.public_id]) if waits and actor.holds(P.SEARCH_WRITE) else ""


@page(P.REFERRAL_READ)
def preview(request: HttpRequest, public_id: str) -> HttpResponse:
    """The referral as a provider will read it: letters for names, age bands for birthdays."""
    found = get_visible(Referral, request, public_id)
    heading = _("As a provider will read it")
    return _as_sent(
        request, found, content_of(found), heading, _("What is written now. Nothing has been sent.")
    )


@page(P.REFERRAL_READ)
def version(request: HttpRequest, public_id: str, version: str) -> HttpResponse:
    """A version as it was sent to the quality check, and what changed since the one before."""
    found = get_visible(Referral, request, public_id)
    rows = ReferralVersion.objects.filter(referral=found).select_related("made_by")
    shown = rows.filter(public_id=version).first()
    if shown is None:
        raise Http404
    before = rows.filter(number=shown.number - 1).first()
    changed = _changed(before.content, shown.content) if before else None
    heading = _("Version %(number)s of %(referral)s") % {"number": shown.number, "referral": found}
    lede = _("Kept as it was sent. It is never changed.")
    return _as_sent(request, found, shown.content, heading, lede, version=shown, changed=changed)


def _as_sent(
    request: HttpRequest, found: Referral, content: Json, heading: str, lede: str, **more: Any
) -> HttpResponse:
    actor = actor_of(request)
    audit.record_read(actor, found)
    address = reverse("referral", args=[found.public_id])
    context = {
        "referral": found, "content": content, "heading": heading, "lede": lede,
        "crumbs": [crumb(), {"text": found.reference, "href": address}], "sections": _written(found, content),
        "urgency": label_of(found.body, "urgencies", content["urgency"]),
        "needed_by": dt.date.fromisoformat(content["needed_by"]), "back": address, "version": None, "changed": None, **more,
    }  # fmt: skip
    return render(request, "referrals/as_sent.html", context)


def _changed(before: Json, after: Json) -> list[str]:
    """Titles of the parts that differ between two versions."""
    found = [
        str(s.title) for s in SECTIONS if before["sections"].get(s.code) != after["sections"].get(s.code)
    ]
    if before[NEEDS] != after[NEEDS]:
        found.append(_("What the home must and should be"))
    if before["children"] != after["children"]:
        found.append(_("The children"))
    if (before["urgency"], before["needed_by"]) != (after["urgency"], after["needed_by"]):
        found.append(_("How soon a home is needed"))
    return found


def _written(found: Referral, content: Json) -> list[Json]:
    return [
        {
            "title": s.title,
            "code": s.code,
            "rows": rows_of(found, content["sections"].get(s.code, {}), s.code),
        }
        for s in SECTIONS
        if s.code in content["sections"]
    ]


def _people(found: Referral, actor: Actor) -> list[Json]:
    """The children: by name to whoever may see the child, by letter to others."""
    people = []
    for sought in people_of(found, actor):
        child = sought.part.child
        person = {"letter": sought.part.letter, "named": sought.named, "public_id": child.public_id}
        if sought.named:
            href = reverse("child", args=[child.public_id])
            person |= {"name": child.name, "reference": child.reference, "href": href, "age": sought.age}
        people.append(person)
    return people


def _tasks(found: Referral) -> list[Json]:
    tasks = []
    for part in queries.progress_of(found):
        if part["code"] == NEEDS:
            title = _("What the home must and should be")
            hint = _("%(musts)s must, %(shoulds)s should") % part
            href = reverse("referral_needs", args=[found.public_id])
        else:
            title, hint = part["title"], part["hint"]
            href = reverse("referral_section", args=[found.public_id, part["code"]])
        status, state = _status(part)
        missing = (
            _("Missing: %(what)s") % {"what": ", ".join(part["missing"])}
            if part["begun"] and part["missing"]
            else hint
        )
        tasks.append(
            {
                "title": title,
                "hint": missing,
                "href": href,
                "status": status,
                "state": state,
            }
        )
    return tasks


def _status(part: Json) -> tuple[str, str]:
    if not part["missing"]:
        return (_("Complete"), "ok") if part["begun"] else (_("Nothing needed"), "plain")
    return (_("In progress"), "info") if part["begun"] else (_("Not started"), "plain")


def _history(found: Referral) -> Any:
    hidden = frozenset(
        {
            "since",
            "created_at",
            "created_by",
            "placement_types",
            "sent_by",
            "checked_by",
            "saved_at",
            "saved_by",
        }
    )
    rows = [
        Watched(Referral, _("Referral"), hidden=hidden),
        Watched(ReferralChild, _("Child"), "referral", hidden=frozenset({"child"})),
        Watched(Need, _("Need"), "referral", hidden=frozenset({"position"})),
        Watched(Written, _("Section"), "referral", hidden=hidden | {"answers"}),
    ]
    return timeline(found, rows)
