"""The only writers of agreements, their lines and terms."""

from homeward.apps.agreements.services.agreements import (
    add_line,
    change_agreement,
    change_line,
    end_agreement,
    make_agreement,
)
from homeward.apps.agreements.services.outcome import draw_agreement
from homeward.apps.agreements.services.specifications import publish_specification
from homeward.apps.agreements.services.terms import (
    end_term,
    override_value,
    set_loading,
    set_rate,
    set_target,
)
from homeward.apps.agreements.services.variations import (
    decline_variation,
    propose_variation,
    renew_variation,
    withdraw_variation,
)

__all__ = [
    "decline_variation",
    "draw_agreement",
    "propose_variation",
    "renew_variation",
    "withdraw_variation",
    "add_line",
    "change_agreement",
    "change_line",
    "end_agreement",
    "end_term",
    "make_agreement",
    "override_value",
    "publish_specification",
    "set_loading",
    "set_rate",
    "set_target",
]
