"""Which providers are asked: those of the lots that fit, whose standing is good; the others with every reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from homeward.apps.accounts.models import Organisation
from homeward.apps.core.refusals import present
from homeward.apps.frameworks.models import Admission, Lot, LotAdmission
from homeward.apps.frameworks.models.frameworks import usable_frameworks
from homeward.apps.frameworks.standing import framework_reasons_of
from homeward.apps.referrals.models import Referral
from homeward.apps.restrictions.standing import Asked as Question
from homeward.apps.restrictions.standing import standings_of
from homeward.kernel.reasons import Reason


@dataclass(frozen=True)
class Asked:
    """A provider of a lot that fits. ``reasons``: why it is not asked, in words; empty when it is."""

    organisation: Organisation
    lot: Lot
    reasons: tuple[dict[str, str], ...]


def lots_for(referral: Referral) -> list[Lot]:
    """Lots of those frameworks that cover a kind of home sought."""
    rows = Lot.objects.filter(
        framework__in=usable_frameworks(referral.body, referral.body.today), period__contains=referral.body.today,
        placement_types__overlap=referral.placement_types,
    )  # fmt: skip
    return list(rows.select_related("framework__body").order_by("framework", "number"))


def providers_for(referral: Referral) -> list[Asked]:
    """Each provider of the lots that fit, once, by name: asked, or not asked with every reason."""
    rows = LotAdmission.objects.filter(lot__in=lots_for(referral), admission__state=Admission.State.ADMITTED)
    rows = rows.select_related("organisation", "lot__framework__body").order_by(
        "lot__framework", "lot__number", "pk"
    )
    lots: dict[Organisation, Lot] = {}
    for row in rows:
        lots.setdefault(row.organisation, row.lot)
    reasons = _reasons(referral, lots)
    found = [Asked(organisation, lot, told(reasons[organisation])) for organisation, lot in lots.items()]
    return sorted(found, key=lambda a: a.organisation.name)


def _reasons(referral: Referral, lots: dict[Organisation, Lot]) -> dict[Organisation, list[Reason]]:
    """Why each may not be asked: its standing with the authority, then in its framework."""
    body, today = referral.body, referral.body.today
    questions = [Question(o, body, None, today, reference=referral.reference) for o in lots]
    found = {o: list(s.reasons) for o, s in zip(lots, standings_of(questions), strict=True)}
    for framework in {lot.framework_id: lot.framework for lot in lots.values()}.values():
        here = [o for o, lot in lots.items() if lot.framework_id == framework.pk]
        for key, more in framework_reasons_of(framework, here, today).items():
            found[next(o for o in here if o.pk == key)] += more
    return found


def told(reasons: Iterable[Reason]) -> tuple[dict[str, str], ...]:
    """Reasons in words, as they are kept; what reads the same is said once."""
    sentences = {}
    for reason in reasons:
        sentence = present(reason)
        sentences[sentence.title, sentence.fact] = {
            "code": reason.code, "title": sentence.title, "fact": sentence.fact, "lift": sentence.lift, "who": sentence.who,
        }  # fmt: skip
    return tuple(sentences.values())
