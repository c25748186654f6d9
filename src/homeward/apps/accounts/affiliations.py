"""Iwi, hapū and marae as people and organisations describe themselves: repeatable, optional, never inferred.

What children and organisations have in common. The name is kept as it was given: nothing is corrected in it.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from homeward.apps.accounts.models import Scoped, User
from homeward.apps.core.refusals import plain
from homeward.apps.core.timeline import say_actions
from homeward.kernel.reasons import Reason

if TYPE_CHECKING:
    from homeward.apps.accounts.actors import Actor


class Affiliation(Scoped):
    """One iwi, hapū or marae that somebody named, or the word that it is not known yet or not to be said."""

    class Kind(models.TextChoices):
        IWI = "iwi", _("Iwi")
        HAPU = "hapu", _("Hapū")
        MARAE = "marae", _("Marae")

    class Answer(models.TextChoices):
        NAMED = "named", _("Named")
        NOT_YET_KNOWN = "not_yet_known", _("Not yet known")
        PREFER_NOT = "prefer_not", _("Prefer not to say")

    kind = models.CharField(max_length=8, choices=Kind)
    answer = models.CharField(max_length=16, choices=Answer, default=Answer.NAMED)
    name = models.CharField(max_length=120, blank=True, help_text="As it was given; never corrected.")
    said_by = models.CharField(max_length=200, help_text="Who said so, in words.")
    said_on = models.DateField()
    may_exchange = models.BooleanField(default=False, help_text="Whoever it is about agreed to its exchange.")
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(class)s_named",
                condition=(Q(answer="named") & ~Q(name=""))
                | (~Q(answer="named") & Q(name="", may_exchange=False)),
            ),
            models.CheckConstraint(
                name="%(class)s_ended_pair",
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
            ),
        ]

    @property
    def words(self) -> str:
        """The name as it was given, or the word in its place."""
        return self.name or str(self.get_answer_display())


def cleaned(values: Mapping[str, Any]) -> dict[str, Any]:
    """What is kept of an answer: composed letters, no spaces around, and nothing else changed."""
    named = values["answer"] == Affiliation.Answer.NAMED
    name = unicodedata.normalize("NFC", values["name"]).strip() if named else ""
    return {
        "kind": values["kind"], "answer": values["answer"], "name": name, "said_by": values["said_by"].strip(),
        "said_on": values["said_on"], "may_exchange": bool(values.get("may_exchange")) and named,
    }  # fmt: skip


def check(values: Mapping[str, Any], standing: models.QuerySet[Any], today: dt.date) -> list[Reason]:
    """Why an answer cannot be recorded beside those that stand."""
    found: list[Reason] = []
    named = values["answer"] == Affiliation.Answer.NAMED
    if named and not values["name"]:
        found.append(Reason("affiliation.name_missing", {"field": "name"}))
    if not values["said_by"]:
        found.append(Reason("affiliation.who_missing", {"field": "said_by"}))
    if values["said_on"] > today:
        told = {"day": values["said_on"].isoformat(), "today": today.isoformat(), "field": "said_on"}
        found.append(Reason("affiliation.to_come", told))
    others = standing.filter(kind=values["kind"])
    same = others.filter(answer=values["answer"], name=values["name"]).first()
    if same is not None:
        found.append(
            Reason("affiliation.stands", {"words": same.words, "field": "name" if named else "answer"})
        )
    elif not named and (first := others.filter(answer=Affiliation.Answer.NAMED).first()) is not None:
        found.append(Reason("affiliation.named_before", {"words": first.words, "field": "answer"}))
    return found


def record(
    model: type[Any], values: Mapping[str, Any], standing: models.QuerySet[Any], by: Actor, **whose: Any
) -> Any:
    """Keep an answer. Naming one takes the place of “not yet known”, and of not having wished to say."""
    standing.filter(kind=values["kind"]).exclude(answer=Affiliation.Answer.NAMED).update(
        ended_at=timezone.now(), ended_by=by.user, ended_reason="Answered since"
    )
    return model.objects.create(**whose, **values, recorded_by=by.user)


def end(row: Affiliation, reason: str, by: Actor) -> None:
    """Say that it no longer stands. It stays readable with its reason."""
    row.ended_at, row.ended_by, row.ended_reason = timezone.now(), by.user, reason.strip()
    row.save(update_fields=["ended_at", "ended_by", "ended_reason"])


def why_not_end(row: Affiliation, reason: str) -> list[Reason]:
    if row.ended_at is not None:
        return [Reason("affiliation.ended", {"words": row.words})]
    return [] if reason.strip() else [Reason("affiliation.reason_missing", {"field": "reason"})]


plain(
    "affiliation.name_missing", title="No name is given", fact="Nothing says which iwi, hapū or marae.",
    lift="Write the name as it was said, or choose “Not yet known” or “Prefer not to say”.", who="You",
)  # fmt: skip
plain(
    "affiliation.who_missing", title="It is not said who said so", fact="It is recorded only as somebody described it.",
    lift="Write who said so. It is never concluded from a name.", who="You",
)  # fmt: skip
plain(
    "affiliation.to_come", title="The day has not come", fact="{day} is after today, {today}.",
    lift="Give the day on which it was said.", who="You",
)  # fmt: skip
plain(
    "affiliation.stands",
    title="It is recorded",
    fact="“{words}” stands already.",
    lift="Nothing needs to be done.",
    who="–",
)
plain(
    "affiliation.named_before", title="A name stands", fact="“{words}” stands; the two cannot both be so.",
    lift="End what no longer holds first.", who="You",
)  # fmt: skip
plain(
    "affiliation.ended", title="It has ended already", fact="“{words}” no longer stands.", lift="Nothing needs to be done.",
    who="–",
)  # fmt: skip
plain(
    "affiliation.reason_missing", title="No reason is given", fact="What was recorded stays readable with its reason.",
    lift="Write why it no longer stands.", who="You",
)  # fmt: skip
say_actions(record_affiliation="Iwi, hapū or marae recorded", end_affiliation="Iwi, hapū or marae ended")
