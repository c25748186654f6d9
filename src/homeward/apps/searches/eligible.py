"""Which providers are asked: those of the lots that fit, whose standing is good; the others with every reason."""

from __future__ import annotations

from dataclasses import dataclass

from homeward.apps.accounts.models import Organisation
from homeward.apps.core.refusals import present
from homeward.apps.frameworks.models import Admission, Framework, Lot, LotAdmission
from homeward.apps.frameworks.models.frameworks import usable_by
from homeward.apps.frameworks.standing import framework_reasons
from homeward.apps.referrals.models import Referral
from homeward.apps.restrictions.standing import standing_of


@dataclass(frozen=True)
class Asked:
    """A provider of a lot that fits. ``reasons``: why it is not asked, in words; empty when it is."""

    organisation: Organisation
    lot: Lot
    reasons: tuple[dict[str, str], ...]


def frameworks_for(referral: Referral) -> list[Framework]:
    """Frameworks the authority may use today: its own, and those it has access to."""
    today = referral.body.today
    found = Framework.objects.filter(usable_by(referral.body, today), period__contains=today)
    return list(found.select_related("body").order_by("pk"))


def lots_for(referral: Referral) -> list[Lot]:
    """Lots of those frameworks that cover a kind of home sought."""
    rows = Lot.objects.filter(
        framework__in=frameworks_for(referral), period__contains=referral.body.today,
        placement_types__overlap=referral.placement_types,
    )  # fmt: skip
    return list(rows.select_related("framework__body").order_by("framework", "number"))


def providers_for(referral: Referral) -> list[Asked]:
    """Each provider of the lots that fit, once, by name: asked, or not asked with every reason."""
    found: dict[int, Asked] = {}
    rows = LotAdmission.objects.filter(lot__in=lots_for(referral), admission__state=Admission.State.ADMITTED)
    rows = rows.select_related("organisation", "lot__framework__body").order_by(
        "lot__framework", "lot__number", "pk"
    )
    for row in rows:
        if row.organisation_id in found:
            continue
        reasons = _reasons(referral, row.organisation, row.lot.framework)
        found[row.organisation_id] = Asked(row.organisation, row.lot, tuple(reasons))
    return sorted(found.values(), key=lambda a: a.organisation.name)


def _reasons(referral: Referral, organisation: Organisation, framework: Framework) -> list[dict[str, str]]:
    body, today = referral.body, referral.body.today
    given = [
        *standing_of(organisation=organisation, body=body, on=today, reference=referral.reference).reasons,
        *framework_reasons(framework, organisation, today),
    ]
    told = {}
    for reason in given:
        sentence = present(reason)
        told[sentence.title, sentence.fact] = {
            "code": reason.code, "title": sentence.title, "fact": sentence.fact, "lift": sentence.lift, "who": sentence.who,
        }  # fmt: skip
    return list(told.values())
