"""What the approval phase needs: advice, the decision by the delegate, submissions, letter, contract, first touchpoint."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from homeward.engine.approval.case import Case, Missing
from homeward.engine.approval.notices import kinds_of, longest_notice
from homeward.engine.approval.parts import ApprovalDecisionFact, DelegationFact
from homeward.engine.approval.readiness import recorded

KINDS = "approval_kinds"


def advice(case: Case) -> Iterator[Missing]:
    if not recorded(case, case.facts.advisory_advice):
        yield Missing()


def _decision(case: Case) -> ApprovalDecisionFact | None:
    """The decision, if it is recorded by the day of asking."""
    given = case.facts.decision
    return given if given is not None and (given.on is None or case.by_then(given.on)) else None


def decision(case: Case) -> Iterator[Missing]:
    given = _decision(case)
    if given is None or given.outcome not in (None, "approved"):  # the step itself says what is decided
        yield Missing({"outcome": None if given is None else given.outcome})


def kinds(case: Case) -> Iterator[Missing]:
    given = _decision(case)
    if given is None or not given.kinds:
        yield Missing()


def section_of(case: Case, kind: str, on: date) -> str | None:
    """The section of the Act that gives the power to approve a kind."""
    found = case.pack.vocabulary(KINDS).attribute(kind, "section", on)
    return None if found is None else str(found)


def sections(case: Case) -> Iterator[Missing]:
    """A section written beside a kind is the one that gives the power for it."""
    given = _decision(case)
    for row in () if given is None else given.kinds:
        wanted = section_of(case, row.kind, (given.on if given else None) or case.on)
        if row.section is not None and row.section.removeprefix("s").strip() != wanted:
            yield Missing({"kind": row.kind, "section": row.section, "needed": wanted})


def reasons(case: Case) -> Iterator[Missing]:
    """The reasons of the decision; of a suspension or revocation those its notice gave do as well."""
    given, notice = _decision(case), case.facts.notice
    told = [given.reasons if given else "", notice.reasons if notice else "", case.facts.reason]
    held = case.journey.name != "approval"
    if not any(text.strip() for text in (told if held else (told[0], told[2]))):
        yield Missing()


def suitability(case: Case) -> Iterator[Missing]:
    """Not recorded is said; recorded as not satisfied stands in the way wherever it is asked."""
    given = _decision(case)
    if given is None or given.satisfied_of_suitability is None:
        yield Missing(soft=True)
    elif not given.satisfied_of_suitability:
        yield Missing({"satisfied": False})


def _decider(case: Case) -> str | None:
    if case.facts.by is not None:
        return case.facts.by.person
    given = _decision(case)
    return None if given is None else given.by


def delegation(case: Case) -> Iterator[Missing]:
    """Who decides holds the delegation on that day, for every kind that is decided."""
    person, held = _decider(case), case.facts.delegates
    if held is None or person is None:
        return
    given = _decision(case)
    on = (given.on if given else None) or case.on
    own = [row for row in held if row.person == person and _in_force(row, on)]
    if not own:
        yield Missing({"person": person})
        return
    for kind in kinds_of(case):
        if not any(row.kinds is None or kind in row.kinds for row in own):
            yield Missing({"person": person, "kind": kind})


def _in_force(row: DelegationFact, on: date) -> bool:
    return (row.start is None or row.start <= on) and (row.end is None or on < row.end)


def own_endorsement(case: Case) -> Iterator[Missing]:
    """The endorser does not decide."""
    person, given = _decider(case), case.facts.endorsement
    if person is not None and given is not None and given.by == person:
        yield Missing({"person": person})


def submissions_date(case: Case) -> Iterator[Missing]:
    """The applicant gets a date that is still to come."""
    given = case.facts.submissions
    if given is None or given.until is None:
        yield Missing()
    elif given.until < case.on:
        yield Missing({"until": given.until})


def submissions_open(case: Case) -> Iterator[Missing]:
    """Until submissions are received or their last day has passed nothing is declined."""
    given = case.facts.submissions
    if given is None:
        yield Missing({"until": None})
    elif not case.by_then(given.received_on) and not (given.until is not None and given.until < case.on):
        yield Missing({"until": given.until})


def submissions_considered(case: Case) -> Iterator[Missing]:
    """What was received has to be considered; where nothing was, there is nothing to consider."""
    given = case.facts.submissions
    if given is not None and case.by_then(given.received_on) and not case.by_then(given.considered_on):
        yield Missing({"received_on": given.received_on})


def letter(case: Case) -> Iterator[Missing]:
    given = case.facts.letter
    if given is None or not case.by_then(given.sent_on):
        yield Missing()


def approval(case: Case) -> Iterator[Missing]:
    """Approval complete: the hard gate before anything is contracted."""
    given = _decision(case)
    if case.by_then(case.facts.approved_on) or (given is not None and given.outcome == "approved"):
        return
    yield Missing()


def outcome_agreement(case: Case) -> Iterator[Missing]:
    given = case.facts.agreement
    for side, on in (
        ("agency", given.signed_by_agency_on if given else None),
        ("partner", given.signed_by_partner_on if given else None),
    ):
        if not case.by_then(on):
            yield Missing({"side": side})


def specification(case: Case) -> Iterator[Missing]:
    if case.facts.agreement is None or case.facts.agreement.service_specification is None:
        yield Missing()


def care_model(case: Case) -> Iterator[Missing]:
    if case.facts.agreement is None or case.facts.agreement.care_model_summary is None:
        yield Missing()


def funding_model(case: Case) -> Iterator[Missing]:
    if case.facts.agreement is None or case.facts.agreement.funding_model is None:
        yield Missing()


def touchpoint(case: Case) -> Iterator[Missing]:
    """It is scheduled: the day itself may lie ahead."""
    if case.facts.touchpoint is None or case.facts.touchpoint.scheduled_on is None:
        yield Missing()


def lead_invited(case: Case) -> Iterator[Missing]:
    if case.facts.touchpoint is None or not case.by_then(case.facts.touchpoint.lead_invited_on):
        yield Missing()


def reason(case: Case) -> Iterator[Missing]:
    if not case.facts.reason.strip():
        yield Missing()


def _of(case: Case) -> str:
    return "suspension" if case.move is not None and case.move.code == "suspend" else "revocation"


def notice(case: Case) -> Iterator[Missing]:
    given, wanted = case.facts.notice, _of(case)
    if given is None or given.of != wanted or not case.by_then(given.given_on):
        yield Missing({"of": wanted})


def notice_running(case: Case) -> Iterator[Missing]:
    """The earliest day of the decision has come, for the longest notice of the kinds it is about."""
    given = case.facts.notice
    if given is None or given.given_on is None or given.of != _of(case):
        return
    if given.of == "suspension" and case.is_("notice_of_suspension", "given"):
        return
    ends = longest_notice(case, given.given_on)
    if ends is not None and case.on < ends.earliest_decision:
        yield Missing(ends.told(), ends.values)


def quality(case: Case) -> Iterator[Missing]:
    given = case.facts.quality_confirmation
    if given is None or not given.confirmed or (given.on is not None and not case.by_then(given.on)):
        yield Missing({"confirmed": None if given is None else given.confirmed})
