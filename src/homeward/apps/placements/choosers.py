"""Finding the child or home a person means by what they typed. Works without any script."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission
from homeward.apps.agreements.models import Line
from homeward.apps.children.models import Child
from homeward.apps.core.folding import fold
from homeward.apps.core.vocabulary import label_of
from homeward.apps.providers.models import Home

SHOWN = 5
OFFERED = 300  # homes offered while typing; beyond that the number has to be known


def find_child(text: str, actor: Actor) -> Child:
    """The one child meant by a reference, a number or a name. Raises ValidationError."""
    children = Child.objects.filter(body=actor.body)
    exact = children.filter(Q(reference__iexact=text.strip()) | Q(client_number__iexact=text.strip()))
    return _the_one(exact, children, text, lambda c: c.reference, _("child"), _("children"))


def find_home(text: str, actor: Actor, homes: QuerySet[Home] | None = None) -> Home:
    """The one home meant by its number (alone or before its name) or its name; of `homes`, or of those to be seen."""
    homes = Home.objects.visible_to(actor) if homes is None else homes
    words = text.split()
    exact = homes.filter(Q(reference__iexact=text.strip()) | Q(reference__iexact=words[0] if words else ""))
    return _the_one(exact, homes, text, lambda h: h.reference, _("home"), _("homes"))


def _the_one(exact: QuerySet[Any], every: QuerySet[Any], text: str, key: Any, one: str, many: str) -> Any:
    found = list(exact[:2])
    if len(found) != 1:
        found = list(every.filter(search_key__contains=fold(text)).order_by("search_key")[: SHOWN + 1])
    if not found:
        raise forms.ValidationError(
            _("No %(one)s in these records reads like “%(text)s”.") % {"one": one, "text": text}
        )
    if len(found) > 1:
        some = ", ".join(key(thing) for thing in found[:SHOWN])
        raise forms.ValidationError(
            _("Several %(many)s read like “%(text)s”. Give the number of the one you mean, such as %(some)s.")
            % {"many": many, "text": text, "some": some}
        )
    return found[0]


def homes_on_offer(actor: Actor, homes: QuerySet[Home] | None = None) -> list[str]:
    """Homes as a person may pick them while typing: number and name."""
    homes = Home.objects.visible_to(actor) if homes is None else homes
    return [f"{home.reference} {home.name}" for home in homes.order_by("search_key")[:OFFERED]]


class LineField(forms.ModelChoiceField):
    """An agreement line, named by its agreement, number, service type and provider."""

    def __init__(
        self, *, actor: Actor, using: Permission | None = None, only: Any = None, **kwargs: Any
    ) -> None:
        self.actor = actor
        lines = Line.objects.allowed_to(actor, using) if using else Line.objects.visible_to(actor)
        lines = lines.select_related("agreement", "organisation").order_by("agreement__reference", "number")
        kept = lines if only is None else lines.filter(only)
        super().__init__(queryset=kept, to_field_name="public_id", **kwargs)

    def label_from_instance(self, line: Line) -> str:
        service = label_of(self.actor.body, "service_types", line.service_type)
        return f"{line}: {service}, {line.organisation.name}"
