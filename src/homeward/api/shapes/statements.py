"""Statements: figures, money, nights by child and the working, as the page shows them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from pydantic import Field

from homeward.api.reading import bounds
from homeward.api.shapes.agreements import plain_amount
from homeward.api.shapes.common import Day, Id, Named, Reason, Sent, Spanned, Told
from homeward.apps.statements import figures
from homeward.apps.statements.models import Assessment, Version
from homeward.apps.statements.partnered.figures import is_funding
from homeward.apps.statements.reading import Reading

Json = dict[str, Any]


class StatementShape(Spanned):
    """A line's period: where it stands, and the figures of the version this token may see."""

    id: str = Field(description="Public id.")
    line: Named
    provider: Named
    label: str = Field(description="The period, such as Q1 2026-27.")
    state: str = Field(
        description="draft, issued, disputed, provider_agreed, agreed, assessed, approved or paid."
    )
    since: dt.datetime = Field(description="When it came into this state.")
    held_by: str = Field(
        description="Whose turn it is: provider, body, director, finance; empty when nobody's."
    )
    due_on: dt.date | None = Field(description="When whoever holds it should have acted.")
    actual_nights: int | None
    contracted_nights: int | None = Field(description="Null where nothing is contracted.")
    share_percent: str | None = Field(
        description="Cut to four decimals: to sort by, never to compare with an edge."
    )
    level: str


class VersionShape(Told):
    """One version of a statement: what was known, and when it was made."""

    id: str = Field(description="Public id; the one to name when agreeing or disputing.")
    number: int
    created_at: dt.datetime
    issued_at: dt.datetime | None
    reason: str = Field(description="Why this version was made.")
    pack: str
    pack_version: str
    pack_digest: str
    facts_digest: str = Field(description="SHA-256 of the facts it was counted from.")


class ShareShape(Told):
    """Actual over contracted nights."""

    numerator: int
    denominator: int
    exact: str | None = Field(description="As a fraction, such as 34/45: what levels are compared with.")
    shown: str = Field(description="To one decimal, as people read it; n/a where nothing is contracted.")


class FiguresShape(Told):
    """The figures of a version."""

    stayed_nights: int = Field(description="Nights stayed, each child once a night.")
    excluded_nights: int = Field(description="Of them not counted, such as holds by the department.")
    actual_nights: int
    contracted_nights: int | None
    share: ShareShape | None
    level: str | None
    level_status: str
    growth_status: str
    growth_payment: str | None
    abatement_limit: str | None = Field(
        description="The most that may be decided; null where none can be worked out."
    )
    abatement_status: str


class MoneyShape(Told):
    """One line of money."""

    code: str = Field(
        description="base, per_night, per_week, growth, adjustment; contract_loading.<category> for a contracted loading that"
        " is due with the base; loading.<category> for loading growth. Of a care partner: general_support,"
        " additional_support, individual, instalment, variation, paid_ahead, ad_hoc, property, reconciliation."
    )
    amount: str
    status: str = Field(
        description="due, payable_when_approved or by_decision. Of a care partner also delivered, awaiting_approval,"
        " awaiting_evidence, awaiting_incident, carried or repurposed."
    )


class AssessmentShape(Told):
    """What was decided on the agreed figures. A provider reads it once it is approved."""

    abatement_amount: str
    growth_amount: str
    payable_amount: str
    responses: list[str] = Field(description="Codes of level_responses.")
    approved_at: dt.datetime | None = Field(description="Null while it waits for approval.")


class ChildNightsShape(Told):
    """A child's nights in the period."""

    child: str = Field(description="The child's reference.")
    nights: int = Field(description="Nights stayed.")
    excluded: int
    counted: int
    remarks: str
    placements: list[str] = Field(description="Public ids of the stays.")


class FlagShape(Told):
    """Something both sides should know about the figures."""

    title: str
    text: str
    child: str | None
    blocking: bool = Field(description="Whether the statement cannot be agreed while it stands.")


class StepShape(Told):
    """One line of the working, with the lines behind it."""

    text: str
    value: str
    steps: list[StepShape] = []


class AuthorityShape(Told):
    """What a figure rests on."""

    label: str
    text: str
    mark: str | None = Field(description="Placeholder or Chosen reading, where no source gives the value.")


class WorkingShape(Told):
    """One figure explained: a sentence, the working in order, the authority."""

    figure: str
    sentence: str
    steps: list[StepShape]
    authority: list[AuthorityShape]


class DisputeShape(Told):
    """What a provider says is wrong with one placement, and what was answered."""

    id: str
    version: int = Field(description="Number of the version it is about.")
    child: str
    placement: str | None = Field(description="Public id of the stay; null when it has been removed.")
    reason: str
    claimed_start: dt.date | None
    claimed_end: dt.date | None
    answer: str = Field(description="accepted, declined; empty while it waits.")
    answer_text: str


class WholeStatementShape(StatementShape):
    """A statement with the figures and the working of one of its versions."""

    version: VersionShape
    is_newest: bool = Field(description="Whether this is the version that stands.")
    currency: str
    figures: FiguresShape
    money: list[MoneyShape]
    assessment: AssessmentShape | None
    children: list[ChildNightsShape]
    flags: list[FlagShape]
    placeholders: list[str] = Field(
        description="Values without a source that touched a figure. Do not quote them."
    )
    disputes: list[DisputeShape]
    working: list[WorkingShape]


class Agreeing(Sent):
    """Agreement to one version."""

    version: Id = Field(description="Public id of the version you read and agree to.")


class ClaimSent(Sent):
    """What is wrong with one placement."""

    placement: Id = Field(description="Public id of the stay.")
    reason: Reason = Field(description="What is wrong, without names.")
    start: Day | None = Field(default=None, description="The day the child came, as you have it.")
    end: Day | None = Field(default=None, description="The day the child left, as you have it.")


class Disputing(Sent):
    """A dispute about placements of one version."""

    version: Id = Field(description="Public id of the version you read and dispute.")
    claims: list[ClaimSent] = Field(min_length=1, max_length=500)


class Moved(Told):
    """Where the statement stands after the move."""

    id: str
    state: str = Field(description="issued, disputed, provider_agreed or agreed.")
    held_by: str
    version: str


def statement_shape(s: Any) -> StatementShape:
    return StatementShape(**head_of(s))


def head_of(s: Any) -> Json:
    """The head of a statement of the board, with the figures of the version that may be seen."""
    return {
        "id": s.public_id, "line": Named(id=s.line.public_id, name=str(s.line)),
        "provider": Named(id=s.line.agreement.provider.public_id, name=s.organisation.name), "label": s.label,
        "state": s.state, "since": s.since, "held_by": s.held_by, "due_on": s.due_on, "actual_nights": s.actual,
        "contracted_nights": s.contracted, "share_percent": None if s.share is None else f"{s.share:f}",
        "level": s.level or "", **bounds(s.period),
    }  # fmt: skip


def version_shape(v: Version) -> VersionShape:
    return VersionShape(
        id=v.public_id, number=v.number, created_at=v.created_at, issued_at=v.issued_at, reason=v.reason,
        pack=v.pack, pack_version=v.pack_version, pack_digest=v.pack_digest, facts_digest=v.facts_digest,
    )  # fmt: skip


def body_of(reading: Reading) -> Json:
    """Figures, money, children, flags and working of a version, as far as its reader may see them."""
    decision = reading.version.decision
    return {
        "is_newest": reading.is_newest,
        "currency": reading.statement.body.currency,
        "figures": figures_shape(decision),
        "money": [
            MoneyShape(code=m["code"], amount=str(m["amount"]), status=m["status"]) for m in decision["money"]
        ],
        "assessment": _assessment(reading.assessment),
        "children": [
            ChildNightsShape(**{key: row[key] for key in ChildNightsShape.model_fields})
            for row in reading.rows
        ],
        "flags": [
            FlagShape(title=f["head"], text=f["text"], child=f["child"], blocking=f["state"] == "bad")
            for f in reading.flags
        ],
        "placeholders": [p["text"] for p in reading.placeholders],
        "disputes": [_dispute(d) for d in reading.disputes],
        "working": [_working(key, item) for key, item in reading.explained.items()],
    }


def figures_shape(decision: Json) -> FiguresShape:
    if is_funding(decision):
        return _partnered_figures(decision)
    nights, share, growth = decision["nights"], decision["share"], decision["growth"]
    limit, contracted = figures.abatement_limit(decision), decision["contracted"]
    return FiguresShape(
        stayed_nights=nights["stayed"], excluded_nights=nights["excluded"]["total"], actual_nights=nights["actual"],
        contracted_nights=contracted["nights"] if contracted else None,
        share=ShareShape(**{key: share[key] for key in ShareShape.model_fields}) if share else None,
        level=decision["level"]["code"], level_status=decision["level"]["status"], growth_status=growth["status"],
        growth_payment=growth["payment"], abatement_limit=None if limit is None else plain_amount(limit),
        abatement_status=decision["abatement_limit"]["status"],
    )  # fmt: skip


def _partnered_figures(decision: Json) -> FiguresShape:
    """A care partner's month: nights and money; it has no target, so no share, level, growth or abatement."""
    unpaid = sum(line["unpaid_nights"] for line in decision["lines"])
    none = "not_applicable"
    return FiguresShape(
        stayed_nights=decision["nights"] + unpaid, excluded_nights=unpaid, actual_nights=decision["nights"],
        contracted_nights=None, share=None, level=None, level_status=none, growth_status=none, growth_payment=None,
        abatement_limit=None, abatement_status=none,
    )  # fmt: skip


def _working(key: str, item: Json) -> WorkingShape:
    return WorkingShape(
        figure=key,
        sentence=str(item["sentence"]),
        steps=[_step(step) for step in item["steps"]],
        authority=[
            AuthorityShape(label=a["label"], text=a["text"], mark=a["mark"]["text"] if a["mark"] else None)
            for a in item["authority"]
        ],
    )


def _step(step: Json) -> StepShape:
    rows = [_step(row) for row in step.get("rows", ())]
    return StepShape(text=str(step["text"]), value=str(step["value"]), steps=rows)


def _dispute(d: Any) -> DisputeShape:
    return DisputeShape(
        id=d.public_id, version=d.version.number, child=d.child_reference,
        placement=d.placement.public_id if d.placement else None, reason=d.reason, claimed_start=d.claimed_start,
        claimed_end=d.claimed_end, answer=d.answer, answer_text=d.answer_text,
    )  # fmt: skip


def _assessment(found: Assessment | None) -> AssessmentShape | None:
    if found is None:
        return None
    return AssessmentShape(
        abatement_amount=plain_amount(found.abatement_amount), growth_amount=plain_amount(found.growth_amount),
        payable_amount=plain_amount(found.payable_amount), responses=list(found.responses),
        approved_at=found.approved_at,
    )  # fmt: skip
