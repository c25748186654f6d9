"""Commissioning bodies, provider organisations, people and what each may do for whom."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, ClassVar
from zoneinfo import ZoneInfo

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from homeward.apps.accounts.permissions import Permission, Relation
from homeward.apps.accounts.roles import Role
from homeward.apps.accounts.scopes import ScopedManager, ScopedQuerySet
from homeward.apps.core.fields import Identified
from homeward.apps.core.folding import fold
from homeward.apps.core.history import tracked, tracked_but
from homeward.web.languages import offered
from homeward.web.te_reo import DOUBLE, MACRON

if TYPE_CHECKING:
    from homeward.apps.accounts.actors import Actor


class Spelling(models.TextChoices):
    """How an organisation writes a long vowel of te reo Māori."""

    MACRON = MACRON, _("With macrons")
    DOUBLE = DOUBLE, _("With double vowels, as Maaori, hapuu")


@tracked
class CommissioningBody(Identified):
    """Whose record it is: a state department, a ministry, a local authority."""

    name = models.CharField(max_length=200, unique=True)
    second_name = models.CharField(
        max_length=200, blank=True, help_text="The name in its other language, or the place."
    )
    pack = models.CharField(max_length=20, help_text="Policy pack in force, such as au_sa.")
    currency = models.CharField(max_length=3)
    time_zone = models.CharField(max_length=40)
    languages = ArrayField(models.CharField(max_length=8), default=list)
    contact = models.CharField(max_length=200, blank=True, help_text="Whom to ask when a figure looks wrong.")
    spelling = models.CharField(
        max_length=8,
        choices=Spelling,
        default=Spelling.MACRON,
        help_text="Of the house’s own words, never of a name.",
    )

    def __str__(self) -> str:
        return self.name

    @property
    def interface_languages(self) -> list[str]:
        """The languages its people may choose for the pages, the first for whoever has not chosen."""
        return offered(self.languages)

    @property
    def today(self) -> dt.date:
        """Today where the body is. A duty falls due by the body's calendar, not the server's."""
        return self.day_of(timezone.now())

    def day_of(self, moment: dt.datetime) -> dt.date:
        """The day it was at a moment where the body is."""
        return moment.astimezone(ZoneInfo(self.time_zone)).date()


@tracked
class Organisation(Identified):
    """A provider organisation; shared between bodies."""

    name = models.CharField(max_length=200, unique=True)
    business_number = models.CharField(max_length=40, blank=True)
    spelling = models.CharField(
        max_length=8,
        choices=Spelling,
        default=Spelling.MACRON,
        help_text="Of the house’s own words, never of a name.",
    )
    search_key = models.CharField(max_length=260, editable=False, db_index=True)

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search_key = fold(self.name, self.business_number)
        super().save(*args, **kwargs)


class Scoped(Identified):
    """A record of one body and, where one is party to it, one provider organisation.

    Both stand as columns on every scoped table, so that row-level security can guard them.
    """

    body = models.ForeignKey(CommissioningBody, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    read_permission: ClassVar[Permission]
    objects = ScopedManager()

    class Meta:
        abstract = True


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, name: str, password: str | None = None) -> User:
        user = self.model(email=self.normalize_email(email).lower(), name=name)
        user.set_password(password) if password else user.set_unusable_password()
        user.save(using=self._db)
        return user


class User(AbstractBaseUser, Identified):
    """A person who signs in. What they may do hangs on their memberships, never on the person."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=8, default="en")
    is_active = models.BooleanField(default=True)
    is_demo = models.BooleanField(
        default=False, help_text="An invented person of the demonstration, signed in by one click."
    )
    session_epoch = models.PositiveIntegerField(
        default=0, help_text="Raising it ends every session of this person."
    )
    created_at = models.DateTimeField(default=timezone.now)
    search_key = models.CharField(max_length=400, editable=False, db_index=True, default="")

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]
    objects = UserManager()

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.search_key = fold(self.name, self.email)
        super().save(*args, **kwargs)

    def get_full_name(self) -> str:
        return self.name

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session must match at each request: the password, and the epoch that ends them all."""
        return salted_hmac(
            "homeward.accounts.session",
            f"{self.password}|{self.session_epoch}",
            secret=secret,
            algorithm="sha256",
        ).hexdigest()


class MembershipQuerySet(ScopedQuerySet):
    def active_on(self, day: dt.date) -> MembershipQuerySet:
        """Memberships in force on a day; a deputy's only while the one they stand in for holds theirs."""
        own = Q(ended_at=None, start__lte=day) & (Q(end=None) | Q(end__gt=day))
        principal = Q(deputy_for=None) | (
            Q(deputy_for__ended_at=None, deputy_for__start__lte=day)
            & (Q(deputy_for__end=None) | Q(deputy_for__end__gt=day))
        )
        return self.filter(own, principal)


@tracked
class Membership(Scoped):
    """A person in a role, for one body and (provider roles) one organisation, between two dates."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=30, choices=Role.choices)
    scope = models.ManyToManyField(
        Organisation,
        blank=True,
        related_name="+",
        help_text="Only these providers; empty means all of the body's.",
    )
    delegation_limit = models.DecimalField(
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text="The most this person may approve at once, in the body's currency. "
        "Empty: may not approve money.",
    )
    start = models.DateField()
    end = models.DateField(null=True, blank=True, help_text="First day without the role.")
    deputy_for = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="deputies"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    read_permission = Permission.MEMBERSHIP_READ
    scoped_by_organisation = False
    objects = MembershipQuerySet.as_manager()  # type: ignore[assignment, misc]

    class Meta:
        constraints = [
            models.CheckConstraint(name="membership_dates", condition=Q(end=None) | Q(end__gt=F("start"))),
            models.CheckConstraint(
                name="membership_ended_pair",
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        where = self.organisation.name if self.organisation else self.body.name
        return f"{self.user.name}, {Role(self.role).label.lower()}, {where}"

    def is_active_on(self, day: dt.date) -> bool:
        """Whether the role is in force; a deputy's ends with that of the one they stand in for."""
        own = self.ended_at is None and self.start <= day and (self.end is None or day < self.end)
        return own and (self.deputy_for is None or self.deputy_for.is_active_on(day))


@tracked
class Invitation(Scoped):
    """The only way in: an administrator invites, the person accepts within its days."""

    email = models.EmailField()
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=30, choices=Role.choices)
    scope = models.ManyToManyField(Organisation, blank=True, related_name="+")
    delegation_limit = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    start = models.DateField()
    end = models.DateField(null=True, blank=True)
    token_digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    read_permission = Permission.MEMBERSHIP_READ
    scoped_by_organisation = False

    def __str__(self) -> str:
        return f"Invitation of {self.name}"

    @property
    def state(self) -> str:
        """One of accepted, withdrawn, expired, open."""
        if self.accepted_at:
            return "accepted"
        if self.withdrawn_at:
            return "withdrawn"
        return "expired" if self.expires_at <= timezone.now() else "open"


@tracked_but("last_used_at")  # each use would leave a row, and is no change of the token
class ApiToken(Scoped):
    """A secret by which a program acts as one membership, with some of its permissions, for at most a year.

    Only the digest is kept. A token somebody else asked for has no secret until its own person collects it.
    """

    NAME = 40  # with the person and the role it must fit the trail's label

    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=NAME, help_text="What the trail calls it, such as Nightly sync.")
    scopes = ArrayField(models.CharField(max_length=40), help_text="Permissions, of those the role holds.")
    digest = models.CharField(max_length=64, unique=True, null=True)
    ending = models.CharField(max_length=4, blank=True, help_text="The secret's last characters.")
    end = models.DateField(help_text="First day without it.")
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    collected_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    read_permission = Permission.MEMBERSHIP_READ
    scoped_by_organisation = False

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="token_revoked_pair",
                condition=Q(revoked_at=None, revoked_by=None)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
            ),
            models.CheckConstraint(
                name="token_collected_pair",
                condition=Q(collected_at=None, digest=None)
                | Q(collected_at__isnull=False, digest__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["membership", "name"], condition=Q(revoked_at=None), name="token_name"
            ),
        ]

    def __str__(self) -> str:
        return f"Token {self.name} of {self.membership}"

    def standing_on(self, day: dt.date) -> str:
        """One of revoked, role_ended, expired, waiting (to be collected), in_force."""
        if self.revoked_at:
            return "revoked"
        if not self.membership.is_active_on(day) or not self.membership.user.is_active:
            return "role_ended"
        if self.end <= day:
            return "expired"
        return "in_force" if self.digest else "waiting"


class AnsweredCall(Scoped):
    """The answer to one call that carried an idempotency key, kept a day so that sending it again does nothing.

    It repeats what the trail and the records hold, so it has no history of its own and nobody reads it.
    """

    token = models.ForeignKey(ApiToken, on_delete=models.CASCADE, related_name="answered")
    key = models.CharField(max_length=200)
    digest = models.CharField(max_length=64, help_text="Of method, address, conditions and body.")
    at = models.DateTimeField(default=timezone.now, db_index=True)
    status = models.PositiveSmallIntegerField(null=True)
    headers = models.JSONField(default=dict)
    content = models.TextField(blank=True)
    children = ArrayField(
        models.CharField(max_length=12),
        default=list,
        help_text="Children it names: telling it again is a reading.",
    )

    read_permission = Permission.MEMBERSHIP_READ

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token", "key"], name="answered_once")]

    @classmethod
    def narrow(
        cls, found: models.QuerySet[AnsweredCall], actor: Actor, relation: Relation
    ) -> models.QuerySet[AnsweredCall]:
        return found.none()
