"""Who acts: a person in one membership, seen from the inside of a request, a job or a command."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import cast

from django.http import HttpRequest

from homeward.apps.accounts.models import CommissioningBody, Membership, Organisation, User
from homeward.apps.accounts.permissions import Permission, Relation, known_in, relation
from homeward.apps.accounts.roles import Role


@dataclass(frozen=True)
class Actor:
    """One person in one role. Services take it as `by=`, queries as the first argument of `visible_to`.

    With `token` a program acts for them, and holds no more than the permissions in `only`.
    """

    user: User
    membership: Membership
    body: CommissioningBody
    organisation: Organisation | None
    role: Role
    scope_ids: frozenset[int] = field(default_factory=frozenset)
    acting_for: str = ""
    token: str = ""
    only: frozenset[Permission] | None = None

    @classmethod
    def of(cls, membership: Membership) -> Actor:
        """The actor a membership makes. A deputy carries the scope of the one they stand in for."""
        principal = membership.deputy_for
        scope = frozenset((principal or membership).scope.values_list("id", flat=True))
        return cls(
            user=membership.user,
            membership=membership,
            body=membership.body,
            organisation=membership.organisation,
            role=Role(membership.role),
            scope_ids=scope,
            acting_for=principal.user.name if principal else "",
        )

    def holds(self, permission: Permission) -> bool:
        return self.relation(permission) is not None

    def relation(self, permission: Permission) -> Relation | None:
        """How the role holds `permission`; what a token leaves out looks exactly like what the role lacks."""
        if self.only is not None and permission not in self.only:
            return None
        if not known_in(permission, self.body.pack):
            return None
        return relation(self.role, permission)

    def narrowed(self, token: str, only: frozenset[Permission]) -> Actor:
        """The same person as a program acts for them: by a token of this name, with no more than its scopes."""
        return replace(self, token=token, only=only)

    @property
    def is_provider(self) -> bool:
        return self.organisation is not None

    @property
    def label(self) -> str:
        """How the trail names this person: `Priya Raman, contract manager, by token Nightly sync`."""
        by_token = f", by token {self.token}" if self.token else ""
        return f"{self.user.name}, {self.role.label.lower()}{by_token}"

    @property
    def today(self) -> dt.date:
        """Today where the body is."""
        return self.body.today


def actor_of(request: HttpRequest) -> Actor:
    """Who acts in this request. Raises AttributeError on a page that opens without a membership."""
    return cast(Actor, request.actor)  # type: ignore[attr-defined]  # the middleware sets it
