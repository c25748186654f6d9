"""Bodies, organisations, people and what they may do; `actor_in` gives an actor in one line."""

from __future__ import annotations

import datetime as dt
from hashlib import sha256
from typing import Any

import factory
from allauth.account.models import EmailAddress
from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import (
    AnsweredCall,
    ApiToken,
    CommissioningBody,
    Invitation,
    Membership,
    Organisation,
    User,
)
from homeward.apps.accounts.roles import DESCRIPTIONS, HeldAt, Role
from homeward.apps.accounts.services.tokens import digest_of, scopes_of

LONG_AGO = dt.date(2020, 7, 1)


class CommissioningBodyFactory(factory.django.DjangoModelFactory):
    """A South Australian department unless told otherwise."""

    class Meta:
        model = CommissioningBody

    name = factory.Sequence(lambda n: f"Department of Families {n}")
    pack = "au_sa"
    currency = "AUD"
    time_zone = "Australia/Adelaide"
    languages = ["en"]
    contact = "Contracts desk, 08 5550 0100"


class OrganisationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Organisation

    name = factory.Sequence(lambda n: f"Banksia Family Services {n}")
    business_number = factory.Sequence(lambda n: f"53 004 {n:06d}")


class UserFactory(factory.django.DjangoModelFactory):
    """A person who can sign in with the password `PASSWORD`, but has no second factor yet."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    PASSWORD = "harbour lantern 47"

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    name = factory.Sequence(lambda n: f"Robin Ashdown {n}")
    language = "en"

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **kwargs: Any) -> User:
        user = model_class(**kwargs)
        user.set_password(cls.PASSWORD)
        user.save()
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        return user


UserFactory._meta.exclude = (*UserFactory._meta.exclude, "PASSWORD")


class MembershipFactory(factory.django.DjangoModelFactory):
    """A contract manager since long ago; a provider role gets an organisation unless one is given."""

    class Meta:
        model = Membership
        skip_postgeneration_save = True

    user = factory.SubFactory(UserFactory)
    body = factory.SubFactory(CommissioningBodyFactory)
    role = Role.CONTRACT_MANAGER.value
    organisation = factory.Maybe(
        factory.LazyAttribute(lambda o: DESCRIPTIONS[Role(o.role)].held_at is HeldAt.ORGANISATION),
        yes_declaration=factory.SubFactory(OrganisationFactory),
        no_declaration=None,
    )
    start = LONG_AGO

    @factory.post_generation
    def scope(self, create: bool, extracted: list[Organisation] | None, **kwargs: Any) -> None:
        if create and extracted:
            self.scope.set(extracted)  # type: ignore[attr-defined]


class InvitationFactory(factory.django.DjangoModelFactory):
    """An open invitation; `token` is what stood in the letter, of which only the digest is kept."""

    class Meta:
        model = Invitation
        skip_postgeneration_save = True

    class Params:
        token = factory.Sequence(lambda n: f"token-in-a-letter-{n}")

    body = factory.SubFactory(CommissioningBodyFactory)
    email = factory.Sequence(lambda n: f"invited{n}@example.org")
    name = factory.Sequence(lambda n: f"Kim Lindqvist {n}")
    role = Role.CONTRACT_OFFICER.value
    start = LONG_AGO
    token_digest = factory.LazyAttribute(lambda o: sha256(o.token.encode()).hexdigest())
    expires_at = factory.LazyFunction(lambda: timezone.now() + dt.timedelta(days=7))


def actor_in(
    role: Role | str = Role.CONTRACT_MANAGER,
    body: CommissioningBody | None = None,
    organisation: Organisation | None = None,
    **membership: Any,
) -> Actor:
    """An actor in a role; body and (for a provider role) organisation are made when not given.

    Further arguments go to the membership: `delegation_limit=`, `scope=[…]`, `user=`, `start=`, `end=`.
    """
    given: dict[str, Any] = {"role": Role(role).value, **membership}
    if body is not None:
        given["body"] = body
    if organisation is not None:
        given["organisation"] = organisation
    return Actor.of(MembershipFactory(**given))


class ApiTokenFactory(factory.django.DjangoModelFactory):
    """A token in force with every permission of its role; `secret` is what the program sends."""

    class Meta:
        model = ApiToken

    class Params:
        secret = factory.Sequence(lambda n: f"hw_secret-of-a-test-{n}")

    membership = factory.SubFactory(MembershipFactory)
    body = factory.LazyAttribute(lambda o: o.membership.body)
    organisation = factory.LazyAttribute(lambda o: o.membership.organisation)
    name = factory.Sequence(lambda n: f"Nightly sync {n}")
    scopes = factory.LazyAttribute(lambda o: scopes_of(o.membership.role))
    digest = factory.LazyAttribute(lambda o: digest_of(o.secret))
    ending = factory.LazyAttribute(lambda o: o.secret[-4:])
    collected_at = factory.LazyFunction(timezone.now)
    end = factory.LazyFunction(lambda: timezone.now().date() + dt.timedelta(days=90))
    created_by = factory.LazyAttribute(lambda o: o.membership.user)


class AnsweredCallFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AnsweredCall

    token = factory.SubFactory(ApiTokenFactory)
    body = factory.LazyAttribute(lambda o: o.token.body)
    organisation = factory.LazyAttribute(lambda o: o.token.organisation)
    key = factory.Sequence(lambda n: f"call-{n}")
    digest = "0" * 64
    status = 201
    content = "{}"
