"""What the invented state has contracted, and how far each of its newest statements has come."""

from __future__ import annotations

from dataclasses import dataclass

GENERAL, SPECIALIST = "general_family_based_care", "specialist_family_based_care"
RESPITE, RESIDENTIAL = "respite_family_based_care", "residential_care"


@dataclass(frozen=True)
class LinePlan:
    """One line: its target, how many places are really filled, days empty between two stays, and the newest state."""

    service: str
    target: int
    slots: int
    gap: int
    reaches: str
    home: str = ""
    per_night: bool = False


@dataclass(frozen=True)
class ProviderPlan:
    name: str
    reference: str
    agreement: str
    lines: tuple[LinePlan, ...]


PROVIDERS = (
    ProviderPlan("Wattlebird Family Care", "P-0117", "DCP-0417", (
        LinePlan(GENERAL, 12, 12, 16, "provider_agreed"), LinePlan(SPECIALIST, 6, 6, 9, "disputed"))),
    ProviderPlan("Gulf and Ranges Fostering", "P-0122", "DCP-0422", (
        LinePlan(GENERAL, 14, 16, 6, "approved"), LinePlan(SPECIALIST, 10, 10, 8, "provider_agreed"),
        LinePlan(RESPITE, 5, 5, 4, "draft"))),
    ProviderPlan("Redgum Children’s Services", "P-0131", "DCP-0431", (
        LinePlan(RESPITE, 8, 8, 14, "issued"), LinePlan(GENERAL, 9, 9, 12, "assessed"))),
    ProviderPlan("Saltbush Youth Homes", "P-0140", "DCP-0440", (
        LinePlan(RESIDENTIAL, 4, 4, 1, "issued", home="Port Road house"),
        LinePlan(RESIDENTIAL, 4, 4, 4, "paid", home="Elder Street house"))),
    ProviderPlan("Karrawirra House", "P-0146", "DCP-0446", (
        LinePlan(RESIDENTIAL, 4, 4, 12, "draft", home="Karrawirra House"),)),
    ProviderPlan("Mallee Kin Network", "P-0150", "DCP-0450", (LinePlan(GENERAL, 16, 16, 20, "issued"),)),
    ProviderPlan("Bluebush Night Care", "P-0155", "DCP-0455", (
        LinePlan(RESPITE, 0, 5, 30, "agreed", per_night=True),)),
)  # fmt: skip

# The road of a statement, in order; a plan names the last step it takes. "disputed" leaves the road after "issued".
ROAD = ("draft", "issued", "provider_agreed", "agreed", "assessed", "approved", "paid")
