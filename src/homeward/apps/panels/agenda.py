"""What a panel looks at: gathered from the records, live while the panel is prepared, and frozen when it opens."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import Any

from django.utils import timezone

from homeward.apps.accounts.models import CommissioningBody
from homeward.apps.panels.extras import extras_of
from homeward.apps.panels.models import Panel, PanelAction
from homeward.apps.providers.models import Home
from homeward.apps.referrals.content import age_of
from homeward.apps.referrals.models import Referral
from homeward.apps.searches.facts import candidates_of_vacancies, referral_facts
from homeward.apps.searches.models import Search
from homeward.apps.vacancies.models import Vacancy
from homeward.engine.matching.facts import CandidateFact, MatchFacts, ReferralFact
from homeward.kernel.jsontypes import plain

Json = dict[str, Any]


def open_referrals(body: CommissioningBody) -> list[Referral]:
    """Checked referrals whose search is not over, the oldest first."""
    rows = Referral.objects.filter(body=body, state=Referral.State.READY, created_at__lte=timezone.now())
    rows = rows.exclude(search__state=Search.State.ENDED)
    rows = rows.select_related("body").prefetch_related("children__child", "needs", "sections")
    return list(rows.order_by("created_at", "pk"))


def undone(body: CommissioningBody) -> list[PanelAction]:
    """What people took on at earlier panels and have not done, the longest due first."""
    rows = PanelAction.objects.filter(body=body, done_at=None).exclude(panel__state=Panel.State.CANCELLED)
    return list(rows.select_related("owner", "panel", "body", "item__referral").order_by("due_on", "pk"))


def in_house_vacancies(body: CommissioningBody) -> list[Vacancy]:
    """Free places in the body's own homes."""
    rows = Vacancy.objects.filter(body=body, places__gt=0).select_related("home__provider", "home")
    own = [v for v in rows.order_by("home__search_key", "pk") if _is_in_house(v.home)]
    return [v for v in own if v.home.closed_on is None]


def _is_in_house(home: Home) -> bool:
    return home.provider is None or home.provider.is_in_house


def content_of(body: CommissioningBody) -> Json:
    """Everything of the agenda as plain values. Children stand under letters and keys, never by name."""
    referrals, today = open_referrals(body), body.today
    facts = referral_facts(referrals)
    homes: Json = {}
    for vacancy, candidate in _once(candidates_of_vacancies(body)):
        homes[candidate.id] = _home(vacancy, candidate)
    items = [_item(r, facts.get(r.pk), body, today, set(homes)) for r in referrals]
    return {
        "on": today.isoformat(),
        "items": items,
        "homes": homes,
        **rest_of(body),
    }


def rest_of(body: CommissioningBody) -> Json:
    """What is on the agenda beside the referrals."""
    return {
        "in_house": [_vacancy(v) for v in in_house_vacancies(body)],
        "extras": extras_of(body),
        "actions": [action_json(a) for a in undone(body)],
    }


def digest_of(content: Json) -> str:
    """SHA-256 of the content, as hexadecimal."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _once(pairs: list[tuple[Vacancy, CandidateFact]]) -> list[tuple[Vacancy, CandidateFact]]:
    """Each home once: two bodies may keep a record of one registered home, and its places are not there twice."""
    seen: set[tuple[str, str]] = set()
    found = []
    for vacancy, candidate in sorted(pairs, key=lambda pair: pair[1].route != "in_house"):
        key = (candidate.provider, candidate.home)
        if key not in seen:
            seen.add(key)
            found.append((vacancy, candidate))
    return found


def _home(vacancy: Vacancy, candidate: CandidateFact) -> Json:
    home = vacancy.home
    approval = candidate.approval
    room = candidate.places
    if approval is not None:
        room = max(0, min(room, approval.children_most - approval.children_now))
    return {
        "name": home.name,
        "provider": home.organisation.name if home.organisation else "",
        "firm": home.organisation.public_id if home.organisation else "",
        "route": candidate.route,
        "places": room,
        "there": candidate.children_there,
        "area": candidate.area,
    }


def _item(
    referral: Referral, sought: ReferralFact | None, body: CommissioningBody, today: dt.date, homes: set[str]
) -> Json:
    match = None
    if sought is not None:
        candidates = [fact for _, fact in candidates_of_vacancies(body, referral) if fact.id in homes]
        match = plain_facts(MatchFacts(referral=sought, candidates=candidates, on=today, purpose="search"))
    children = sorted(referral.children.all(), key=lambda c: c.letter)
    return {
        "id": referral.public_id,
        "reference": referral.reference,
        "came_on": timezone.localtime(referral.created_at).date().isoformat(),
        "needed_by": referral.needed_by.isoformat(),
        "urgency": referral.urgency,
        "types": list(referral.placement_types),
        "children": [
            {"id": c.child.public_id, "letter": c.letter, "age": age_of(c, referral.needed_by)}
            for c in children
        ],
        "needs": [
            {"weight": n.weight, "text": n.text, "wish": n.is_wish}
            for n in sorted(referral.needs.all(), key=lambda n: n.position)
        ],
        "together": sought.together if sought else "required",
        "match": match,
    }


def plain_facts(facts: MatchFacts) -> Json:
    """Facts as JSON, as the command line reads them; what is not known is left out."""
    found: Json = plain(facts.model_dump(exclude_none=True))  # type: ignore[assignment]
    return found


def _vacancy(vacancy: Vacancy) -> Json:
    return {
        "home": vacancy.home.public_id,
        "name": vacancy.home.name,
        "places": vacancy.places,
        "free_from": vacancy.free_from.isoformat() if vacancy.free_from else None,
        "ages": [vacancy.age_from, vacancy.age_to],
        "conditions": vacancy.conditions,
    }


def action_json(action: PanelAction) -> Json:
    return {
        "id": action.public_id,
        "text": action.text,
        "owner": action.owner.name,
        "due_on": action.due_on.isoformat(),
        "panel": action.panel.held_on.isoformat(),
        "about": action.item.referral.reference if action.item else "",
    }
