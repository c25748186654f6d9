"""Referrals as a person may see them, and how far each is written."""

from __future__ import annotations

from typing import Any

from django.db.models import Count

from homeward.apps.accounts.actors import Actor
from homeward.apps.children.models import Child
from homeward.apps.referrals.models import Need, Referral, ReferralChild, ReferralVersion
from homeward.apps.referrals.sections import NEEDS, SECTIONS, missing_of

Json = dict[str, Any]


def referrals(actor: Actor) -> Any:
    """With the number of children."""
    return Referral.objects.visible_to(actor).annotate(count=Count("children", distinct=True))


def of_known_children(actor: Actor, word: str) -> Any:
    """Keys of referrals for a child whose record this person may see and which holds the folded word: nobody finds by a
    name what they may not know."""
    known = Child.objects.visible_to(actor).filter(search_key__contains=word)
    return ReferralChild.objects.filter(child__in=known).values("referral")


def progress_of(referral: Referral) -> list[Json]:
    """Each part of the task list: code, title, hint, what is missing (empty: complete), and whether it was begun."""
    missing = {m.code: words for m, words in missing_of(referral)}
    begun = {s.code for s in referral.sections.all()}
    needs = list(referral.needs.all())
    musts = sum(n.weight == Need.Weight.MUST for n in needs)
    parts = [
        {"code": s.code, "title": s.title, "hint": s.hint, "missing": missing.get(s.code, []), "begun": s.code in begun}
        for s in SECTIONS
    ]  # fmt: skip
    about = {"musts": musts, "shoulds": len(needs) - musts}
    parts.insert(2, {"code": NEEDS, "missing": missing.get(NEEDS, []), "begun": bool(needs), **about})
    return parts


def version_to_read(referral: Referral) -> ReferralVersion | None:
    """The version providers read: the newest that passed the quality check; in an emergency the newest there is."""
    newest = referral.versions.order_by("-number")
    passed = newest.filter(passed_at__isnull=False).first()
    return passed or (newest.first() if referral.owed_by else None)
