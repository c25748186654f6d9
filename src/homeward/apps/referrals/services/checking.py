"""Sending a referral to the quality check, passing it, sending it back, opening it again."""

from __future__ import annotations

from django.urls import reverse

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import Membership, User
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.queries.whom import people_in
from homeward.apps.accounts.roles import Role
from homeward.apps.accounts.scopes import may
from homeward.apps.core import audit
from homeward.apps.core.notices import saying, tell
from homeward.apps.core.writing import permit, service
from homeward.apps.referrals.content import content_of, digest_of
from homeward.apps.referrals.machine import MACHINE
from homeward.apps.referrals.models import Referral, ReferralVersion

State = Referral.State


@service("send_referral", "This referral cannot be sent")
def send_referral(*, referral: Referral, by: Actor) -> ReferralVersion:
    """Send it to the quality check. What was written is kept as the next version, with its digest."""
    referral = _locked(referral, by, P.REFERRAL_WRITE, "This referral cannot be sent")
    MACHINE.make("send", referral, by, sent_by=by.user, note="")
    made = freeze(referral, by)
    audit.record(by, "send_referral", referral, version=made.number)
    checkers = [
        u
        for u in people_in([Role.SENIOR_PRACTITIONER], body=referral.body, organisation_id=None)
        if u.pk != by.user.pk
    ]
    _tell(referral, checkers, saying("Referral %(referral)s waits for your quality check", referral=referral))
    return made


@service("pass_check", "This referral cannot be passed")
def pass_check(*, referral: Referral, by: Actor) -> Referral:
    """The quality check is passed: the search may begin. Never by whoever wrote or sent it."""
    referral = _locked(referral, by, P.REFERRAL_CHECK, "This referral cannot be passed")
    MACHINE.make("pass_check", referral, by, checked_by=by.user)
    version = referral.versions.order_by("-number")[0]
    version.passed_at = referral.since
    version.save(update_fields=["passed_at"])
    if (
        referral.placed_at is not None
    ):  # an emergency: the children live there already, and nothing more is owed
        referral.state = State.PLACED
        referral.save(update_fields=["state"])
    audit.record(by, "pass_check", referral, version=version.number)
    _tell(
        referral,
        _writers(referral, by),
        saying("Referral %(referral)s passed the quality check", referral=referral),
    )
    return referral


@service("send_back_referral", "This referral cannot be sent back")
def send_back_referral(*, referral: Referral, reason: str, by: Actor) -> Referral:
    referral = _locked(referral, by, P.REFERRAL_CHECK, "This referral cannot be sent back")
    MACHINE.make("send_back", referral, by, reason=reason, note=reason.strip())
    audit.record(by, "send_back_referral", referral, reason=reason.strip())
    _tell(
        referral,
        _writers(referral, by),
        saying("Referral %(referral)s was sent back", referral=referral),
        reason,
    )
    return referral


@service("reopen_referral", "This referral cannot be opened again")
def reopen_referral(*, referral: Referral, reason: str, by: Actor) -> Referral:
    """Change a checked referral: it needs the quality check again, and becomes a further version."""
    referral = _locked(referral, by, P.REFERRAL_WRITE, "This referral cannot be opened again")
    MACHINE.make("reopen", referral, by, reason=reason, note=reason.strip(), checked_by=None)
    audit.record(by, "reopen_referral", referral, reason=reason.strip())
    return referral


def freeze(referral: Referral, by: Actor) -> ReferralVersion:
    """What is written now, kept as the next version with its digest. For services, inside their writing."""
    content = content_of(referral)
    last = referral.versions.order_by("-number").first()
    return ReferralVersion.objects.create(
        body=referral.body, referral=referral, number=last.number + 1 if last else 1, content=content,
        digest=digest_of(content), made_by=by.user,
    )  # fmt: skip


def _locked(referral: Referral, by: Actor, permission: P, what: str) -> Referral:
    permit(may(by, permission, referral), what)
    found: Referral = Referral.objects.select_for_update().get(pk=referral.pk)
    return found


def _writers(referral: Referral, by: Actor) -> list[User]:
    """Who wrote or sent it, and may read it still: the words that go out are about the children."""
    people = {u.pk: u for u in (referral.created_by, referral.sent_by) if u is not None}
    return [u for pk, u in people.items() if pk != by.user.pk and _reads_still(u, referral)]


def _reads_still(user: User, referral: Referral) -> bool:
    held = Membership.objects.filter(user=user, body=referral.body).active_on(referral.body.today)
    return any(may(Actor.of(m), P.REFERRAL_READ, referral) for m in held.select_related("user", "body"))


def _tell(referral: Referral, people: list[User], title: str, text: str = "") -> None:
    tell(
        people, body=referral.body, title=title, text=text, url=reverse("referral", args=[referral.public_id])
    )
