"""What the local layer asks of people: confirm what waits, and replace what no source gives."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission
from homeward.apps.core.duties import Duty, duty_source
from homeward.apps.local_policy.models import LocalValue
from homeward.apps.local_policy.queries import pack_of, placeholders, values_of, waiting
from homeward.apps.local_policy.words import describe


@duty_source
def values_to_confirm(actor: Actor) -> Iterator[Duty]:
    """Values that wait for a second person, for everybody who may confirm and did not enter them."""
    if not actor.holds(Permission.POLICY_CONFIRM):
        return
    for value in waiting(actor).exclude(entered_by=actor.user):
        yield Duty(
            title=gettext("Confirm a value: %(what)s") % {"what": describe(value)},
            why=gettext("Entered by %(who)s. It changes nothing until a second person confirms it.")
            % {"who": value.entered_by.name},
            verb=gettext("Look at it"),
            url=reverse("local_value", args=[value.public_id]),
            due=None,
            kind="policy",
            since=timezone.localtime(value.entered_at).date(),
        )


@duty_source
def own_drafts(actor: Actor) -> Iterator[Duty]:
    """Values begun and not proposed yet."""
    if not actor.holds(Permission.POLICY_PROPOSE):
        return
    for value in values_of(actor).filter(state=LocalValue.State.DRAFT, entered_by=actor.user):
        yield Duty(
            title=gettext("Propose your draft: %(what)s") % {"what": describe(value)},
            why=gettext("Nobody else has been told of it yet."),
            verb=gettext("Go on"),
            url=reverse("local_value", args=[value.public_id]),
            due=None,
            kind="policy",
            since=timezone.localtime(value.entered_at).date(),
        )


@duty_source
def placeholders_to_replace(actor: Actor) -> Iterator[Duty]:
    """Values without a source that figures are worked out with: one line for all of them."""
    if not actor.holds(Permission.POLICY_PROPOSE):
        return
    found = placeholders(pack_of(actor.body), actor.today)
    paths = {item.path for item in found}
    if not found:
        return
    yield Duty(
        title=ngettext(
            "Replace %(n)s placeholder that touches figures",
            "Replace %(n)s placeholders that touch figures",
            len(paths),
        )
        % {"n": len(paths)},
        why=gettext("No published figure was found for them. Enter each with its source when you have it."),
        verb=gettext("Show them"),
        url=f"{reverse('rules')}?standing=placeholder",
        due=None,
        kind="policy",
        since=min(item.since for item in found),
    )
