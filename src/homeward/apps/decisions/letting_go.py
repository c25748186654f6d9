"""A search that ends without a home takes its decision with it: a contract that is not wholly signed is let go."""

from __future__ import annotations

from django.utils import timezone

from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.roles import Role
from homeward.apps.core import audit
from homeward.apps.core.events import subscribe
from homeward.apps.core.notices import saying
from homeward.apps.core.writing import hold
from homeward.apps.decisions.facts import contract_of, is_whole
from homeward.apps.decisions.models import Decision
from homeward.apps.decisions.models.decisions import CLOSED, PROMISED
from homeward.apps.decisions.services.taking import hold_promise, tell_in, tell_provider
from homeward.apps.searches.events import SearchEnding, SearchLetGo
from homeward.apps.searches.models import Search
from homeward.apps.searches.services import release_offer
from homeward.kernel.reasons import Reason

S = Decision.State


@subscribe(SearchEnding)
def hold_what_was_promised(event: SearchEnding) -> None:
    """Hold contract, provider, vacancy, search, offers and decision, in the order of whoever signs or begins.

    A contract that is wholly signed stands in the way. Who lives in the home already is the referral's to know.
    """
    decision = _live(event.search)
    if decision is None:
        return
    contract = contract_of(decision)
    if contract is not None:
        hold(contract)
    hold_promise(decision)
    hold(decision)
    # One drawn up a moment ago nobody has signed; whoever signs it waits for us.
    contract = contract or contract_of(decision)
    if not decision.is_live:
        event.reasons.append(Reason("record.collides"))  # another may stand in its place: look again
    elif decision.state in PROMISED and not event.by.holds(P.DECISION_CARRY_OUT):
        event.reasons.append(Reason("decision.promised", {"home": decision.offer.home.name}))
    elif decision.state in PROMISED and contract is not None and is_whole(contract):
        event.reasons.append(Reason("decision.contract_signed", {"contract": contract.reference}))


@subscribe(SearchLetGo)
def let_go(event: SearchLetGo) -> None:
    """Proposed, agreed or accepted, it is taken back; a place that was held is free again."""
    decision = _live(event.search)
    if decision is None:
        return
    held = decision.is_promised
    decision.state, decision.since, decision.note = S.WITHDRAWN, timezone.now(), event.reason
    decision.save(update_fields=["state", "since", "note"])
    if held:
        release_offer(offer=decision.offer, reason=event.feedback, by=event.by)
        tell_provider(
            decision,
            saying("Referral %(referral)s: your home is no longer needed", referral=decision.search.referral),
            event.feedback,
        )
    audit.record(event.by, "withdraw_decision", decision, reason=event.reason, held=held)
    roles = (Role.HEAD_OF_SERVICE, Role.PLACEMENT_OFFICER)
    tell_in(
        decision,
        roles,
        saying(
            "Referral %(referral)s: the search ended, the home is let go", referral=decision.search.referral
        ),
        event.by,
    )


def _live(search: Search) -> Decision | None:
    rows = Decision.objects.filter(search=search).exclude(state__in=CLOSED)
    return rows.select_related(
        "search__referral", "offer__home", "offer__organisation", "organisation", "body"
    ).first()
