"""The first night: the home and provider in the authority's own records, an agreement priced by the week, and the placement."""

from __future__ import annotations

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.roles import Role
from homeward.apps.agreements.services.individual import make_individual, set_weekly
from homeward.apps.core import audit
from homeward.apps.core.notices import saying
from homeward.apps.core.refusals import refuse_if
from homeward.apps.core.writing import hold, service
from homeward.apps.decisions.facts import accept_facts, contract_of
from homeward.apps.decisions.machine import MACHINE
from homeward.apps.decisions.models import Contract, ContractChild, Decision
from homeward.apps.decisions.pricing import prices_of
from homeward.apps.decisions.services.taking import take, tell_in, tell_provider
from homeward.apps.placements.services import record_placement
from homeward.apps.providers import services as providers
from homeward.apps.providers.models import Home, Provider
from homeward.apps.referrals.services import place_referral
from homeward.kernel.ranges import DateRange
from homeward.kernel.reasons import Reason

WHAT = "This placement cannot begin"
# The kind of home, by what it gives, where the pack's list of placements says it.
PLACEMENT_TYPES = {Home.Kind.CARER_HOUSEHOLD: "foster", Home.Kind.RESIDENTIAL_HOME: "residential"}


@service("start_placement", WHAT)
def start_placement(*, decision: Decision, by: Actor) -> Decision:
    """The children live there from the first night agreed: from now on their nights are counted and paid."""
    contract = contract_of(decision)
    if contract is not None:
        hold(contract)  # before the decision, as whoever signs does
    take(decision, by, P.DECISION_CARRY_OUT, WHAT, promising=True)
    MACHINE.check("start", decision, by)
    refuse_if(WHAT, [None if contract else Reason("contract.none", {})])
    assert contract is not None
    facts = accept_facts(decision, "start")
    home = own_home(decision, by)
    assert home.provider is not None
    children = list(ContractChild.objects.filter(contract=contract).select_related("child").order_by("pk"))
    prices = prices_of(contract, decision.start_on)
    lines = make_individual(
        provider=home.provider, reference=contract.reference, title=f"Individual contract, referral {decision.search.referral}",
        start=decision.start_on, service_type=facts.candidate.service_type, home=home,
        prices=[prices[child.pk] for child in children], by=by,
    )  # fmt: skip
    for child, line in zip(children, lines, strict=True):
        child.line = line
        child.placement = record_placement(
            child=child.child, home=home, line=line, period=DateRange(decision.start_on, None),
            placement_type=PLACEMENT_TYPES.get(Home.Kind(home.kind), "other"), source=f"Contract {contract.reference}", by=by,
        )  # fmt: skip
        child.save(update_fields=["line", "placement"])
    contract.agreement = lines[0].agreement
    contract.save(update_fields=["agreement"])
    MACHINE.make("start", decision, by)
    place_referral(referral=decision.search.referral, by=by)
    audit.record(by, "start_placement", decision, start=decision.start_on.isoformat(), children=len(children))
    tell_provider(
        decision,
        saying("The placement of referral %(referral)s has begun", referral=decision.search.referral),
    )
    tell_in(
        decision,
        (Role.HEAD_OF_SERVICE,),
        saying("The placement of referral %(referral)s has begun", referral=decision.search.referral),
        by,
    )
    return decision


def own_home(decision: Decision, by: Actor) -> Home:
    """The home as the authority keeps it: a framework's home is the consortium's record until it is first used."""
    home = decision.offer.home
    if home.body_id == decision.body_id:
        return home
    own = Home.objects.filter(
        body=decision.body, organisation=home.organisation, urn=home.urn, name=home.name
    ).first()
    if own is not None:
        return own
    return providers.add_home(
        provider=_own_provider(decision, by), reference=_free_reference(decision, home), name=home.name, kind=home.kind,
        places=home.places, urn=home.urn, opened_on=home.opened_on, source=f"Record of {home.body.name}", by=by,
    )  # fmt: skip


def _own_provider(decision: Decision, by: Actor) -> Provider:
    own = (
        Provider.objects.filter(body=decision.body, organisation=decision.organisation).order_by("pk").last()
    )
    if own is not None and (own.end is None or own.end > decision.start_on):
        return own
    organisation = decision.organisation
    reference = f"P-{organisation.public_id[:8]}"
    return providers.register_provider(
        name=organisation.name, reference=reference, start=decision.start_on,
        business_number=organisation.business_number or "", by=by,
    )  # fmt: skip


def _free_reference(decision: Decision, home: Home) -> str:
    taken = Home.objects.filter(body=decision.body, reference=home.reference).exists()
    return f"{home.reference}-{home.public_id[:4]}" if taken else home.reference


def settle_prices(contract: Contract, by: Actor) -> None:
    """Let the lines of a contract under which children live cost what it now says."""
    prices = prices_of(contract, contract.decision.start_on)
    for child in ContractChild.objects.filter(contract=contract, line__isnull=False).select_related("line"):
        assert child.line is not None
        set_weekly(line=child.line, prices=prices[child.pk], reference=contract.reference, by=by)
