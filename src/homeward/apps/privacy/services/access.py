"""Access requests: from receipt over what was gathered and decided, item by item, to an answer two people stand for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.permissions import Relation
from homeward.apps.accounts.queries.whom import people_in, roles_with
from homeward.apps.accounts.roles import HeldAt
from homeward.apps.accounts.scopes import may
from homeward.apps.core import audit
from homeward.apps.core.documents import store_made
from homeward.apps.core.models import Document
from homeward.apps.core.notices import saying, tell
from homeward.apps.core.refusals import refuse_if
from homeward.apps.core.writing import hold, permit, service
from homeward.apps.privacy.clocks import answer_due
from homeward.apps.privacy.gathering import MOST, items_of
from homeward.apps.privacy.machine import ACCESS
from homeward.apps.privacy.models import AccessRequest, HeldItem
from homeward.apps.privacy.papers import release_paper
from homeward.apps.privacy.redacting import MARK, blacked_out, missing_passages
from homeward.apps.privacy.services.checks import filled, known_ground, not_own_case, not_to_come, tellable
from homeward.apps.privacy.services.disclosing import log_release
from homeward.apps.privacy.subjects import Subject
from homeward.kernel.reasons import Reason

RECORD, CHANGE = "This request cannot be recorded", "This request cannot be changed"
ITEM = "This item cannot be decided"
RELEASE = "release"
WITHHOLDING = "withholding_grounds"
Decision, Outcome, State = HeldItem.Decision, AccessRequest.Outcome, AccessRequest.State


@service("record_access_request", RECORD)
def record_request(
    *, subject: Subject, requester: str, capacity: str, wording: str, channel: str, received_on: dt.date,
    authority: str = "", due_on: dt.date | None = None, by: Actor,
) -> AccessRequest:  # fmt: skip
    """Take a request down. Its due date comes from the pack; where that gives none, `due_on` is what was promised."""
    permit(by.relation(P.PRIVACY_WRITE) is Relation.BODY, RECORD)
    refuse_if(
        RECORD,
        [
            not_own_case(subject, by),
            not_to_come(received_on, by, "received_on"),
            filled(wording, "wording"),
            filled(requester, "requester"),
        ],
    )
    due = answer_due(by.body, received_on)
    made = AccessRequest.objects.create(
        body=by.body, **subject.fields(), requester=requester.strip(), capacity=capacity, authority=authority.strip(),
        wording=wording.strip(), channel=channel, received_on=received_on, due_on=due.on if due else due_on,
        due_days=due.working_days if due else None, due_calendar=due.calendar if due else "",
        due_standing=str(due.value.standing) if due else "", recorded_by=by.user,
    )  # fmt: skip
    audit.record(by, "record_access_request", made, received_on=received_on.isoformat(), channel=channel)
    return made


@service("check_identity", CHANGE)
def check_identity(*, request: AccessRequest, how: str, authority: str = "", by: Actor) -> AccessRequest:
    """Record how the requester showed who they are and, where they ask for somebody else, what lets them."""
    _held(request, by, P.PRIVACY_WRITE)
    refuse_if(CHANGE, [*_open(request), filled(how, "how")])
    request.identity_how, request.identity_checked_at, request.identity_checked_by = (
        how.strip(),
        timezone.now(),
        by.user,
    )
    request.authority = authority.strip() or request.authority
    request.save(update_fields=["identity_how", "identity_checked_at", "identity_checked_by", "authority"])
    audit.record(by, "check_identity", request)
    return request


@service("extend_request", CHANGE)
def extend_request(*, request: AccessRequest, until: dt.date, reason: str, by: Actor) -> AccessRequest:
    """Give an open request a later day, with the reason that is told to the requester."""
    _held(request, by, P.PRIVACY_WRITE)
    late = request.due is not None and until <= request.due
    told = {
        "given": until.isoformat(),
        "due": request.due.isoformat() if request.due else "",
        "field": "until",
    }
    refuse_if(CHANGE, [*_open(request), Reason("privacy.not_later", told) if late else None, filled(reason)])
    request.extended_to, request.extension_reason = until, reason.strip()
    request.save(update_fields=["extended_to", "extension_reason"])
    audit.record(by, "extend_request", request, until=until.isoformat())
    return request


@service("gather_held", CHANGE)
def gather_held(*, request: AccessRequest, by: Actor) -> AccessRequest:
    """Gather what is held now. Gathering again keeps what was decided of an item that still says the same.

    Refused where more is found than one request answers: what was cut off would be withheld without a word.
    """
    _held(request, by, P.PRIVACY_WRITE)
    before = {(i.section, i.source, i.title, i.text): i for i in request.items.all()}
    fresh = items_of(request)
    too_many = Reason("privacy.too_many_items", {"count": len(fresh), "most": MOST})
    refuse_if(CHANGE, [too_many if len(fresh) > MOST else None])
    ACCESS.make("gather", request, by, gathered_at=timezone.now())
    request.items.all().delete()
    for item in fresh:
        known = before.get((item.section, item.source, item.title, item.text))
        if known is not None and known.decision != Decision.OPEN:
            for name in (
                "decision",
                "ground",
                "reason",
                "passages",
                "released",
                "decided_at",
                "decided_by_id",
            ):
                setattr(item, name, getattr(known, name))
    HeldItem.objects.bulk_create(fresh)
    audit.record(by, "gather_held", request, items=len(fresh))
    if request.child is not None:
        audit.record_read(by, request.child, page="access request", request=request.reference)
    return request


@service("decide_held_item", ITEM)
def decide_item(
    *,
    item: HeldItem,
    decision: str,
    ground: str = "",
    reason: str = "",
    passages: Sequence[str] = (),
    by: Actor,
) -> HeldItem:
    """Release one item, release it without some passages, or withhold it, with ground and reason.

    Each passage must stand in the text. What leaves the house is written here, so that a later step cannot mix it up.
    """
    _held(item.request, by, P.PRIVACY_WRITE, ITEM)
    request = item.request
    settled = request.state != State.PREPARING
    state = {"what": request.reference, "state": str(request.get_state_display())}
    reasons = [Reason("privacy.item_settled", state) if settled else None]
    taken = [p.strip() for p in passages if p.strip()] if decision == Decision.REDACT else []
    if decision != Decision.RELEASE:
        reasons += [known_ground(by, WITHHOLDING, ground, "ground"), filled(reason)]
    if decision == Decision.REDACT:
        reasons += [
            Reason("privacy.passage_missing", {"passage": p, "field": "passages"})
            for p in missing_passages(item.text, taken)
        ]
        reasons.append(None if taken else Reason("privacy.no_passage", {"field": "passages"}))
    refuse_if(ITEM, reasons)
    held_back = decision != Decision.RELEASE
    item.decision, item.passages = Decision(decision), taken
    item.ground, item.reason = (ground, reason.strip()) if held_back else ("", "")
    item.released = {Decision.WITHHOLD: MARK, Decision.RELEASE: item.text}.get(item.decision) or blacked_out(
        item.text, taken
    )
    item.decided_at, item.decided_by = timezone.now(), by.user
    item.save()
    audit.record(
        by, "decide_held_item", request, item=item.number, decision=str(decision), ground=item.ground
    )
    return item


@service("send_request", CHANGE)
def send_request(*, request: AccessRequest, by: Actor) -> AccessRequest:
    """Put the answer before a second person. What was decided of each item says whether all or a part is released."""
    _held(request, by, P.PRIVACY_WRITE)
    back = request.items.exclude(decision=Decision.RELEASE).exists()
    outcome = Outcome.PART if back else Outcome.FULL
    ACCESS.make("send", request, by, outcome=outcome, ground="", reasons="", **_prepared(by))
    audit.record(by, "send_request", request, outcome=str(outcome))
    _ask_second(request, by)
    return request


@service("refuse_request", CHANGE)
def refuse_request(*, request: AccessRequest, ground: str, reason: str, by: Actor) -> AccessRequest:
    """Propose to refuse the whole of a request; a second person confirms it or sends it back."""
    _held(request, by, P.PRIVACY_WRITE)
    refuse_if(CHANGE, [known_ground(by, WITHHOLDING, ground, "ground"), filled(reason)])
    ACCESS.make(
        "refuse", request, by, outcome=Outcome.REFUSED, ground=ground, reasons=reason.strip(), **_prepared(by)
    )
    audit.record(by, "refuse_request", request, ground=ground)
    _ask_second(request, by)
    return request


@service("send_back_request", CHANGE)
def send_back_request(*, request: AccessRequest, reason: str, by: Actor) -> AccessRequest:
    """The second person asks for another look, with a reason."""
    _held(request, by, P.PRIVACY_CHECK)
    ACCESS.make("send_back", request, by, reason=reason, outcome="", note=reason.strip())
    audit.record(by, "send_back_request", request)
    _tell_officers(request, by)
    return request


@service("approve_request", CHANGE)
def approve_request(*, request: AccessRequest, by: Actor) -> AccessRequest:
    """The second person confirms the answer as it stands. Whoever prepared it cannot."""
    _held(request, by, P.PRIVACY_CHECK)
    ACCESS.make("approve", request, by, checked_by=by.user, checked_at=timezone.now(), note="")
    audit.record(by, "approve_request", request)
    _tell_officers(request, by)
    return request


@service("release_request", CHANGE)
def answer_request(*, request: AccessRequest, by: Actor) -> Document:
    """Release the answer that was checked, or tell the refusal: as a file that is kept with its digest.

    A release is written into the disclosure log by itself; a refusal discloses nothing.
    """
    _held(request, by, P.PRIVACY_WRITE)
    refused = request.outcome == Outcome.REFUSED
    ACCESS.check("tell_refusal" if refused else "release", request, by)
    document = store_made(
        content=release_paper(request), filename=f"{request.reference}.pdf", media_type="application/pdf",
        title=f"Answer to {request.reference}", kind=RELEASE, thing=request, by=by,
    )  # fmt: skip
    move = "tell_refusal" if refused else "release"
    ACCESS.make(move, request, by, answered_by=by.user, answered_at=timezone.now(), digest=document.digest)
    audit.record(by, "tell_refusal" if refused else "release_request", request, digest=document.digest)
    if not refused:
        log_release(request, by)
    return document


@service("withdraw_request", CHANGE)
def withdraw_request(*, request: AccessRequest, reason: str, by: Actor) -> AccessRequest:
    """Record that the requester no longer asks, and why."""
    _held(request, by, P.PRIVACY_WRITE)
    ACCESS.make("withdraw", request, by, reason=reason, note=reason.strip())
    audit.record(by, "withdraw_request", request)
    return request


def _held(request: AccessRequest, by: Actor, permission: P, what: str = CHANGE) -> None:
    permit(may(by, permission, request), what)
    hold(request)


def _open(request: AccessRequest) -> list[Reason | None]:
    if request.is_open:
        return []
    return [
        Reason("privacy.is_answered", {"what": request.reference, "state": str(request.get_state_display())})
    ]


def _prepared(by: Actor) -> dict[str, Any]:
    return {
        "prepared_by": by.user,
        "prepared_at": timezone.now(),
        "checked_by": None,
        "checked_at": None,
        "note": "",
    }


def _ask_second(request: AccessRequest, by: Actor) -> None:
    people = people_in(roles_with(P.PRIVACY_CHECK, HeldAt.BODY), body=request.body, organisation_id=None)
    decided = set(request.items.values_list("decided_by_id", flat=True))
    tell(
        [p for p in tellable(people, request, by) if p.pk not in decided], body=request.body,
        title=saying("The answer to %(reference)s waits for a second person", reference=request.reference),
        url=reverse("access_request", args=[request.public_id]),
    )  # fmt: skip


def _tell_officers(request: AccessRequest, by: Actor) -> None:
    people = people_in(roles_with(P.PRIVACY_WRITE, HeldAt.BODY), body=request.body, organisation_id=None)
    tell(
        tellable(people, request, by), body=request.body,
        title=saying("Access request %(reference)s was looked at by a second person", reference=request.reference),
        url=reverse("access_request", args=[request.public_id]),
    )  # fmt: skip
