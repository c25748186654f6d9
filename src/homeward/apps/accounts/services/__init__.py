"""The only writers of people, memberships, invitations and what sign-in rests on."""

from homeward.apps.accounts.services.deputies import deputise
from homeward.apps.accounts.services.first import (
    FirstAdministrator,
    create_first_administrator,
)
from homeward.apps.accounts.services.invitations import (
    accept_invitation,
    invite,
    send_invitation_again,
    withdraw_invitation,
)
from homeward.apps.accounts.services.memberships import (
    change_membership,
    end_membership,
)
from homeward.apps.accounts.services.people import choose_language, choose_spelling
from homeward.apps.accounts.services.second_factor import reset_mfa
from homeward.apps.accounts.services.sessions import end_sessions
from homeward.apps.accounts.services.tokens import collect_token, create_token, revoke_token

__all__ = [
    "FirstAdministrator",
    "accept_invitation",
    "change_membership",
    "choose_language",
    "choose_spelling",
    "collect_token",
    "create_first_administrator",
    "create_token",
    "deputise",
    "end_membership",
    "end_sessions",
    "invite",
    "reset_mfa",
    "revoke_token",
    "send_invitation_again",
    "withdraw_invitation",
]
