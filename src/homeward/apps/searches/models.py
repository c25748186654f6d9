"""The search for a home in the lawful order, whom it asked, and what they answered.

In-house homes first, then every eligible provider of the framework. A provider reads the referral under letters, sees
its own invitation and offers, and learns nothing of anybody else's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from homeward.apps.accounts.models import Organisation, Scoped, User
from homeward.apps.accounts.permissions import Permission
from homeward.apps.core.history import tracked
from homeward.apps.frameworks.models import Lot
from homeward.apps.providers.models import Home
from homeward.apps.referrals.models import Referral, ReferralVersion
from homeward.apps.searches.asking import of_the_asking
from homeward.apps.searches.models_impacts import ImpactAssessment as ImpactAssessment
from homeward.apps.searches.models_routes import Call as Call
from homeward.apps.searches.models_routes import Evidence as Evidence
from homeward.apps.searches.models_routes import Widening as Widening
from homeward.apps.searches.models_scoring import GatewayWaiver as GatewayWaiver
from homeward.apps.searches.models_scoring import OfferMark as OfferMark
from homeward.apps.searches.models_scoring import Scoring as Scoring

if TYPE_CHECKING:
    from homeward.apps.accounts.actors import Actor


@tracked
class Search(Scoped):
    """The search for one checked referral."""

    class State(models.TextChoices):
        IN_HOUSE = "in_house", _("Looking in-house")
        FRAMEWORK = "framework", _("Ready to ask the framework")
        OPEN = "open", _("Offers are open")
        SHORTLIST = "shortlist", _("Offers are compared")
        ENDED = "ended", _("Ended")

    class Outcome(models.TextChoices):  # of one that ended without a home; another has it in `chosen`
        NONE_FOUND = "none_found", _("No home was found")
        LAPSED = "lapsed", _("Lapsed")
        WITHDRAWN = "withdrawn", _("The referral was withdrawn")

    referral = models.OneToOneField(Referral, on_delete=models.PROTECT, related_name="search")
    state = models.CharField(max_length=12, choices=State, default=State.IN_HOUSE, db_index=True)
    since = models.DateTimeField(default=timezone.now)
    begun_at = models.DateTimeField(default=timezone.now)
    begun_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    answer_by = models.DateTimeField(null=True, blank=True, help_text="Until when providers may answer.")
    closed_early = models.TextField(blank=True, help_text="Why offers were closed before the deadline.")
    extended = models.TextField(blank=True, help_text="Why the deadline was moved, the last time it was.")
    outcome = models.CharField(
        max_length=12, choices=Outcome, blank=True, help_text="How it ended without a home."
    )
    note = models.TextField(blank=True, help_text="Why it ended.")
    chosen = models.OneToOneField(
        "Offer", on_delete=models.PROTECT, null=True, blank=True, related_name="chosen_in",
        help_text="The one offer that was accepted.",
    )  # fmt: skip

    read_permission = Permission.SEARCH_READ
    child_path = "referral__children__child"
    scoped_by_organisation = False

    def __str__(self) -> str:
        return f"Search for {self.referral}"


@tracked
class Considered(Scoped):
    """One in-house home or connected person looked at before anybody outside was asked, and why it does not suit."""

    search = models.ForeignKey(Search, on_delete=models.CASCADE, related_name="considered")
    home = models.ForeignKey(Home, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    words = models.CharField(
        max_length=160, help_text="Who was considered, where no home is recorded. No names."
    )
    reason = models.CharField(max_length=400, help_text="Why not suitable. Names no child.")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    read_permission = Permission.SEARCH_READ
    child_path = "search__referral__children__child"
    scoped_by_organisation = False

    def __str__(self) -> str:
        return self.words


@tracked
class Invitation(Scoped):
    """One provider asked to answer one version of a referral."""

    class State(models.TextChoices):
        INVITED = "invited", _("Asked, not opened")
        VIEWED = "viewed", _("Opened, no answer yet")
        OFFERED = "offered", _("Offers a home")
        DECLINED = "declined", _("Declined")
        NO_RESPONSE = "no_response", _("No answer")
        CLOSED = "closed", _("Closed before an answer")

    class Route(models.TextChoices):
        IN_HOUSE = "in_house", _("In-house")
        FRAMEWORK = "framework", _("Framework")
        NON_FRAMEWORK = "non_framework", _("Outside the framework")

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="invitations_to_offer"
    )
    search = models.ForeignKey(Search, on_delete=models.PROTECT, related_name="invitations")
    route = models.CharField(max_length=14, choices=Route, default=Route.FRAMEWORK)
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    version = models.ForeignKey(ReferralVersion, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=State, default=State.INVITED, db_index=True)
    sent_at = models.DateTimeField(default=timezone.now)
    answer_by = models.DateTimeField()
    viewed_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    decline_reason = models.CharField(max_length=40, blank=True, help_text="By the pack's list.")
    decline_words = models.CharField(max_length=400, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)

    read_permission = Permission.INVITATION_READ
    child_path = "search__referral__children__child"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["search", "organisation"], name="invited_once"),
            models.CheckConstraint(
                name="declined_has_reason", condition=~Q(state="declined") | ~Q(decline_reason="")
            ),
            models.CheckConstraint(
                name="framework_has_lot",
                condition=Q(route="framework", lot__isnull=False) | (~Q(route="framework") & Q(lot=None)),
            ),
        ]

    def __str__(self) -> str:
        return f"Invitation to {self.organisation}"

    @classmethod
    def of_bodies(cls, actor: Actor) -> Q:
        return of_the_asking(actor)


@tracked
class NotInvited(Scoped):
    """A provider of the lot that was not asked, with every reason."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    search = models.ForeignKey(Search, on_delete=models.CASCADE, related_name="not_invited")
    reasons = models.JSONField(help_text="Each reason: title, fact, what lifts it, who.")

    read_permission = Permission.SEARCH_READ
    child_path = "search__referral__children__child"

    def __str__(self) -> str:
        return f"{self.organisation}, not asked"


class Met(models.TextChoices):
    """How far something asked for is given."""

    FULL = "full", _("Met")
    PART = "part", _("Partly")
    NO = "no", _("Not met")


@tracked
class Offer(Scoped):
    """A home offered in answer to an invitation: what it gives for each need, from when, for how much."""

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        WITHDRAWN = "withdrawn", _("Withdrawn by the provider")
        UNSUITABLE = "unsuitable", _("Not suitable")
        SHORTLISTED = "shortlisted", _("Shortlisted")
        ACCEPTED = "accepted", _("Accepted")
        NOT_CHOSEN = "not_chosen", _("Another home was chosen")
        CLOSED = "closed", _("The search ended without a home")

    # Neither taken back, nor judged unsuitable, nor decided upon.
    LIVE = (State.OPEN, State.SHORTLISTED)

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="offers")
    invitation = models.ForeignKey(Invitation, on_delete=models.PROTECT, related_name="offers")
    home = models.ForeignKey(Home, on_delete=models.PROTECT, related_name="offers")
    state = models.CharField(max_length=12, choices=State, default=State.OPEN, db_index=True)
    free_from = models.DateField(help_text="First night the children can come.")
    valid_until = models.DateTimeField()
    conditions = models.CharField(max_length=400, blank=True)
    school = models.CharField(
        max_length=6, choices=Met, blank=True, help_text="Whether the school is kept; empty: not said."
    )
    languages = ArrayField(
        models.CharField(max_length=3), null=True, blank=True, help_text="Lived in the home; null: not said."
    )
    traits = ArrayField(
        models.CharField(max_length=40), null=True, blank=True,
        help_text="What the household is or has, by the pack's list; null: not said.",
    )  # fmt: skip
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=400, blank=True, help_text="Why not suitable, or why withdrawn.")
    not_chosen_because = models.CharField(
        max_length=40, blank=True, help_text="By the pack's list; the provider reads it as feedback."
    )
    told_by = models.CharField(max_length=120, blank=True, help_text="Entered on behalf: who said it.")
    told_at = models.DateTimeField(null=True, blank=True, help_text="Entered on behalf: when it was said.")
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    confirm_by = models.DateField(
        null=True, blank=True, help_text="By telephone: the last day for the provider to confirm it."
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    corrections = models.JSONField(
        default=list, blank=True, help_text="What the provider put right: what, before, after."
    )

    read_permission = Permission.INVITATION_READ
    child_path = "invitation__search__referral__children__child"

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["invitation", "home"], condition=~Q(state="withdrawn"), name="home_offered_once"
            )
        ]

    def __str__(self) -> str:
        return f"Offer of {self.home.name}"

    @classmethod
    def of_bodies(cls, actor: Actor) -> Q:
        return of_the_asking(actor)

    @property
    def is_expired(self) -> bool:
        return self.valid_until < timezone.now()

    @property
    def waits_for_provider(self) -> bool:
        """Given by telephone and not yet confirmed by the provider."""
        return (
            self.confirm_by is not None and self.confirmed_at is None and self.state != self.State.WITHDRAWN
        )


@tracked
class OfferedNeed(Scoped):
    """What an offer says to one need of the version it answers."""

    Met = Met

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="needs")
    position = models.PositiveSmallIntegerField(help_text="Place of the need in the version.")
    met = models.CharField(max_length=6, choices=Met)
    words = models.CharField(max_length=300)

    read_permission = Permission.INVITATION_READ
    child_path = "offer__invitation__search__referral__children__child"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["offer", "position"], name="need_answered_once")]

    def __str__(self) -> str:
        return self.words

    @classmethod
    def of_bodies(cls, actor: Actor) -> Q:
        return of_the_asking(actor)


@tracked
class FeePart(Scoped):
    """One part of an offer's weekly fee, in the currency of the body. Rounds are kept: the newest counts."""

    class Kind(models.TextChoices):
        CORE = "core", _("Care and accommodation")
        EXTRAS = "extras", _("Extras")
        EDUCATION = "education", _("Education")
        THERAPY = "therapy", _("Therapy")
        DISCOUNT = "discount", _("Discount")

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="fees")
    round = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField(max_length=12, choices=Kind)
    amount = models.DecimalField(
        max_digits=9, decimal_places=2, validators=[MinValueValidator(0)],
        help_text="A week, for all children together; a discount as what is taken off.",
    )  # fmt: skip
    reason = models.CharField(max_length=200, blank=True, help_text="Of a discount: why it is agreed.")

    read_permission = Permission.INVITATION_READ
    child_path = "offer__invitation__search__referral__children__child"

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["offer", "round", "kind"], name="fee_part_once_a_round"),
            models.CheckConstraint(name="fee_part_not_negative", condition=Q(amount__gte=0)),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.amount}"

    @classmethod
    def of_bodies(cls, actor: Actor) -> Q:
        return of_the_asking(actor)
