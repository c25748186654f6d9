"""What a person may see, as a queryset: the other half of `may`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models

from homeward.apps.accounts.permissions import Permission, Relation

if TYPE_CHECKING:
    from homeward.apps.accounts.actors import Actor


class ScopedQuerySet(models.QuerySet[Any]):
    """Querysets of body records. A model names the permission that reads it in `read_permission`.

    A model whose visibility has a further condition (a statement not yet issued, a child who has left)
    says so in a classmethod `narrow(queryset, actor, relation)`. A model whose records other bodies may read too
    (a consortium's rankings, by the authorities that use its framework) names them in a classmethod
    `of_bodies(actor)`, a condition that stands in place of "of the actor's own body". A model about children names
    the way from its records to them in `child_path` ("" for the child itself): whoever works on their own cases only
    sees what is about a child they work with now, and nothing of a model that names no way.
    """

    def visible_to(self, actor: Actor) -> Self:
        return self.allowed_to(actor, self.model.read_permission)

    def allowed_to(self, actor: Actor, permission: Permission) -> Self:
        """The records on which `actor` holds `permission`."""
        relation = actor.relation(permission)
        if relation is None:
            return self.none()
        of_bodies = getattr(self.model, "of_bodies", None)
        found = self.filter(of_bodies(actor) if of_bodies else models.Q(body_id=actor.body.id))
        if relation in (Relation.ORGANISATION, Relation.PARTY_NOW):
            if actor.organisation is None:
                return self.none()
            if hasattr(self.model, "organisation_id") and relation is Relation.ORGANISATION:
                found = found.filter(organisation_id=actor.organisation.id)
        elif actor.scope_ids and getattr(self.model, "scoped_by_organisation", True):
            found = found.filter(organisation_id__in=actor.scope_ids)
        if relation is Relation.OWN_CASE:
            found = found.filter(pk__in=_of_own_cases(self.model, actor))
        narrow = getattr(self.model, "narrow", None)
        return narrow(found, actor, relation) if narrow else found


def _of_own_cases(model: type[models.Model], actor: Actor) -> models.QuerySet[Any]:
    """Keys of the records about a child the actor works with today, in the role they act in; a deputy as who they stand for."""
    path: str | None = getattr(model, "child_path", None)
    rows = model._base_manager.all()
    if path is None:
        return rows.none().values("pk")
    # `workers` is the reverse of a key in an app above: a name, not an import.
    at = f"{path}__workers" if path else "workers"
    person = actor.membership.deputy_for or actor.membership
    now = models.Q(**{f"{at}__end": None}) | models.Q(**{f"{at}__end__gt": actor.today})
    worker = {
        f"{at}__user": person.user_id,
        f"{at}__role": actor.role.value,
        f"{at}__start__lte": actor.today,
    }
    return rows.filter(now, **worker).values("pk")


class ScopedManager(models.Manager.from_queryset(ScopedQuerySet)):  # type: ignore[misc]
    """Default manager of scoped models."""

    use_in_migrations: ClassVar[bool] = False


def may(actor: Actor, permission: Permission, thing: models.Model | None = None) -> bool:
    """Whether `actor` holds `permission`, and on `thing` if one is given."""
    if thing is None:
        return actor.holds(permission)
    return type(thing)._default_manager.allowed_to(actor, permission).filter(pk=thing.pk).exists()  # type: ignore[attr-defined]
