"""One version of a statement as one person reads it. The page, the PDF and the workbook are all made from this.

What a person may not see is left out here, once, so that no way of reading shows more than another.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from homeward.apps.accounts.actors import Actor
from homeward.apps.agreements.models import Line
from homeward.apps.core.periods import from_db
from homeward.apps.local_policy.queries import pack_of
from homeward.apps.statements import presenters
from homeward.apps.statements.learned import taken_in
from homeward.apps.statements.models import Assessment, State, Statement, Step, Version
from homeward.apps.statements.partnered import figures as partnered
from homeward.apps.statements.partnered.facts import is_partnered
from homeward.apps.statements.partnered.words import STEP_WORDS as PARTNERED_STEPS
from homeward.apps.statements.queries import PastQuarter, line_words, past_quarters
from homeward.kernel.ranges import DateRange
from homeward.kernel.rounding import shown
from homeward.policy import Pack
from homeward.web.charts import Edge, Point, share_over_quarters, share_story
from homeward.web.dates import day_month, short_date
from homeward.web.numbers import number

Json = dict[str, Any]
# The colour that repeats each state's words.
TAGS = {
    State.DRAFT: "plain", State.ISSUED: "plain", State.DISPUTED: "bad", State.PROVIDER_AGREED: "warn", State.AGREED: "ok",
    State.ASSESSED: "info", State.APPROVED: "info", State.SENT: "info", State.PAID: "ok",
}  # fmt: skip
# Who holds a statement, inside a sentence.
HOLDERS_IN_SENTENCES = {
    "provider": "the provider",
    "body": "the department",
    "director": "the director",
    "finance": "finance",
    "": "nobody",
}
STEP_WORDS = {
    "issue": "Issued to the provider", "dispute": "Provider disputed", "reissue": "Sent to the provider again",
    "provider_agree": "Provider agreed", "body_agree": "Department agreed: locked", "assess": "Assessed",
    "send_back": "Assessment sent back", "approve": "Approved", "pay": "Sent for payment", "settle": "Paid",
    "payment_rejected": "Payment rejected",
}  # fmt: skip
# What is still to come from each state, in the order of the road.
_AFTER_ISSUE = ("Department agrees", "Locked and assessed", "Approved and paid")
TO_COME: dict[State, tuple[str, ...]] = {
    State.DRAFT: ("Issued to the provider", "Provider agrees", *_AFTER_ISSUE),
    State.ISSUED: ("Provider agrees or disputes", *_AFTER_ISSUE),
    State.DISPUTED: ("Department answers the dispute", "Provider agrees", *_AFTER_ISSUE),
    State.PROVIDER_AGREED: _AFTER_ISSUE,
    State.AGREED: ("Assessed", "Approved and paid"),
    State.ASSESSED: ("Approved", "Paid"),
    State.APPROVED: ("Sent for payment", "Paid"),
    State.SENT: ("Paid",),
    State.PAID: (),
}


@dataclass(frozen=True)
class Count:
    """Actual nights, what they are held against, and how a reader calls the period."""

    actual: int
    contracted: int | None
    share: str
    foot: str
    period: str

    @classmethod
    def of(cls, version: Version) -> Count:
        decision, word = version.decision, version.statement.period_word
        if partnered.is_funding(decision):
            return cls(decision["nights"], None, "", "Paid per night: no target", word)
        nights, contracted = decision["nights"]["actual"], decision["contracted"]
        if contracted is None:
            return cls(nights, None, "", "Paid per night: no target", word)
        foot = f"Contracted {number(contracted['nights'])}"
        return cls(nights, contracted["nights"], decision["share"]["shown"], foot, word)


@dataclass(frozen=True)
class Reading:
    """Figures, working, tables and marks of one version, in words, as far as the reader may see them."""

    statement: Statement
    version: Version
    is_newest: bool
    pack: Pack
    period: DateRange
    line_words: str
    tags: list[Json]
    figures: list[Json]
    explained: dict[str, Json]
    rows: list[Json]
    totals: Json
    flags: list[Json]
    placeholders: list[Json]
    money: Json
    count: Count
    loadings: Json | None
    adjustments: list[Json]
    assessment: Assessment | None
    steps: list[dict[str, str]]
    disputes: list[Any]
    quarters: list[PastQuarter]

    @property
    def children(self) -> list[str]:
        """The references of the children it names, for the record of reading."""
        return [r["child"] for r in self.rows]

    @property
    def has_picture(self) -> bool:
        """Whether any quarter has a share to draw."""
        return any(q.share is not None for q in self.quarters)

    @property
    def story(self) -> str:
        """What the picture says, in a sentence."""
        return share_story(_points(self.quarters), edges=_edges(self.version))


def read_version(
    statement: Statement, version: Version, actor: Actor, *, is_newest: bool, links: bool = False
) -> Reading:
    """Read a version that `actor` may see. `links` leads from the working to placements' pages."""
    pack = pack_of(version.body, known_at=version.created_at)
    explained = presenters.explanations(statement, version.decision, pack, links=links)
    told = presenters.Told.of(version)
    assessment = standing_assessment(statement, actor) if is_newest else None
    invented = statement.line.rates.filter(is_placeholder=True, period__overlap=statement.period).exists()
    placeholders = presenters.placeholders(pack, version.decision, invented)
    rows = told.children()
    return Reading(
        statement=statement,
        version=version,
        is_newest=is_newest,
        pack=pack,
        period=from_db(statement.period),
        line_words=line_words(statement),
        tags=_tags(statement, version, len(placeholders)),
        figures=told.headline(),
        explained=explained,
        rows=rows,
        totals=presenters.totals(rows),
        flags=told.flags(_lines_seen(version, actor)),
        placeholders=placeholders,
        money=told.money(explained, assessment, invented),
        count=Count.of(version),
        loadings=told.loadings(assessment),
        adjustments=taken_in(version, actor, links=links),
        assessment=assessment,
        steps=_steps(statement, actor),
        disputes=_disputes(statement),
        quarters=past_quarters(statement, actor),
    )


def standing_assessment(statement: Statement, actor: Actor) -> Assessment | None:
    """The decision that stands, for those who may read it; one that came back stands no longer."""
    if statement.state == State.AGREED:
        return None
    found = Assessment.objects.visible_to(actor).select_related("assessed_by", "approved_by")
    return found.filter(statement=statement).first()


def _tags(statement: Statement, version: Version, count: int) -> list[dict[str, str]]:
    tags = [{"text": statement.get_state_display(), "state": TAGS[State(statement.state)]}]
    agreed = statement.steps.filter(move="provider_agree", version=version).order_by("-at").first()
    if agreed and statement.state == State.PROVIDER_AGREED:
        tags.append({"text": f"Provider agreed {day_month(agreed.at)}", "state": "ok"})
    if count:
        tags.append({"text": f"{count} placeholder values", "state": "placeholder", "href": "#placeholder"})
    return tags


def _lines_seen(version: Version, actor: Actor) -> set[str]:
    """Of the other lines that flags name, those this person may see by name."""
    if partnered.is_funding(version.decision) or not presenters.lines_named(version.decision):
        return set()
    return {str(line) for line in Line.objects.visible_to(actor).select_related("agreement")}


def _steps(statement: Statement, actor: Actor) -> list[dict[str, str]]:
    """Who did what and when, as far as this person may read it; then what is to come, the next one marked."""
    first = statement.versions.order_by("number").select_related("created_by").first()
    assert first is not None
    done = [
        {
            "title": "Drafted",
            "text": f"{short_date(first.created_at)}, by the close of {first.created_by.name}",
            "state": "done",
        }
    ]
    partner = is_partnered(statement.line)
    words = STEP_WORDS | (PARTNERED_STEPS if partner else {})
    taken = Step.objects.visible_to(actor).filter(statement=statement)
    for step in taken.select_related("version").order_by("at", "id"):
        note = f". {step.note}" if step.note else ""
        text = f"{short_date(step.at)}, {step.by_label}, version {step.version.number}{note}"
        done.append({"title": words[step.move], "text": text, "state": "done"})
    due = f"by {short_date(statement.due_on)}" if statement.due_on else "no day is set"
    coming = TO_COME[State(statement.state)]
    if partner:
        coming = tuple(
            title.replace("assessed", "confirmed").replace("Assessed", "Confirmed") for title in coming
        )
    for position, title in enumerate(coming):
        text = f"With {HOLDERS_IN_SENTENCES[statement.held_by]}, {due}" if position == 0 else ""
        done.append({"title": title, "text": text, "state": "now" if position == 0 else "next"})
    return done


def _disputes(statement: Statement) -> list[Any]:
    return list(
        statement.disputes.select_related("raised_by", "answered_by", "version").order_by(
            "answer", "raised_at"
        )
    )


def _points(quarters: list[PastQuarter]) -> list[Point]:
    return [
        Point(
            q.label.replace(" ", "\n"),
            Fraction(q.share) if q.share is not None else None,
            shown(q.share, 1) if q.share is not None else "n/a",
        )
        for q in quarters
    ]


def _edges(version: Version) -> list[Edge]:
    """The lower edges of the levels, as the version read them."""
    if partnered.is_funding(version.decision):
        return []
    placeholder = "utilisation.levels" in version.decision["placeholders"]
    bands = version.decision["level"].get("bands", [])
    return [
        Edge(f"Level {b['level']} from {b['at_least']}", Fraction(b["at_least"]), placeholder)
        for b in bands
        if Fraction(b["at_least"]) > 0
    ]


def picture(version: Version, quarters: list[PastQuarter], size: Any) -> Any:
    return share_over_quarters(_points(quarters), edges=_edges(version), size=size)
