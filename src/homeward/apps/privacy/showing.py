"""What the page of an access request shows: its steps, what is next and by whom, and its items by section."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core.refusals import Sentence, present
from homeward.apps.core.vocabulary import label_of
from homeward.apps.privacy.machine import ACCESS, another_prepared
from homeward.apps.privacy.models import AccessRequest, HeldItem
from homeward.web.dates import short_date

Json = dict[str, Any]
A = AccessRequest.State
ITEM_TAGS = {"open": "warn", "release": "ok", "redact": "info", "withhold": "bad"}
FIRST_WORDS = 160


def turn_of(found: AccessRequest, actor: Actor) -> Json:
    """What this person can do now, the one step that leads on first; what stands in its way; who else can."""
    address = lambda name: reverse(name, args=[found.public_id])  # noqa: E731
    turn: Json = {"said": "", "main": None, "others": [], "reasons": []}
    if actor.holds(P.PRIVACY_WRITE):
        _for_officer(found, actor, turn, address)
    if found.state == A.CHECKING:
        _for_second(found, actor, turn, address)
    return turn


def _for_officer(found: AccessRequest, actor: Actor, turn: Json, address: Any) -> None:
    others = turn["others"]
    if found.state == A.RECEIVED and not found.identity_checked_at:
        turn["said"] = _("First, who asks. Nothing is gathered before that is known.")
        turn["main"] = {"text": _("Check who asks"), "href": address("access_identity")}
    elif found.state == A.RECEIVED:
        _lead_on(turn, found, actor, "gather", _("Gather what is held"), address("access_gather"))
        turn["said"] = _("Every kind of record is searched. You then decide item by item.")
        others.append({"text": _("Change who asks"), "href": address("access_identity")})
    elif found.state == A.PREPARING:
        left = found.items.filter(decision=HeldItem.Decision.OPEN)
        first = left.first()
        if first is not None:
            turn["said"] = _("%(n)s items are not decided yet.") % {"n": left.count()}
            turn["main"] = {
                "text": _("Decide the next item"),
                "href": reverse("access_item", args=[found.public_id, first.public_id]),
            }
            if left.filter(names_others=False).exists():
                others.append({"text": _("Release what names nobody else"), "href": address("access_rest")})
        else:
            turn["said"] = _(
                "Every item is decided. A second person looks at the answer before anything leaves the house."
            )
            _lead_on(turn, found, actor, "send", _("Send to a second person"), address("access_send"))
        others.append({"text": _("Gather again"), "post": address("access_gather")})
    elif found.state == A.CHECKED:
        refused = found.outcome == AccessRequest.Outcome.REFUSED
        words = _("Tell the refusal") if refused else _("Release it")
        turn["said"] = _("A second person confirmed it. The file that is made now is kept with its digest.")
        _lead_on(
            turn, found, actor, "tell_refusal" if refused else "release", words, address("access_answer")
        )
    if found.state in (A.RECEIVED, A.PREPARING):
        others.append({"text": _("Refuse the whole request"), "href": address("access_refuse")})
    if found.is_open:
        others.append({"text": _("Take more time"), "href": address("access_extend")})
        others.append({"text": _("It was withdrawn"), "href": address("access_withdraw")})


def _for_second(found: AccessRequest, actor: Actor, turn: Json, address: Any) -> None:
    who = found.prepared_by.name if found.prepared_by else ""
    if actor.holds(P.PRIVACY_CHECK) and not another_prepared(found, actor):
        turn["said"] = _(
            "%(who)s prepared this answer. You confirm it or send it back; confirming releases nothing yet."
        ) % {"who": who}
        _lead_on(turn, found, actor, "approve", _("Confirm this answer"), address("access_approve"))
        turn["others"] = [{"text": _("Send it back"), "href": address("access_send_back")}]
    else:
        turn["said"] = _("It waits for a second person. Whoever prepared it cannot confirm it.")


def _lead_on(turn: Json, found: AccessRequest, actor: Actor, move: str, words: str, post: str) -> None:
    """A step that is one press; where it cannot be made, why not stands in its place."""
    reasons = ACCESS.why_not(move, found, actor)
    turn["reasons"] = [_sentence(r) for r in reasons]
    if not reasons:
        turn["main"] = {"text": words, "post": post}


def _sentence(reason: Any) -> Sentence:
    return present(reason)


def steps_of(found: AccessRequest) -> list[Json]:
    """The way of a request, with who and when."""

    def step(title: str, done: bool, text: str = "") -> Json:
        return {"title": title, "state": "done" if done else "next", "text": text}

    def signed(person: Any, at: Any) -> str:
        return f"{person.name}, {short_date(found.body.day_of(at))}" if person and at else ""

    answered = found.state in (A.RELEASED, A.REFUSED)
    steps = [
        step(_("Received"), True, f"{found.recorded_by.name}, {short_date(found.received_on)}"),
        step(
            _("Identity checked"),
            bool(found.identity_checked_at),
            signed(found.identity_checked_by, found.identity_checked_at),
        ),
        step(
            _("Gathered and decided"), bool(found.prepared_at), signed(found.prepared_by, found.prepared_at)
        ),
        step(
            _("Checked by a second person"),
            bool(found.checked_at),
            signed(found.checked_by, found.checked_at),
        ),
        step(
            _("Refused") if found.state == A.REFUSED else _("Released"),
            answered,
            signed(found.answered_by, found.answered_at),
        ),
    ]
    now = next((s for s in steps if s["state"] == "next"), None)
    if now is not None and found.is_open:
        now["state"] = "now"
    return steps


def items_shown(found: AccessRequest, actor: Actor) -> list[Json]:
    """Items by section. Whoever prepares opens each; the second person reads beside each text what would leave."""
    may_decide = actor.holds(P.PRIVACY_WRITE) and found.state == A.PREPARING
    rows = found.items.select_related("decided_by").order_by("number")
    return [
        {"section": section, "items": [_item(found, row, may_decide) for row in group]}
        for section, group in groupby(rows, key=lambda row: row.section)
    ]


def _item(found: AccessRequest, row: HeldItem, may_decide: bool) -> Json:
    return {
        "row": row, "tag": ITEM_TAGS[row.decision],
        "href": reverse("access_item", args=[found.public_id, row.public_id]) if may_decide else "",
        "ground": label_of(found.body, "withholding_grounds", row.ground) if row.ground else "",
        "lines": row.text.split("\n"), "released": row.released.split("\n") if row.decision == "redact" else [],
    }  # fmt: skip
