"""Providers and homes a restriction can be about: the body's own, and those of a consortium it belongs to.

An authority sees no consortium's file of a provider; but it places children there, so it can name it here.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.permissions import Relation
from homeward.apps.providers.models import Home, Provider
from homeward.apps.restrictions.reach import binding_bodies


def providers_known(actor: Actor) -> QuerySet[Provider]:
    """The providers with whom the actor's body, or a consortium for it, deals."""
    return _known(Provider, actor, P.PROVIDER_READ).select_related("organisation", "body")


def homes_known(actor: Actor) -> QuerySet[Home]:
    """The homes of those providers."""
    return _known(Home, actor, P.HOME_READ).select_related("organisation", "body", "provider")


def _known(model: Any, actor: Actor, permission: P) -> QuerySet[Any]:
    if actor.relation(permission) is not Relation.BODY:
        return model.objects.none()
    rows = model.objects.filter(body__in=binding_bodies(actor.body, actor.today))
    scope = Q(organisation__in=actor.scope_ids) if actor.scope_ids else Q()
    return rows.filter(scope)
