"""The only writers of profiles and returns of the data exchange."""

from homeward.apps.exchange.services.profiles import (
    decline_profile,
    describe_profile,
    draft_profile,
    propose_profile,
    publish_profile,
    put_field,
    remove_field,
    take_back_profile,
)
from homeward.apps.exchange.services.returns import (
    accept_return,
    lay_aside,
    send_back_return,
    submit_return,
    try_return,
)

__all__ = [
    "accept_return",
    "decline_profile",
    "describe_profile",
    "draft_profile",
    "lay_aside",
    "propose_profile",
    "publish_profile",
    "put_field",
    "remove_field",
    "send_back_return",
    "submit_return",
    "take_back_profile",
    "try_return",
]
