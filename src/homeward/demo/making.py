"""A body and its people: what every invented body of the demonstration begins with."""

from __future__ import annotations

from functools import cache

from dateutil.relativedelta import relativedelta
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import CommissioningBody, Membership, Organisation, User
from homeward.apps.accounts.services.people import make_user
from homeward.demo.people import PASSWORD, Person
from homeward.policy import load_pack

YEARS_IN_ROLE = 4  # long before the first record


def make_body(name: str, second: str, pack_id: str) -> CommissioningBody:
    pack = load_pack(pack_id)
    return CommissioningBody.objects.create(
        name=name, second_name=second, pack=pack.id, currency=pack.currency, time_zone=pack.time_zone,
        languages=list(pack.languages), contact="The contract team of this invented body",
    )  # fmt: skip


def make_people(body: CommissioningBody, people: tuple[Person, ...]) -> dict[str, Actor]:
    """Users with one membership each, in force since long before the first record; by e-mail."""
    since = timezone.localdate() - relativedelta(years=YEARS_IN_ROLE)
    actors = {}
    for person in people:
        organisation = None
        if person.organisation:
            organisation, _ = Organisation.objects.get_or_create(name=person.organisation)
        user = make_user(
            email=person.email, name=person.name, language=body.interface_languages[0], is_demo=True
        )
        User.objects.filter(pk=user.pk).update(password=_hashed())
        user.password = _hashed()  # they sign variations with it later
        membership = Membership.objects.create(
            user=user,
            body=body,
            organisation=organisation,
            role=person.role,
            delegation_limit=person.limit,
            start=since,
        )
        actors[person.email] = Actor.of(membership)
    return actors


@cache
def _hashed() -> str:
    """One for all: hashing is slow on purpose."""
    return make_password(PASSWORD)
