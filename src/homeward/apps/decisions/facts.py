"""The facts of a decision for the rule `may-accept`: what is sought, the home as it stands now, and all that is recorded.

Nothing is decided here. Every move asks the same rule over these facts, under the locks of whoever promises a place.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from homeward.apps.accounts.models import User
from homeward.apps.accounts.roles import Role
from homeward.apps.core.calendars import public_holidays
from homeward.apps.core.signatures import signatures_of
from homeward.apps.decisions.models import Agreed, AreaNotice, Check, Contract, Decision
from homeward.apps.decisions.models.decisions import HELD, PROMISED
from homeward.apps.local_policy.queries import pack_of
from homeward.apps.restrictions.queries import same_home
from homeward.apps.searches.facts import candidate_of, referral_fact
from homeward.apps.searches.models import Offer, Search, Widening
from homeward.engine.matching.facts import CandidateFact
from homeward.engine.standing.asking import IN_HOUSE_SIGNATURE, signatories
from homeward.engine.standing.facts import (
    AcceptFacts,
    Act,
    AgreementFact,
    CheckFact,
    ContractFact,
    DecisionFact,
    OfferFact,
    VerbalFact,
)
from homeward.engine.standing.may_accept import Acceptance, decide_acceptance

Json = dict[str, Any]
# How the pack names the roles that decide.
ROLE_CODES = {Role.CONSORTIUM_MANAGER: "consortium_officer"}
STANDING = {
    Offer.State.OPEN: "open", Offer.State.SHORTLISTED: "open", Offer.State.WITHDRAWN: "withdrawn",
    Offer.State.UNSUITABLE: "rejected", Offer.State.NOT_CHOSEN: "rejected", Offer.State.ACCEPTED: "accepted",
    Offer.State.CLOSED: "rejected",
}  # fmt: skip
ACT_OF = {
    Decision.State.PROPOSED: "accept", Decision.State.AGREED: "accept", Decision.State.ACCEPTED: "contract",
    Decision.State.RETURNED: "contract", Decision.State.CONTRACTED: "start",
}  # fmt: skip


def role_code(role: str) -> str:
    """A role as the pack's list of deciders names it."""
    return ROLE_CODES.get(Role(role), Role(role).value)


def act_of(decision: Decision) -> Act:
    """The next act a decision is on its way to."""
    return ACT_OF.get(Decision.State(decision.state), "start")  # type: ignore[return-value]


def ask(
    decision: Decision, act: Act, *, given: Agreed | None = None, at: dt.datetime | None = None
) -> Acceptance:
    """What the rule says of an act now. `given`: an agreement not yet recorded, as if it were."""
    return decide_acceptance(accept_facts(decision, act, given=given, at=at), pack_of(decision.body).policy())


def accept_facts(
    decision: Decision, act: Act, *, given: Agreed | None = None, at: dt.datetime | None = None
) -> AcceptFacts:
    """Everything recorded towards an act. Raises Refused while the referral lacks what the rules cannot do without."""
    offer, search = decision.offer, decision.search
    candidate = _candidate(decision)
    agreed = _agreed(decision, given)
    notices = {row.kind: row.on for row in AreaNotice.objects.filter(decision=decision)}
    chosen = search.chosen
    return AcceptFacts(
        at=at or timezone.now(),
        act=act,
        referral=referral_fact(search.referral),
        candidate=candidate,
        offer=OfferFact(
            id=offer.public_id, standing=STANDING[Offer.State(offer.state)], valid_until=offer.valid_until,  # type: ignore[arg-type]
            start_on=decision.start_on, split_reason=decision.split_reason,
        ),
        requested_by=decision.requested_by.public_id,
        other_accepted=chosen.public_id if chosen is not None and chosen.pk != offer.pk else None,
        promised_to=_promised_to(decision, candidate),
        decision=_decision(agreed.get(Agreed.Kind.PLACEMENT)),
        verbal=_verbal(agreed.get(Agreed.Kind.VERBAL)),
        non_framework=_fact(agreed.get(Agreed.Kind.NON_FRAMEWORK)) or _widened(search),
        out_of_area=_fact(agreed.get(Agreed.Kind.OUT_OF_AREA)),
        at_a_distance=_fact(agreed.get(Agreed.Kind.AT_A_DISTANCE)),
        area_notified_on=notices.get(AreaNotice.Kind.NOTIFIED),
        area_consulted_on=notices.get(AreaNotice.Kind.CONSULTED),
        checks=[_check(row) for row in Check.objects.filter(decision=decision).select_related("waived_by")],
        contract=_contract(decision),
        public_holidays=_holidays(decision),
    )  # fmt: skip


def _candidate(decision: Decision) -> CandidateFact:
    """The home as it stands, without what it promised to this decision."""
    held = decision.search.referral.children.count() if decision.state in HELD else 0
    return candidate_of(decision.offer, promised=held)


def _promised_to(decision: Decision, candidate: CandidateFact) -> str | None:
    """Another referral that holds the last places of the home, by its reference; of another authority by its name."""
    if candidate.places >= decision.search.referral.children.count():
        return None
    same = same_home(decision.offer.home, "offer__home__")
    rows = Decision.objects.filter(same, state__in=PROMISED).exclude(pk=decision.pk)
    other = rows.select_related("search__referral", "body").order_by("accepted_at").first()
    if other is None:
        return None
    return other.search.referral.reference if other.body_id == decision.body_id else other.body.name


def standing_agreements(decision: Decision) -> dict[str, Agreed]:
    """The newest agreement of each kind that still counts."""
    rows = Agreed.objects.filter(decision=decision, past_at=None).select_related("by", "recorded_by")
    return {row.kind: row for row in rows.order_by("at", "pk")}


def _agreed(decision: Decision, given: Agreed | None) -> dict[str, Agreed]:
    found = standing_agreements(decision)
    if given is not None:
        found[given.kind] = given
    return found


def _told(row: Agreed) -> Json:
    return {"by": row.by.public_id, "role": role_code(row.role), "at": row.at, "reason": row.reason}


def _fact(row: Agreed | None) -> AgreementFact | None:
    return None if row is None or row.outcome == Agreed.Outcome.REFUSED else AgreementFact(**_told(row))


def _decision(row: Agreed | None) -> DecisionFact | None:
    return None if row is None else DecisionFact(**_told(row), outcome=row.outcome)  # type: ignore[arg-type]


def _verbal(row: Agreed | None) -> VerbalFact | None:
    return None if row is None else VerbalFact(**_told(row), recorded_by=row.recorded_by.public_id)


def _widened(search: Search) -> AgreementFact | None:
    """The head of service's leave to look outside the framework, given to the search."""
    row = search.widenings.filter(state=Widening.State.AGREED).select_related("decided_by").first()
    if row is None or row.decided_by is None or row.decided_at is None:
        return None
    return AgreementFact(
        by=row.decided_by.public_id, role=role_code(row.decided_as or Role.HEAD_OF_SERVICE), at=row.decided_at, reason=row.note
    )  # fmt: skip


def _check(row: Check) -> CheckFact:
    waived = None
    if row.waived_by is not None and row.waived_at is not None:
        waived = AgreementFact(
            by=row.waived_by.public_id,
            role=role_code(row.waived_role),
            at=row.waived_at,
            reason=row.waived_because,
        )
    return CheckFact(code=row.code, done_on=row.done_on, waived=waived)


def _contract(decision: Decision) -> ContractFact:
    contract = contract_of(decision)
    signed = {} if contract is None else signed_sides(contract)
    return ContractFact(signed_by_body_at=signed.get("body"), signed_by_provider_at=signed.get("provider"))


def contract_of(decision: Decision) -> Contract | None:
    """The contract drawn up for it, signed or not."""
    return Contract.objects.filter(decision=decision).select_related("document", "agreement").first()


def signed_sides(contract: Contract) -> dict[str, dt.datetime]:
    """When each side signed the paper that stands now."""
    return (
        {} if contract.document is None else {s.side: s.signed_at for s in signatures_of(contract.document)}
    )


def needed_sides(contract: Contract) -> tuple[str, ...]:
    """Whose signatures make the contract stand: the rule's answer, for the route the home came by."""
    decision = contract.decision
    used = pack_of(contract.body).policy().look(IN_HOUSE_SIGNATURE, on=decision.search.referral.needed_by)
    return signatories(decision.offer.invitation.route, str(used.value))


def is_whole(contract: Contract | None) -> bool:
    """Whether everybody has signed whose signature it needs."""
    return contract is not None and set(needed_sides(contract)) <= signed_sides(contract).keys()


def _holidays(decision: Decision) -> list[dt.date]:
    """The days that are not worked in the years a deadline can reach."""
    years = {decision.requested_at.year, decision.body.today.year, decision.start_on.year}
    return sorted(public_holidays(pack_of(decision.body), years | {year + 1 for year in years}))


def names_of(decision: Decision, ids: set[str]) -> dict[str, str]:
    """People's names by the identifiers the facts use."""
    return dict(User.objects.filter(public_id__in=ids).values_list("public_id", "name"))
