"""Papers on the way to becoming a care partner: the readiness template as it was handed in, and the letter of approval."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from homeward.apps.approvals.gates import gate_of
from homeward.apps.approvals.models import Application, ApplicationDecision, Submission
from homeward.apps.approvals.templates import KINDS, view_words
from homeward.apps.core.vocabulary import code_list, label_of
from homeward.web import papers
from homeward.web.dates import long_date

Json = dict[str, Any]
COMMUNITY = "403"


def template_paper(submission: Submission) -> bytes:
    """The template as it was handed in, with what both sides agreed since. It holds nothing of the hub's own."""
    application = submission.application
    agreed = {row.section: row for row in application.agreedviews.all()}
    data = papers.paper(
        title=_("Readiness template"), caption=application.organisation.name, author=application.organisation.name,
        running=_("%(name)s, readiness template") % {"name": application.organisation.name},
        version=f"{application.reference}, {submission.number}", date=submission.body.day_of(submission.at),
        facts=[
            papers.pair(_("Application"), application.reference),
            papers.pair(_("Handed in by"), submission.by.name),
            papers.pair(_("Digest"), submission.digest),
        ],
        sections=[_section(application, part, agreed.get(part["section"])) for part in submission.content],
        foot=_("Frozen when it was handed in."),
    )  # fmt: skip
    return papers.compile_paper("paper", data, lang=get_language() or "en")


def _section(application: Application, part: Json, agreed: Any) -> Json:
    blocks: list[Json | None] = []
    for row in part["questions"]:
        blocks += [papers.text(row["question"], muted=True, leads=True), papers.text(row["answer"] or "–")]
    evidence = [f"{e['title']} ({e['digest'][:12]})" for e in part["evidence"]]
    if part["at_visit"]:
        evidence.append(_("to be shown at the visit"))
    facts = [
        (_("Own view"), view_words(application.body, part["own_view"])[0]),
        (_("Evidence"), ", ".join(evidence)),
    ]
    if part["gap"]:
        facts.append((_("Not in place yet"), ", ".join(x for x in (part["gap"], part["gap_owner"]) if x)))
    if agreed is not None:
        facts.append((_("Agreed"), f"{view_words(application.body, agreed.view)[0]}. {agreed.text}"))
    blocks.append(papers.pairs(papers.pair(label, words) for label, words in facts if words))
    return papers.section(part["title"], blocks)


def letter_paper(application: Application, decision: ApplicationDecision) -> bytes:
    """The letter that confirms an approval: kinds with the law of the decision's day, conditions, what comes next."""
    body, name = application.body, application.organisation.name
    gate = gate_of(application)
    on = body.day_of(decision.decided_at)
    window = gate.touchpoint
    sections = [
        papers.section(_("Your approval"), [
            papers.text(
                _("I confirm that %(name)s is approved from %(day)s as:") % {"name": name, "day": long_date(on)}, leads=True
            ),
            papers.points(papers.item(_kind(application, kind, gate.legal_references)) for kind in decision.kinds),
        ]),
        papers.section(_("Conditions"), [papers.text(decision.conditions)] if decision.conditions else []),
        papers.section(_("Reasons"), [papers.text(decision.reasons)]),
        papers.section(
            _("Tamariki Māori with whānau, hapū and iwi"), [papers.text(decision.with_whanau)] if decision.with_whanau else []
        ),
        papers.section(_("What comes next"), [
            papers.text(_("Your local adviser completes the contract documents with you. No child is placed and nothing is paid "
                          "before the agreement is signed by both.")),
            papers.text(_("The first Partnership Touchpoint is held between %(start)s and %(end)s.")
                        % {"start": long_date(window.window_start), "end": long_date(window.window_end)}) if window else None,
        ]),
    ]  # fmt: skip
    data = papers.paper(
        title=_("Approval as a care partner"), caption=name, author=body.name,
        running=_("%(name)s, approval") % {"name": name}, version=application.reference, date=body.today,
        facts=[
            papers.pair(_("To"), ", ".join(x for x in (name, application.contact_name) if x)),
            papers.pair(_("From"), f"{decision.decided_by.name}, {body.name}"),
            papers.pair(_("Date"), long_date(body.today)),
        ],
        sections=sections, foot=body.name,
    )  # fmt: skip
    return papers.compile_paper("paper", data, lang=get_language() or "en")


def _kind(application: Application, kind: str, law: Any) -> str:
    """A kind with the section that gives the power, as a document of that day names it."""
    found = code_list(application.body, KINDS)
    row = found.row(kind) if found else None
    is_community = row is not None and str(row.attributes.get("section")) == COMMUNITY
    section = law.get("community_approval" if is_community else "approval", "")
    words = label_of(application.body, KINDS, kind)
    return _("%(kind)s, under %(section)s") % {"kind": words, "section": section} if section else words
