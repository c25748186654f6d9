"""What the gate finds missing, as reasons of a refusal: by the pack's own words, with what lifts each and who can.

A requirement becomes the reason ``in_the_way.<CODE>``: its inputs hold label, fact, lift and who in words.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from homeward.apps.accounts.models import User
from homeward.apps.approvals.journey import JOURNEY, journey_of, part_words, state_words
from homeward.apps.approvals.models import Application, Clarification
from homeward.apps.approvals.parts import PARTNER
from homeward.apps.approvals.templates import KINDS, sections_of
from homeward.apps.core.periods import say_day
from homeward.apps.core.refusals import Sentence, sentence_for
from homeward.apps.core.vocabulary import label_of
from homeward.apps.local_policy.queries import pack_of
from homeward.engine.approval.needs import NEEDS
from homeward.engine.obstacles import Obstacle
from homeward.kernel.reasons import Reason

PREFIX = "in_the_way."
LIFTS = "approval_lifts"
BESIDE = (
    "WRONG_ROLE", "DECLARED_INTEREST", "NOT_FROM_HERE", "OTHER_APPLICATION", "AGREEMENT_UNSIGNED", "APPROVAL_SUSPENDED",
    "APPROVAL_ENDED", "LEVEL1_REPORT_LATE", "START_ACCREDITATION_NOW",
)  # fmt: skip
# The fact in words, where the engine says more than that it is missing. The first whose inputs are all there is told.
FACTS: Mapping[str, tuple[Any, ...]] = {
    "DOMAIN_ANSWER_REQUIRED": (gettext_lazy("Not answered: %(domain)s."),),
    "EVIDENCE_REQUIRED": (gettext_lazy("Neither evidence nor a mark for the visit: %(domain)s."),),
    "FINDING_REQUIRED": (gettext_lazy("No finding on: %(domain)s."),),
    "CLARIFICATION_OPEN": (gettext_lazy("Open: %(clarification)s"),),
    "CONTENT_AGREEMENT_REQUIRED": (
        gettext_lazy("Not agreed yet by: %(role)s."),
    ),
    "JOINT_AGREEMENT_REQUIRED": (gettext_lazy("Not agreed yet by: %(role)s."),),
    "OWN_RECOMMENDATION": (gettext_lazy("%(person)s drafted it, and so cannot endorse it."),),
    "OWN_ENDORSEMENT": (gettext_lazy("%(person)s endorsed it, and so cannot decide it."),),
    "OUTSIDE_DELEGATION": (
        gettext_lazy("%(person)s holds no delegation for: %(kind)s."),
        gettext_lazy("%(person)s holds no delegation for this decision."),
    ),
    "LEVEL1_REQUIRED": (gettext_lazy("Level %(needed)s is needed. On record: %(held)s."),),
    "NOTICE_RUNNING": (gettext_lazy("The notice of %(given_on)s runs; the first day for a decision is %(earliest_decision)s."),),
    "SUBMISSIONS_OPEN": (gettext_lazy("Submissions may come until %(until)s, and none has been received."),),
    "SUBMISSIONS_DATE_REQUIRED": (gettext_lazy("%(until)s has passed."),),
    "WRONG_ROLE": (gettext_lazy("This step is made by: %(needed)s."),),
    "DECLARED_INTEREST": (gettext_lazy("%(person)s declared an interest in the organisation."),),
    "NOT_FROM_HERE": (gettext_lazy("It stands at “%(state)s”. The step starts from: %(starts_from)s."),),
    "FEEDBACK_DISCUSSED_REQUIRED": (gettext_lazy("The feedback of %(given_on)s was not talked through yet."),),
    "REPORT_UPDATE_REQUIRED": (gettext_lazy("The report was not updated since the feedback of %(given_on)s."),),
    "START_ACCREDITATION_NOW": (
        gettext_lazy("Approval is hoped for by %(target_approval_on)s; an assessment begun today takes until %(earliest)s."),
    ),
    "LEVEL1_REPORT_LATE": (gettext_lazy("The report was complete on %(completed_on)s and due here by %(due)s."),),
}  # fmt: skip


@dataclass(frozen=True)
class Told:
    """Whose facts are put into words, and in which journey."""

    application: Application
    journey: str = JOURNEY
    to_partner: bool = False


def reasons_of(
    application: Application, found: Iterable[Obstacle], journey: str = JOURNEY, *, to_partner: bool = False
) -> list[Reason]:
    """Each obstacle as a reason, in the order found; the same code with several facts is told once, with all of them.

    A partner is told the facts of what it can lift itself; of what is the agency’s only that it is missing, and of a
    question only once it was sent.
    """
    told = Told(application, journey, to_partner)
    if to_partner and application.state != "CLARIFY":
        found = [item for item in found if item.code != "CLARIFICATION_OPEN"]
    groups: dict[str, list[Obstacle]] = {}
    for item in found:
        groups.setdefault(item.code, []).append(item)
    return [_reason(told, items[0], _facts(told, items)) for items in groups.values()]


def _facts(told: Told, items: list[Obstacle]) -> str:
    """What the obstacles of one code say: of several domains their names together, else each fact once."""
    domains = [item.reason.inputs.get("domain") for item in items]
    if len(items) > 1 and all(domains):
        return _fact(told, items[0], ", ".join(_domain(told.application, d) for d in domains))
    return " ".join(dict.fromkeys(_fact(told, item) for item in items))


def requirement_words(application: Application, code: str) -> str:
    return label_of(application.body, journey_of(application.body).requirements, code)


def _reason(told: Told, item: Obstacle, fact: str) -> Reason:
    body, source = told.application.body, item.reason.clause
    who = ", ".join(dict.fromkeys(part_words(body, part) for part in item.who))
    authority = ""
    if source is not None and (found := pack_of(body).sources.get(source.source)) is not None:
        authority = f"{found.title}, {source.clause}"
    inputs = {
        "label": requirement_words(told.application, item.code), "fact": fact,
        "lift": f"{label_of(body, LIFTS, item.lift)}." if item.lift else "", "who": who or "–", "authority": authority,
    }  # fmt: skip
    return Reason(PREFIX + item.code, inputs, item.reason.values, source)


def _fact(told: Told, item: Obstacle, domains: str = "") -> str:
    if told.to_partner and PARTNER not in item.who and item.code not in BESIDE:
        return _("It is not on record yet.")
    said = {name: _said(told, name, value) for name, value in item.reason.inputs.items()}
    if domains:
        said["domain"] = domains
    if item.reason.inputs.get("same_person"):
        return _("One person cannot agree for both sides.")
    for words in FACTS.get(item.code, ()):
        needed = [name for name in said if f"%({name})s" in str(words)]
        if str(words).count("%(") == len(needed) and all(said[name] not in (None, "") for name in needed):
            return str(words) % said
    return _("It is not on record yet.")


def _said(told: Told, name: str, value: Any) -> Any:
    """One fact in words: a day, a person, a part, a domain, a state."""
    application = told.application
    if value is None:
        return None
    readers = {
        "person": _name, "domain": _domain, "clarification": _question, "held": _held, "kind": _kind,
    }  # fmt: skip
    if name in readers:
        return readers[name](application, value)
    if name in ("role", "needed") and not isinstance(value, int):
        parts = value if isinstance(value, (list, tuple)) else [value]
        return ", ".join(dict.fromkeys(part_words(application.body, str(part)) for part in parts))
    if name in ("state", "starts_from"):
        states = value if isinstance(value, (list, tuple)) else [value]
        return ", ".join(state_words(application.body, str(state), told.journey) for state in states)
    if isinstance(value, str) and len(value) == 10 and value[4] == "-":
        return say_day(dt.date.fromisoformat(value))
    return value


def _name(application: Application, value: Any) -> str:
    found = User.objects.filter(public_id=value).first()
    return found.name if found else str(value)


def _domain(application: Application, value: Any) -> str:
    return next((s.title for s in sections_of(application) if s.code == value), str(value))


def _question(application: Application, value: Any) -> str:
    found = Clarification.objects.filter(application=application, public_id=value).first()
    return found.question if found else str(value)


def _kind(application: Application, value: Any) -> str:
    return label_of(application.body, KINDS, str(value))


def _held(application: Application, value: Any) -> str:
    if not value:
        return _("none")
    statuses = (label_of(application.body, "accreditation_statuses", str(row["status"])) for row in value)
    levels = (row["level"] for row in value)
    return ", ".join(
        _("Level %(level)s, %(status)s") % {"level": level, "status": status.lower()}
        for level, status in zip(levels, statuses, strict=True)
    )


def _register(code: str) -> None:
    @sentence_for(PREFIX + code)
    def present(inputs: Mapping[str, Any]) -> Sentence:
        return Sentence(inputs["label"], inputs["fact"], inputs["lift"], inputs["who"], inputs["authority"])


for _code in dict.fromkeys((*NEEDS, *BESIDE)):
    _register(_code)
