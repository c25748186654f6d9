"""What is said of restrictions on the page of a provider or a home."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from homeward.apps.accounts.actors import Actor
from homeward.apps.core.periods import say_day
from homeward.apps.providers.models import Home, Provider
from homeward.apps.providers.remarks import Remark, remark_source
from homeward.apps.restrictions import queries
from homeward.apps.restrictions.models import Restriction


@remark_source
def restrictions(actor: Actor, thing: Provider | Home) -> Iterator[Remark]:
    """Each restriction in force or to come that the reader may see; a home is told of its provider's too."""
    whole = Q(home=None, organisation=thing.organisation_id)
    scope = (
        queries.same_home(thing) | whole if isinstance(thing, Home) else Q(organisation=thing.organisation_id)
    )
    if thing.organisation_id is None:
        scope = Q(home=thing.pk) if isinstance(thing, Home) else Q(pk__in=[])
    for row in queries.listed(actor).filter(scope, queries.open_on(actor.today)).order_by("starts_on", "pk"):
        yield Remark(_head(row, thing), _said(row, actor), "bad", reverse("restriction", args=[row.public_id]),
                     _("Read the restriction"))  # fmt: skip


def _head(row: Restriction, thing: Provider | Home) -> str:
    if isinstance(thing, Provider) and row.home is not None:
        return _("No new placements in %(home)s.") % {"home": row.home.name}
    if isinstance(thing, Home) and row.home is None:
        return _("No new placements with %(provider)s.") % {"provider": row.subject}
    return _("No new placements.")


def _said(row: Restriction, actor: Actor) -> str:
    told = {"body": row.body.name, "since": say_day(row.starts_on), "lift": row.what_lifts}
    if row.lifts_on is not None:
        return _("Restricted by %(body)s since %(since)s; free from %(day)s on.") % {
            **told, "day": say_day(row.lifts_on),
        }  # fmt: skip
    if actor.today < row.starts_on:
        return _("Restricted by %(body)s from %(since)s on. Children already there stay.") % told
    return _("Restricted by %(body)s since %(since)s. Children already there stay.") % told
