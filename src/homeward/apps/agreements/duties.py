"""What variations ask of a person: to sign, to draw up anew, to witness a paper."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.agreements.models import Variation
from homeward.apps.agreements.variation_checks import stale
from homeward.apps.agreements.variation_machine import SIGNED_BY
from homeward.apps.core.documents.shelves import side_of
from homeward.apps.core.duties import Duty, duty_source
from homeward.apps.core.periods import say_day
from homeward.apps.core.signatures.queries import waiting_scans

S = Variation.State


@duty_source
def variation_duties(actor: Actor) -> Iterator[Duty]:
    """Each open variation that waits for this person's side; one that no longer fits waits to be drawn up anew."""
    may_sign, may_write = actor.holds(P.VARIATION_SIGN), actor.holds(P.AGREEMENT_WRITE)
    if not may_sign and not may_write:
        return
    permission = P.VARIATION_SIGN if may_sign else P.AGREEMENT_WRITE
    found = Variation.objects.allowed_to(actor, permission).filter(
        state__in=(S.PROPOSED, S.PROVIDER_SIGNED, S.BODY_SIGNED)
    )
    for variation in found.select_related("agreement", "organisation", "body", "document"):
        if stale(variation):
            if may_write:
                yield _duty(
                    variation, "Draw up a variation anew", "The terms it starts from have changed.", "Look"
                )
        elif may_sign and variation.state != SIGNED_BY[side_of(actor)]:
            why = f"Agreement {variation.agreement.reference}, from {say_day(variation.effective_on)}."
            yield _duty(variation, "Sign a variation", why, "Read and sign")
        if may_sign and variation.document is not None:
            for scan in waiting_scans(variation.document):
                if scan.added_by_id != actor.user.pk:
                    yield _duty(
                        variation, "Witness a signed paper", f"Signed by {scan.paper['name']}.", "Compare"
                    )


def _duty(variation: Variation, title: str, why: str, verb: str) -> Duty:
    return Duty(
        title=f"{title}: {variation.organisation.name}",
        why=why,
        verb=verb,
        url=reverse("variation", args=[variation.public_id]),
        due=variation.effective_on,
        since=timezone.localtime(variation.since).date(),
        kind=f"variation.{variation.state}",
    )
