"""Notices of interest: one application per legal entity, so that two notices about one organisation merge."""

from __future__ import annotations

from homeward.engine.approval.case import Case
from homeward.engine.approval.parts import ApplicationFact
from homeward.kernel.folding import fold
from homeward.kernel.jsontypes import JSON, plain


def same_entity(case: Case) -> ApplicationFact | None:
    """The application already under way for the same business number: a further notice joins it."""
    organisation = case.facts.organisation
    numbers = {row.nzbn for row in case.facts.interest_logged} | {organisation.nzbn if organisation else None}
    ends = {state.code for state in case.journey.states if state.is_end}
    for other in case.facts.other_applications:
        if other.nzbn is not None and other.nzbn in numbers and other.state not in ends:
            return other
    return None


def same_name(case: Case) -> list[ApplicationFact]:
    """Applications under way whose organisation is called the same, where a business number is missing on a side."""
    organisation = case.facts.organisation
    name = fold(organisation.legal_name if organisation else None)
    ends = {state.code for state in case.journey.states if state.is_end}
    return [
        other
        for other in case.facts.other_applications
        if name
        and fold(other.legal_name) == name
        and other.state not in ends
        and None in (other.nzbn, organisation.nzbn if organisation else None)
    ]


def interest(case: Case) -> dict[str, JSON]:
    """Who is told of each notice, which of them merge, and how many applications there are in the end."""
    seen: set[str | None] = set()
    known = {other.nzbn for other in case.facts.other_applications if other.nzbn is not None}
    notices: list[JSON] = []
    own = case.facts.organisation.nzbn if case.facts.organisation else None
    for row in case.facts.interest_logged:
        number = row.nzbn or own
        merged = number in seen or (number is not None and number in known)
        seen.add(number)
        begins = next((m for m in case.pack.workflow("approval").beginnings() if row.by in m.who), None)
        tells = [] if begins is None else list(begins.tells)
        notices.append({"by": row.by, "on": plain(row.on), "nzbn": number, "tells": tells, "merged": merged})
    return {"applications": len(seen), "notices": notices}
