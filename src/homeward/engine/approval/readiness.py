"""What readiness needs: the conversation, the template, the review, the agreed content, the recommendation."""

from __future__ import annotations

from collections.abc import Iterator

from homeward.engine.approval.case import Case, Missing
from homeward.engine.approval.parts import RecordedFact

KNOWS = ("knows_what_quality_assurance_is", "knows_what_to_collect", "knows_who_helps")


def whakawhanaungatanga(case: Case) -> Iterator[Missing]:
    yield from _part(case, "whakawhanaungatanga")


def familiarisation(case: Case) -> Iterator[Missing]:
    yield from _part(case, "familiarisation")


def practice_run(case: Case) -> Iterator[Missing]:
    yield from _part(case, "practice_run")


def _part(case: Case, name: str) -> Iterator[Missing]:
    talk = case.facts.conversation
    held = talk is not None and (talk.held_on is None or case.by_then(talk.held_on))
    if not held or not getattr(talk, name):
        yield Missing()


def submit_by(case: Case) -> Iterator[Missing]:
    if case.facts.conversation is None or case.facts.conversation.submit_by is None:
        yield Missing()


def partner_knows(case: Case) -> Iterator[Missing]:
    """Only what was said not to be known is named; the parts of the conversation speak for the rest."""
    for name in KNOWS:
        if case.facts.conversation is not None and getattr(case.facts.conversation, name) is False:
            yield Missing({"part": name.removeprefix("knows_")})


def context(case: Case) -> Iterator[Missing]:
    if case.facts.template is None or not case.facts.template.context_complete:
        yield Missing()


def domains(case: Case) -> tuple[str, ...]:
    """The domains that have to be answered, each once."""
    template = case.facts.template
    if template is None:
        return ()
    listed = template.framework_domains
    return tuple(dict.fromkeys(listed if listed is not None else (row.domain for row in template.domains)))


def domain_answers(case: Case) -> Iterator[Missing]:
    template = case.facts.template
    wanted = domains(case)
    if template is None or not wanted:
        yield Missing({"domain": None})
        return
    answered = {row.domain for row in template.domains if row.answered}
    for domain in wanted:
        if domain not in answered:
            yield Missing({"domain": domain})


def evidence(case: Case) -> Iterator[Missing]:
    """Each domain has evidence, or a mark that it is shown at the visit, whether it is answered yet or not."""
    template = case.facts.template
    rows = () if template is None else template.domains
    shown = {row.domain for row in rows if row.evidence or row.to_be_shown_at_visit}
    wanted = domains(case)
    if not wanted:
        yield Missing({"domain": None})
    for domain in wanted:
        if domain not in shown:
            yield Missing({"domain": domain})


def frozen(case: Case) -> Iterator[Missing]:
    if case.facts.template is None or not case.by_then(case.facts.template.frozen_on):
        yield Missing()


def findings(case: Case) -> Iterator[Missing]:
    found = {row.domain for row in case.facts.findings if row.finding.strip()}
    wanted = domains(case)
    if not wanted and not found:
        yield Missing({"domain": None})
    for domain in wanted:
        if domain not in found:
            yield Missing({"domain": domain})


def visit_decision(case: Case) -> Iterator[Missing]:
    """To leave the review it is decided either way; to go on a visit, it is decided that there is one."""
    visit = case.facts.visit
    wanted = None if visit is None else visit.wanted
    to_visit = case.move is not None and case.move.to == "VISIT"
    if wanted is None or (to_visit and not wanted):
        yield Missing({"visit": wanted})


def visit_record(case: Case) -> Iterator[Missing]:
    """Of a visit that was decided on: when it was, and whether the partner's story was understood."""
    visit = case.facts.visit
    leaving = case.facts.state == "VISIT"
    if not leaving and (visit is None or not visit.wanted):
        return
    if visit is None or not case.by_then(visit.held_on):
        yield Missing({"part": "held_on"})
    if visit is None or visit.story_understood is None:
        yield Missing({"part": "story_understood"})


def clarifications(case: Case) -> Iterator[Missing]:
    for row in case.facts.clarifications:
        if not case.by_then(row.answered_on) and not (row.improvement_action or "").strip():
            yield Missing({"clarification": row.id})


def content_agreement(case: Case) -> Iterator[Missing]:
    """Two agreements, of two people."""
    lead, partner = case.facts.content_agreed_by_lead, case.facts.content_agreed_by_partner
    for side, given in (("NQL", lead), ("PARTNER", partner)):
        if not recorded(case, given):
            yield Missing({"role": side})
    if recorded(case, lead) and recorded(case, partner) and _same(lead, partner):
        yield Missing({"role": "PARTNER", "same_person": True})


def _same(one: RecordedFact | None, two: RecordedFact | None) -> bool:
    return one is not None and two is not None and one.by is not None and one.by == two.by


def recorded(case: Case, given: RecordedFact | None) -> bool:
    """Recorded by the day of asking; where no day is written, being there is enough."""
    return given is not None and (given.on is None or case.by_then(given.on))


def recommendation(case: Case) -> Iterator[Missing]:
    report = case.facts.recommendation
    if report is None or (report.on is not None and not case.by_then(report.on)):
        yield Missing()


def feedback(case: Case) -> Iterator[Missing]:
    """To send the report back there is feedback that is still open."""
    if not any(
        case.by_then(row.on) and not case.by_then(row.report_updated_on) for row in case.facts.feedback
    ):
        yield Missing()


def feedback_discussed(case: Case) -> Iterator[Missing]:
    for row in case.facts.feedback:
        if case.by_then(row.on) and not case.by_then(row.discussed_by_lead_on):
            yield Missing({"given_on": row.on})


def report_updated(case: Case) -> Iterator[Missing]:
    for row in case.facts.feedback:
        updated = row.report_updated_on
        if case.by_then(row.on) and not (case.by_then(updated) and updated is not None and updated >= row.on):
            yield Missing({"given_on": row.on})


def endorsement(case: Case) -> Iterator[Missing]:
    if not recorded(case, case.facts.endorsement):
        yield Missing()


def own_recommendation(case: Case) -> Iterator[Missing]:
    """Who drafts the recommendation does not endorse it."""
    drafted = None if case.facts.recommendation is None else case.facts.recommendation.drafted_by
    given, actor = case.facts.endorsement, case.facts.by
    endorsing = case.move is not None and case.move.code == "endorse"
    people = [
        given.by if given is not None else None,
        actor.person if actor is not None and endorsing else None,
    ]
    for person in dict.fromkeys(person for person in people if person is not None):
        if drafted is not None and person == drafted:
            yield Missing({"person": person})
