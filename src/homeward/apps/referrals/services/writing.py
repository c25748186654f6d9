"""Writing a referral: begin it, put children and needs into it, save its sections."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from string import ascii_uppercase
from typing import Any

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.scopes import may
from homeward.apps.children.models import Child
from homeward.apps.core import audit
from homeward.apps.core.refusals import refuse_if
from homeward.apps.core.vocabulary import is_code
from homeward.apps.core.writing import permit, service
from homeward.apps.referrals.content import children_of, unnamed
from homeward.apps.referrals.models import Need, Referral, ReferralChild, Section
from homeward.apps.referrals.sections import BY_CODE
from homeward.kernel.reasons import Reason

State = Referral.State
MOST_CHILDREN = 8


@service("begin_referral", "This referral cannot be begun")
def begin_referral(*, children: Sequence[Child], urgency: str, needed_by: dt.date, by: Actor) -> Referral:
    """Begin a referral for one child, or for children who need a home together. The first becomes Child A."""
    what = "This referral cannot be begun"
    permit(by.holds(P.REFERRAL_WRITE) and all(may(by, P.CHILD_READ, c) for c in children), what)
    refuse_if(what, why_not_begin(children, urgency, needed_by, by))
    made = Referral.objects.create(body=by.body, urgency=urgency, needed_by=needed_by, created_by=by.user)
    for letter, child in zip(ascii_uppercase, children, strict=False):
        ReferralChild.objects.create(body=by.body, referral=made, child=child, letter=letter)
    audit.record(by, "begin_referral", made, children=len(children))
    return made


def why_not_begin(
    children: Sequence[Child], urgency: str, needed_by: dt.date, by: Actor
) -> list[Reason | None]:
    """Every reason why no referral can be begun for these children."""
    return [*_basics(urgency, needed_by, by), *_children(children), *_open_elsewhere(children)]


def _basics(urgency: str, needed_by: dt.date, by: Actor) -> Iterable[Reason | None]:
    if not is_code(by.body, "urgencies", urgency, by.today):
        yield Reason("referral.urgency_unknown", {"urgency": urgency, "field": "urgency"})
    if needed_by < by.today:
        yield Reason("referral.needed_in_the_past", {"on": needed_by.isoformat(), "field": "needed_by"})


def _children(children: Sequence[Child]) -> Iterable[Reason | None]:
    if not children:
        yield Reason("referral.no_child", {"field": "children"})
    if len(children) > MOST_CHILDREN:
        yield Reason("referral.too_many_children", {"most": MOST_CHILDREN, "field": "children"})


def _open_elsewhere(children: Sequence[Child]) -> Iterable[Reason | None]:
    """A child has one open referral: two searches at once would ask the same homes twice."""
    rows = ReferralChild.objects.filter(child__in=children, referral__placed_at=None)
    rows = rows.exclude(referral__state__in=(State.WITHDRAWN, State.PLACED))
    for row in rows.select_related("referral", "child"):
        yield Reason(
            "referral.open_already",
            {"child": row.child.reference, "referral": row.referral.reference, "field": "children"},
        )


def _sent_out(referral: Referral) -> Reason | None:
    """In an emergency providers have read for how many children a home is looked for."""
    return (
        Reason("referral.sent_in_emergency", {"referral": referral.reference}) if referral.is_owed else None
    )


@service("change_referral", "This referral cannot be changed")
def change_basics(*, referral: Referral, urgency: str, needed_by: dt.date, by: Actor) -> Referral:
    """How soon, and from when."""
    referral = _open(referral, by, "This referral cannot be changed")
    refuse_if("This referral cannot be changed", list(_basics(urgency, needed_by, by)))
    referral.urgency, referral.needed_by = urgency, needed_by
    referral.save(update_fields=["urgency", "needed_by"])
    audit.record(by, "change_referral", referral)
    return referral


@service("add_child_to_referral", "This child cannot be added")
def add_child(*, referral: Referral, child: Child, by: Actor) -> ReferralChild:
    what = "This child cannot be added"
    referral = _open(referral, by, what)
    permit(may(by, P.CHILD_READ, child), what)
    there = children_of(referral)
    full = len(there) >= MOST_CHILDREN
    refuse_if(
        what,
        [
            Reason("referral.too_many_children", {"most": MOST_CHILDREN, "field": "children"})
            if full
            else None,
            _sent_out(referral),
            *_open_elsewhere([child]),
        ],
    )
    letter = next(x for x in ascii_uppercase if x not in {c.letter for c in there})
    made = ReferralChild.objects.create(body=by.body, referral=referral, child=child, letter=letter)
    audit.record(by, "add_child_to_referral", referral, letter=letter)
    return made


@service("remove_child_from_referral", "This child cannot be taken out")
def remove_child(*, referral: Referral, child: Child, by: Actor) -> Referral:
    what = "This child cannot be taken out"
    referral = _open(referral, by, what)
    there = children_of(referral)
    last = Reason("referral.last_child", {}) if len(there) == 1 else None
    refuse_if(what, [last, _sent_out(referral)])
    for row in there:
        if row.child_id == child.pk:
            row.delete()
            audit.record(by, "remove_child_from_referral", referral, letter=row.letter)
    return referral


@service("save_referral_section", "This section cannot be saved")
def save_section(*, referral: Referral, code: str, answers: Mapping[str, Any], by: Actor) -> Section:
    """Save what was written in one section; not complete is fine. A child's name in it is refused."""
    what = "This section cannot be saved"
    referral = _open(referral, by, what)
    permit(code in BY_CODE, what)
    texts = {name: value for name, value in answers.items() if isinstance(value, str)}
    refuse_if(what, unnamed(children_of(referral), **texts))
    kept = {name: value for name, value in answers.items() if value not in (None, "", [])}
    made, _ = Section.objects.update_or_create(
        referral=referral, code=code,
        defaults={"body": referral.body, "answers": kept, "saved_by": by.user},
    )  # fmt: skip
    if code == "home":
        referral.placement_types = list(made.answers.get("types", []))
        referral.save(update_fields=["placement_types"])
    audit.record(by, "save_referral_section", referral, section=code)
    return made


@service("add_need", "This need cannot be added")
def add_need(
    *, referral: Referral, weight: str, text: str, source: str, is_wish: bool = False, by: Actor
) -> Need:
    """One thing the home must be, or should be, and what it rests on."""
    what = "This need cannot be added"
    referral = _open(referral, by, what)
    refuse_if(
        what,
        [
            None if text.strip() else Reason("referral.need_missing", {"field": "text"}),
            None if source.strip() else Reason("referral.source_missing", {"field": "source"}),
            *unnamed(children_of(referral), text=text, source=source),
        ],
    )
    last = referral.needs.order_by("-position").first()
    made = Need.objects.create(
        body=referral.body, referral=referral, weight=Need.Weight(weight), text=text.strip(), source=source.strip(),
        is_wish=is_wish, position=last.position + 1 if last else 1,
    )  # fmt: skip
    audit.record(by, "add_need", referral, weight=weight)
    return made


@service("remove_need", "This need cannot be taken out")
def remove_need(*, need: Need, by: Actor) -> Referral:
    referral = _open(need.referral, by, "This need cannot be taken out")
    audit.record(by, "remove_need", referral, text=need.text)
    need.delete()
    return referral


def _open(referral: Referral, by: Actor, what: str) -> Referral:
    """The referral, locked, while it is being written."""
    permit(may(by, P.REFERRAL_WRITE, referral), what)
    found: Referral = Referral.objects.select_for_update().get(pk=referral.pk)
    closed = Reason("referral.not_open", {"state": found.get_state_display()})
    refuse_if(what, [closed if found.state != State.DRAFT else None])
    return found
