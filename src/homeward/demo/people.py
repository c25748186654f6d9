"""The invented people, the bodies they work for, and the names of children."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from homeward.apps.accounts.demo import PASSWORD
from homeward.apps.accounts.roles import Role

__all__ = ["ENGLAND", "FAMILY", "GIVEN", "PASSWORD", "SOUTH_AUSTRALIA", "Person"]


@dataclass(frozen=True)
class Person:
    email: str
    name: str
    role: Role
    organisation: str = ""
    limit: Decimal | None = None


SOUTH_AUSTRALIA = (
    Person("priya.raman@dcp.example", "Priya Raman", Role.CONTRACT_MANAGER),
    Person("daniel.okafor@dcp.example", "Daniel Okafor", Role.CONTRACT_OFFICER),
    Person("helen.marsh@dcp.example", "Helen Marsh", Role.DIRECTOR, limit=Decimal(500_000)),
    Person("noor.haddad@dcp.example", "Noor Haddad", Role.POLICY_STEWARD),
    Person("bram.visser@dcp.example", "Bram Visser", Role.POLICY_STEWARD),
    Person("marco.rossi@dcp.example", "Marco Rossi", Role.FINANCE_OFFICER),
    Person("lena.fischer@dcp.example", "Lena Fischer", Role.PLACEMENT_OFFICER),
    Person("sam.okoro@dcp.example", "Sam Okoro", Role.AUDITOR),
    Person("ines.ferreira@dcp.example", "Ines Ferreira", Role.ADMINISTRATOR),
    Person(
        "tom.whitfield@wattlebird.example", "Tom Whitfield", Role.PROVIDER_MANAGER, "Wattlebird Family Care"
    ),
    Person("amy.chen@wattlebird.example", "Amy Chen", Role.PROVIDER_WORKER, "Wattlebird Family Care"),
    Person(
        "joan.baker@gulfandranges.example", "Joan Baker", Role.PROVIDER_MANAGER, "Gulf and Ranges Fostering"
    ),
    Person("ravi.nair@redgum.example", "Ravi Nair", Role.PROVIDER_MANAGER, "Redgum Children’s Services"),
    Person("kirsty.lund@saltbush.example", "Kirsty Lund", Role.PROVIDER_MANAGER, "Saltbush Youth Homes"),
    Person("peter.dang@karrawirra.example", "Peter Dang", Role.PROVIDER_MANAGER, "Karrawirra House"),
    Person("moana.reid@mallee.example", "Moana Reid", Role.PROVIDER_MANAGER, "Mallee Kin Network"),
    Person("otto.brandt@bluebush.example", "Otto Brandt", Role.PROVIDER_MANAGER, "Bluebush Night Care"),
)
ENGLAND = (
    Person("grace.bell@eastmoor.example", "Grace Bell", Role.PLACEMENT_OFFICER),
    Person("colin.frost@eastmoor.example", "Colin Frost", Role.ADMINISTRATOR),
    Person("ruth.adeyemi@eastmoor.example", "Ruth Adeyemi", Role.AUDITOR),
)

GIVEN = (
    "Ada", "Amir", "Anika", "Arlo", "Bella", "Caleb", "Chloe", "Dara", "Dylan", "Eden", "Elif", "Elsie",
    "Farah", "Felix", "Finn", "Grace", "Hana", "Hugo", "Imani", "Indi", "Isla", "Jack", "Jada", "Jonah",
    "Kai", "Kiah", "Leila", "Levi", "Lola", "Lucas", "Mae", "Mia", "Miles", "Nadia", "Nico", "Noah", "Nora",
    "Omar", "Orla", "Otis", "Pearl", "Quinn", "Remy", "Rosa", "Ruby", "Sami", "Sol", "Tahlia", "Talia",
    "Theo", "Tilly", "Uma", "Vera", "Willow", "Xavi", "Yara", "Zane", "Zoe",
)  # fmt: skip
FAMILY = (
    "Abbott", "Baxter", "Callan", "Dawe", "Ellery", "Farrow", "Gannon", "Harte", "Ibsen", "Jarrow", "Keane",
    "Larkin", "Mercer", "Norwood", "Oakes", "Penrose", "Quill", "Ridley", "Sorrell", "Tanner", "Umber",
    "Vance", "Wick", "Yarrow", "Zeller",
)  # fmt: skip
