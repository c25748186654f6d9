"""Everything that is kept about a person, item by item, each with the record it stands in and where that has it from.

It walks every kind of record rather than a list of its own: a kind that is added later is found as well. Keys, search
texts and secrets are left out; the rest reads as on a timeline.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext as _

from homeward.apps.accounts.models import Scoped, User
from homeward.apps.core.models import AuditEvent, Document, Signature
from homeward.apps.core.periods import say_day
from homeward.apps.core.timeline import NOT_SHOWN, NOTHING, action_in_words, say_value
from homeward.apps.core.vocabulary import label_of
from homeward.apps.privacy.models import AccessRequest, HeldItem
from homeward.apps.privacy.purposes import register

# What was gathered for a request is not itself a source of a later one; the request that held it is told.
OWN = frozenset({"privacy.HeldItem", "privacy.AccessRequest"})
NEVER = frozenset(
    {"password", "digest", "token_digest", "session_epoch", "snapshot", "facts", "raw", "since"}
)
# A record that holds something about one of these may name somebody else than whom a request is about.
BEYOND = frozenset({"family", "contact", "worker"})
# Fields that hold a code of the pack: it is told in words.
_CODES = {
    ("children.StatusFact", "kind"): "status_facts",
    ("children.LegalStatusSpell", "code"): "legal_statuses",
    ("placements.Placement", "placement_type"): "placement_types",
    ("placements.Placement", "end_reason"): "end_reasons",
    ("privacy.Disclosure", "ground"): "disclosure_grounds",
    ("privacy.IndirectCollection", "exception"): "collection_exceptions",
}
MOST = 2000  # items of one request; more would be no answer anybody can check, so gathering is refused


@dataclass(frozen=True)
class Found:
    """One thing held: the kind of record, where it was found, what it says, and whether it names somebody else."""

    section: str
    source: str
    title: str
    text: str
    names_others: bool = False


def gather(request: AccessRequest) -> list[Found]:
    """Everything that is held about the person of a request, in the order of the apps; nothing is cut off."""
    if request.child is not None:
        return [*_of_child(request), *_trail_of(request)]
    if request.person is not None:
        return [*_of_person(request), *_deeds_of(request)]
    return list(_of_contact(request))


def _records() -> Iterator[type[models.Model]]:
    for model in apps.get_models():
        if issubclass(model, Scoped) and model._meta.label not in OWN:
            yield model


def _of_child(request: AccessRequest) -> Iterator[Found]:
    """Every kind of record that names the way from it to a child."""
    for model in _records():
        path: str | None = getattr(model, "child_path", None)
        if path is None:
            continue
        key = f"{path}__pk" if path else "pk"
        rows = model._base_manager.filter(body_id=request.body_id, **{key: request.child_id})
        for row in rows.order_by("pk").distinct():
            yield _item(row, request, _about_others_too(row, path, request))
            yield from _papers(row)
    for model in _records():  # what says of itself that it is about somebody
        if getattr(model, "child_path", None) is None and any(f.name == "child" for f in model._meta.fields):
            rows = model._base_manager.filter(body_id=request.body_id, child_id=request.child_id)
            for row in rows.order_by("pk"):
                yield _item(row, request)


def _papers(row: Any) -> Iterator[Found]:
    papers = Document.objects.filter(thing_kind=row._meta.label_lower, thing=row.public_id, withdrawn_at=None)
    for paper in papers.order_by("pk"):
        yield Found(
            _("Documents"), _("Added by %(who)s on %(day)s") % {"who": paper.added_by_label,
            "day": say_day(paper.added_at.date())},
            paper.title, _("A document of %(size)s bytes. Read it before it is released; it is not part of this file.")
            % {"size": paper.size}, names_others=True,
        )  # fmt: skip


def _about_others_too(row: Any, path: str, request: AccessRequest) -> bool:
    """Whether a record reaches further children than the one of the request, such as a referral of siblings."""
    if not path:
        return False
    reached = type(row)._base_manager.filter(pk=row.pk).values_list(f"{path}__pk", flat=True)
    return any(key != request.child_id for key in reached)


def _names_somebody(target: models.Model) -> bool:
    """Whether a record another links to is that of a person, or holds by the register something about further people."""
    if target._meta.label in ("accounts.User", "children.Child"):
        return True
    entry = register().of(type(target))
    return entry is not None and bool(BEYOND.intersection(entry.whose))


def _said_by_somebody(row: Any, request: AccessRequest) -> bool:
    """Whether a text is filled that by the register reaches, names or quotes somebody; the name asked about is none."""
    for name in register().of_purpose(type(row), ("reach", "named", "provenance")):
        field = row._meta.get_field(name)
        free = isinstance(field, models.CharField | models.TextField) and not field.choices
        said = str(getattr(row, name) or "").strip() if free else ""
        if said and said.casefold() != request.contact.casefold():
            return True
    return False


def _item(row: Any, request: AccessRequest, others: bool = False) -> Found:
    """One record in words. One that may name somebody else is headed by its kind: its own words could name them too."""
    lines, others = [], others or _said_by_somebody(row, request)
    about = {("children.Child", request.child_id), ("accounts.User", request.person_id)}
    for field in row._meta.concrete_fields:
        if field.name in NOT_SHOWN or field.name in NEVER or isinstance(field, models.BinaryField):
            continue
        value = getattr(row, field.name) if not isinstance(field, models.ForeignKey) else None
        if isinstance(field, models.ForeignKey):
            target = getattr(row, field.name)
            if target is None or (target._meta.label, target.pk) in about:
                continue
            others = others or _names_somebody(target)
            value = str(target)
        text = _said(row, field, value)
        if text != NOTHING:
            lines.append(f"{str(field.verbose_name).capitalize()}: {text}")
    kind = str(row._meta.verbose_name).capitalize()
    source = _source(row)
    title = kind if others else _title(row, kind)
    return Found(kind, _where(row, source), title, "\n".join(lines), others)


def _source(row: Any) -> str:
    """Where a record has it from, in its own words; a kind of source that is a code says nothing of it."""
    names = {f.name: f for f in row._meta.concrete_fields}
    return str(row.source or "") if "source" in names and not names["source"].choices else ""


def _said(row: Any, field: Any, value: Any) -> str:
    if value is None or value == "" or value == [] or value == {}:
        return NOTHING
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, str) and (codes := _CODES.get((row._meta.label, field.name))):
        return label_of(row.body, codes, value)
    if isinstance(field, ArrayField) or isinstance(value, list):
        return ", ".join(say_value(v) for v in value) or NOTHING
    return say_value(value)


def _where(row: Any, source: str) -> str:
    words = _("Record %(id)s") % {"id": row.public_id}
    return _("%(record)s; from: %(source)s") % {"record": words, "source": source} if source else words


def _title(row: Any, kind: str) -> str:
    words = str(row)
    return (kind if " object (" in words else words)[:200]


def _trail_of(request: AccessRequest) -> Iterator[Found]:
    """Who read the child's record, and who changed it: by person, with how often and when."""
    assert request.child is not None
    events = AuditEvent.objects.filter(
        body_id=request.body_id, kind="child", thing=request.child.public_id
    ).order_by("at", "pk")
    by_person: dict[str, Counter[str]] = {}
    days: dict[str, tuple[dt.date, dt.date]] = {}
    for event in events:
        by_person.setdefault(event.actor_label, Counter())[event.action] += 1
        day = request.body.day_of(event.at)
        first, _last = days.get(event.actor_label, (day, day))
        days[event.actor_label] = (first, day)
    for who, actions in by_person.items():
        told = [f"{action_in_words(action)}: {count}" for action, count in actions.most_common()]
        first, last = days[who]
        span = _("From %(first)s to %(last)s") % {"first": say_day(first), "last": say_day(last)}
        yield Found(
            _("Who read and changed the record"), _("Audit trail"), who[:200], "\n".join([span, *told]), True
        )


def _of_person(request: AccessRequest) -> Iterator[Found]:
    """The person's own record and roles, and what was signed."""
    person = request.person
    assert person is not None
    lines = [
        f"{_('Name')}: {person.name}",
        f"{_('E-mail')}: {person.email}",
        f"{_('Language')}: {person.language}",
    ]
    yield Found(_("Person"), _("Record of the person"), person.name, "\n".join(lines))
    for model in _records():
        for field in model._meta.fields:
            if field.name in ("user", "person") and field.related_model is User:
                rows = model._base_manager.filter(body_id=request.body_id, **{f"{field.name}_id": person.pk})
                for row in rows.order_by("pk"):
                    yield _item(row, request)
    for signature in Signature.objects.filter(body_id=request.body_id, signer_id=person.pk).order_by("pk"):
        words = f"{signature.name}, {signature.capacity}, {say_day(signature.signed_on)}"
        yield Found(_("Signatures"), _("Signature of a document"), signature.name[:200], words)


def _deeds_of(request: AccessRequest) -> Iterator[Found]:
    """What the trail holds of the person's own deeds, counted; the things they were done to are other people's."""
    events = AuditEvent.objects.filter(body_id=request.body_id, actor_id=request.person_id)
    counted = Counter(events.values_list("action", flat=True))
    if counted:
        told = [f"{action_in_words(action)}: {count}" for action, count in counted.most_common()]
        yield Found(_("What you did here"), _("Audit trail"), _("Deeds by kind"), "\n".join(told))


def _of_contact(request: AccessRequest) -> Iterator[Found]:
    """Records of the body that hold the name in a field kept to reach or to name somebody."""
    for model in _records():
        fields = register().of_purpose(model, ("reach", "named"))
        texts = [n for n in fields if isinstance(model._meta.get_field(n), models.CharField)]
        condition = models.Q()
        for name in texts:
            condition |= models.Q(**{f"{name}__icontains": request.contact})
        if texts:
            rows = model._base_manager.filter(condition, body_id=request.body_id)
            for row in rows.order_by("pk"):
                yield _item(row, request)


def items_of(request: AccessRequest) -> list[HeldItem]:
    """What is held, as items to be decided; unsaved."""
    return [
        HeldItem(
            request=request, body=request.body, number=number, section=one.section[:80], source=one.source[:200],
            title=one.title[:200], text=one.text, names_others=one.names_others,
        )
        for number, one in enumerate(gather(request), start=1)
    ]  # fmt: skip
