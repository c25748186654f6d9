"""What a referral seeks, as the rules read it: from its sections, needs and children, and from the tables of places."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from homeward.apps.core.refusals import Refused
from homeward.apps.geography.models import Area
from homeward.apps.geography.places import Place, middles_of, own_area
from homeward.apps.geography.postcodes import district_of
from homeward.apps.referrals.letters import by_letters
from homeward.apps.referrals.models import Need, Referral, ReferralChild
from homeward.engine.matching.facts import NeedFact, PointFact, ReferralFact, SoughtChildFact, Together
from homeward.kernel.reasons import Reason

Json = dict[str, Any]
WHAT = "These places cannot be compared"
SEXES = {"M": "M", "F": "F", "U": "U", "1": "M", "2": "F"}  # 1 and 2 were the return's codes until 2024
TOGETHER: dict[str, Together] = {
    "together": "required",
    "apart_reason": "preferred",
    "one_child": "preferred",  # brothers and sisters may live elsewhere: to join them counts
}
WELSH = {"welsh_home": "cy"}


def owed(referral: Referral) -> list[Reason]:
    """What the rules cannot do without and nobody has recorded."""
    unborn = [row.letter for row in referral.children.all() if row.child.born_on is None]
    found = [Reason("match.no_birthday", {"letters": by_letters(sorted(unborn))})] if unborn else []
    late = [
        row.letter
        for row in referral.children.all()
        if row.child.born_on and row.child.born_on > referral.needed_by
    ]
    if late:
        found.append(Reason("match.born_after", {"letters": by_letters(sorted(late))}))
    if not referral.placement_types:
        found.append(Reason("match.no_types", {}))
    return found


def referral_fact(referral: Referral) -> ReferralFact:
    """The facts of one referral. Raises Refused, with every reason, while it lacks what the rules cannot do without."""
    if missing := owed(referral):
        raise Refused(WHAT, missing)
    return referral_facts([referral])[referral.pk]


def referral_facts(referrals: Iterable[Referral]) -> dict[int, ReferralFact]:
    """The facts of referrals of one body by their key; one that lacks what the rules need is left out."""
    keys = [referral.pk for referral in referrals]
    rows = Referral.objects.filter(pk__in=keys).select_related("body")
    found = list(rows.prefetch_related("sections", "needs", "children__child"))
    if not found:
        return {}
    body = found[0].body
    written = {r.pk: {s.code: s.answers for s in r.sections.all()} for r in found}
    districts = [str(answers.get("place", {}).get("district", "")) for answers in written.values()]
    middles, own = middles_of(districts, body=body), own_area(body)
    return {r.pk: _fact(r, written[r.pk], middles, own) for r in found if not owed(r)}


def _fact(referral: Referral, answers: Json, middles: dict[str, Place], own: Area | None) -> ReferralFact:
    place = answers.get("place", {})
    district = district_of(str(place.get("district", ""))) or ""
    middle, miles = middles.get(district), place.get("most_miles")
    return ReferralFact(
        id=referral.public_id,
        start_by=referral.needed_by,
        urgency=referral.urgency,
        children=[
            _child(row, answers.get("together", {}))
            for row in sorted(referral.children.all(), key=lambda row: row.letter)
        ],
        together=TOGETHER.get(answers.get("together", {}).get("together", ""), "required"),
        types=list(referral.placement_types),
        needs=[
            NeedFact(code=need.text, is_essential=need.weight == Need.Weight.MUST)
            for need in sorted(referral.needs.all(), key=lambda need: need.position)
        ],
        avoid=list(answers.get("contact", {}).get("avoid", [])),
        point=_point(middle),
        area=own.code if own else None,
        adjoining_areas=list(own.adjoining) if own and own.adjoining is not None else None,
        max_miles=None if miles in (None, "") else str(miles),  # type: ignore[arg-type]
        avoid_areas=list(place.get("avoid_areas", [])),
        keeps_school=answers.get("health", {}).get("keeps_school") == "yes",
        language=WELSH.get(answers.get("language", {}).get("language", "")),
    )


def _child(row: ReferralChild, together: Json) -> SoughtChildFact:
    with_parent = together.get("parent_and_child") == "yes" and row.letter in together.get("with_parent", [])
    return SoughtChildFact.model_validate(
        {
            "id": row.child.public_id, "born_on": row.child.born_on, "sex": SEXES.get(row.child.sex),
            "with_parent": with_parent,
        }
    )  # fmt: skip


def _point(place: Place | None) -> PointFact | None:
    if place is None or place.easting is None or place.northing is None:
        return None
    return PointFact(easting=place.easting, northing=place.northing)
