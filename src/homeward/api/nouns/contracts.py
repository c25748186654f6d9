"""Individual contracts: list, one with its terms and signatures, notice by either side."""

from __future__ import annotations

from typing import Literal

from django.http import HttpRequest
from ninja import Query, Router, Status
from pydantic import Field

from homeward.api import examples_contracts as examples
from homeward.api.examples import page
from homeward.api.operations import operation
from homeward.api.paging import Page, Paged, ordered, page_of
from homeward.api.reading import actor_in, made_at, record_children, tagged, the_one
from homeward.api.shapes import contracts as shapes
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core import audit
from homeward.apps.decisions import queries, services
from homeward.apps.decisions.models import Contract, Decision

contracts = Router(tags=["Individual contracts"])
MAY_GIVE = (P.CONTRACT_SIGN, P.DECISION_CARRY_OUT)


class ContractsAsked(Paged):
    state: Literal["", *Decision.State.values] = ""  # type: ignore[valid-type]
    reference: str = Field(default="", max_length=40, description="Only of this reference.")
    sort: Literal["start_on", "-start_on", "reference", "-reference"] = "-start_on"


@operation(
    contracts, "get", "/contracts", name="listContracts", permission=P.CONTRACT_READ,
    answers=Page[shapes.ContractShape], summary="List individual contracts", example=page(examples.CONTRACT),
)  # fmt: skip
def list_contracts(request: HttpRequest, asked: Query[ContractsAsked]) -> Page[shapes.ContractShape]:
    """Individual contracts without their children; a provider's token reads its own."""
    wanted = {"decision__state": asked.state, "reference__iexact": asked.reference}
    rows = queries.contracts(actor_in(request)).filter(**{n: v for n, v in wanted.items() if v})
    columns = {"start_on": "decision__start_on", "reference": "reference"}
    return page_of(request, ordered(rows, asked.sort, columns), asked, shapes.contract_shape)


@operation(
    contracts, "get", "/contracts/{contract_id}", name="getContract", permission=P.CONTRACT_READ,
    answers=shapes.WholeContractShape, summary="Read one individual contract", example=examples.WHOLE_CONTRACT,
)  # fmt: skip
def get_contract(request: HttpRequest, contract_id: str) -> shapes.WholeContractShape:
    """One contract: its terms, its children's parts of the price, extras, signatures, notice. The reading is recorded."""
    return tagged(request, _whole(request, the_one(queries.contracts(actor_in(request)), contract_id)))


@operation(
    contracts, "post", "/contracts/{contract_id}/notice", name="giveNotice", permission=MAY_GIVE,
    answers=shapes.WholeContractShape, status=201, refuses=True, summary="Give notice on a contract",
    example=examples.WITH_NOTICE, sends=examples.GIVING_NOTICE,
)  # fmt: skip
def give_notice(
    request: HttpRequest, contract_id: str, sent: shapes.GivingNotice
) -> Status[shapes.WholeContractShape]:
    """Either side ends the contract. The children stay until they leave; a new referral is opened from the last one. The
    token also needs `contract.read` and `decision.read`.
    """
    actor = actor_in(request)
    found: Contract = the_one(queries.contracts(actor), contract_id)
    decision = the_one(queries.decisions(actor), found.decision.public_id)
    services.give_notice(decision=decision, **sent.model_dump(), by=actor)
    made_at(request, f"/api/v1/contracts/{found.public_id}")
    return Status(201, tagged(request, _whole(request, the_one(queries.contracts(actor), contract_id))))


def _whole(request: HttpRequest, found: Contract) -> shapes.WholeContractShape:
    """One contract as its reader may see it: notice as on the decision's page."""
    actor = actor_in(request)
    children = list(found.children.select_related("child", "placement").order_by("pk"))
    unknown = queries.unknown_children(found, actor)
    known = [row.child for row in children if row.child_id not in unknown]
    record_children(request, known, contract=found.reference)
    audit.record_read(actor, found, organisation_id=found.organisation_id)
    decided = Decision.objects.visible_to(actor).filter(pk=found.decision_id).first()
    notice = queries.notice_of(decided) if decided else None
    return shapes.whole_contract(found, children, notice, actor)
