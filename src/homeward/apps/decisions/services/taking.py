"""How a service gets hold of a decision: the right to it first, then the locks, always in one order."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import CommissioningBody, User
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.queries.whom import people_in
from homeward.apps.accounts.roles import Role
from homeward.apps.accounts.scopes import may
from homeward.apps.core.notices import tell
from homeward.apps.core.writing import hold, permit
from homeward.apps.decisions.models import Decision
from homeward.apps.referrals.content import children_of, unnamed
from homeward.apps.restrictions.reach import binding_bodies
from homeward.apps.searches.services import hold_place
from homeward.kernel.reasons import Reason


def take(decision: Decision, by: Actor, using: P, what: str, *, promising: bool = False) -> None:
    """The decision as it stands now, held until the transaction ends.

    `promising`: before it what every promise of a place has in common, so that no restriction and no other promise
    comes between the question and the answer.
    """
    permit(may(by, using, decision), what)
    if promising:
        hold_promise(decision)
    hold(decision)


def hold_promise(decision: Decision) -> None:
    """Hold provider, vacancy, search and offers; the decision then reads them as they are now."""
    offer, search, _ = hold_place(decision.offer)
    decision.offer, decision.search = offer, search


def in_roles(decision: Decision, roles: Iterable[Role], besides: User | None = None) -> list[User]:
    found = people_in(roles, body=decision.body, organisation_id=decision.organisation_id)
    return [user for user in found if besides is None or user.pk != besides.pk]


def tell_in(
    decision: Decision, roles: Iterable[Role], title: str, by: Actor, text: str = "", *, url: str = ""
) -> None:
    """Tell the authority's people in some roles. The title names no child. `url`: where it is read, else the decision."""
    tell(
        in_roles(decision, roles, by.user), body=decision.body, title=title, text=text,
        url=url or address_of(decision),
        organisation_id=decision.organisation_id,
    )  # fmt: skip


def tell_provider(decision: Decision, title: str, text: str = "", *, url: str = "") -> None:
    """Tell the provider's managers, wherever they act for it: under the authority or under its consortium."""
    for body in binding_of(decision):
        managers = people_in([Role.PROVIDER_MANAGER], body=body, organisation_id=decision.organisation_id)
        tell(
            managers,
            body=body,
            title=title,
            text=text,
            url=url or address_of(decision),
            organisation_id=decision.organisation_id,
        )


def binding_of(decision: Decision) -> list[CommissioningBody]:
    """The authority, and the consortia under which providers act for it."""
    keys = binding_bodies(decision.body, decision.body.today)
    return list(CommissioningBody.objects.filter(pk__in=[*keys, decision.body_id]))


def address_of(decision: Decision) -> str:
    return reverse("decision", args=[decision.public_id])


def nameless(decision: Decision, **texts: str) -> list[Reason]:
    """Reasons when words that others read hold the name of a child of the decision."""
    return unnamed(children_of(decision.search.referral), "decision.names_a_child", **texts)
