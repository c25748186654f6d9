"""Documents beside the funding of a line: evidence of a cost, and of a request."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.scopes import may
from homeward.apps.core.documents.shelves import PaperKind, Shelf, register_shelf
from homeward.apps.funding.addresses import request_address
from homeward.apps.funding.models import Asked, FundingRequest, PropertyCost
from homeward.apps.funding.services.requests import SUPPORT
from homeward.apps.funding.views.costs import cost_address


def _either(by: Actor, thing: Any) -> bool:
    return may(by, P.FUNDING_PROPOSE, thing) or may(by, P.FUNDING_REPORT, thing)


def _to_cost(by: Actor, cost: PropertyCost) -> bool:
    return cost.withdrawn_at is None and _either(by, cost)


def _to_request(by: Actor, request: FundingRequest) -> bool:
    return request.state == Asked.REQUESTED and _either(by, request)


register_shelf(
    Shelf(
        model=PropertyCost,
        address=cost_address,
        words=lambda cost: _("Property cost, %(line)s") % {"line": cost.line},
        kinds=(PaperKind(SUPPORT, _("Evidence"), _to_cost),),
    )  # fmt: skip
)
register_shelf(
    Shelf(
        model=FundingRequest,
        address=request_address,
        words=lambda request: _("Funding request, %(line)s") % {"line": request.line},
        kinds=(PaperKind(SUPPORT, _("Evidence"), _to_request),),
    )  # fmt: skip
)
