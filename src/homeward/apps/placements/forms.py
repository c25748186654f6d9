"""Forms of placements and spells. Each asks the services' checks and shows each problem at its field.

Forms ask for the day the child left, and store it as the exclusive end; screens show the night before it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from homeward.apps.accounts.actors import Actor
from homeward.apps.core.vocabulary import choices_of, code_list
from homeward.apps.placements import choosers
from homeward.apps.placements.checks import check_dates
from homeward.apps.placements.models import Placement, Spell
from homeward.apps.placements.services import placements as stays
from homeward.apps.placements.services import spells
from homeward.kernel.problems import Problem
from homeward.kernel.ranges import DateRange
from homeward.web.fields import DateField

REASON = forms.CharField(
    label=_("Reason"),
    help_text=_("Kept with what was recorded before. No names."),
    widget=forms.Textarea(attrs={"rows": 3}),
    max_length=500,
)


class ProblemForm(forms.Form):
    """A form that shows problems at the field they are about."""

    columns: ClassVar[dict[str, str]] = {}

    def add_problems(self, problems: Iterable[Problem]) -> None:
        for problem in problems:
            if problem.severity != "error":
                continue
            name = self.columns.get(problem.column or "", problem.column or "")
            self.add_error(name if name in self.fields else None, f"{problem.message} {problem.remedy}")


class ReasonForm(forms.Form):
    """Why something recorded is taken away."""

    reason = REASON


class NoteForm(forms.Form):
    """What was found or done about a breach."""

    note = forms.CharField(
        label=_("What you found, or what was done"), widget=forms.Textarea(attrs={"rows": 4})
    )


class PlacementForm(ProblemForm):
    """A stay: who, where, on which line, when."""

    child = forms.CharField(
        label=_("Child"),
        help_text=_("Reference, number or name."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    home = forms.CharField(
        label=_("Home"),
        help_text=_("Number or name."),
        widget=forms.TextInput(attrs={"list": "homes", "autocomplete": "off"}),
    )
    start = DateField(label=_("First night"), help_text=_("The day the child came. For example 27 3 2026."))
    end = DateField(
        label=_("Day the child left"),
        help_text=_("The night before is the last one counted. Leave it empty while the child is there."),
        required=False,
    )

    field_order = [
        "child",
        "home",
        "line",
        "start",
        "end",
        "placement_type",
        "end_reason",
        "reason",
    ]

    def __init__(self, *args: Any, actor: Actor, placement: Placement | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor, self.placement = actor, placement
        self.fields["line"] = choosers.LineField(
            actor=actor,
            label=_("Agreement line"),
            required=False,
            empty_label=str(_("No line: nobody pays for it by one")),
        )
        self.fields["placement_type"] = code_field(actor, "placement_types", _("Placement type"))
        self.fields["end_reason"] = code_field(actor, "end_reasons", _("Why it ended"))
        self.order_fields(self.field_order)

    def clean_child(self) -> Any:
        return choosers.find_child(self.cleaned_data["child"], self.actor)

    def clean_home(self) -> Any:
        return choosers.find_home(self.cleaned_data["home"], self.actor)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if "start" in given and "end" in given:
            self.add_problems(self._problems(given))
        return given

    def _problems(self, given: dict[str, Any]) -> list[Problem]:
        child, home = given.get("child"), given.get("home")
        problems = check_dates(
            given["start"], given["end"], self.actor.today, child.born_on if child else None
        )
        if (
            any(p.severity == "error" for p in problems)
            or child is None
            or home is None
            or "line" not in given
        ):
            return problems
        draft = stays.Draft(
            child, home, given["line"], DateRange(given["start"], given["end"]),
            given.get("placement_type", ""), given.get("end_reason", ""),
        )  # fmt: skip
        return stays.check_draft(draft, self.actor, without=self.placement)

    def values(self) -> dict[str, Any]:
        """What the service takes."""
        given = self.cleaned_data
        names = ("child", "home", "line", "placement_type", "end_reason")
        return {name: given[name] for name in names} | {"period": DateRange(given["start"], given["end"])}


class ChangeForm(PlacementForm):
    reason = REASON

    @classmethod
    def initial_of(cls, placement: Placement) -> dict[str, Any]:
        return {
            "child": placement.child.reference,
            "home": placement.home.reference,
            "line": placement.line.public_id if placement.line else None,
            "start": placement.stay.start,
            "end": placement.stay.end,
            "placement_type": placement.placement_type,
            "end_reason": placement.end_reason,
        }


class EndForm(ProblemForm):
    """The day the child left and why."""

    columns: ClassVar = {"end": "on"}
    on = DateField(label=_("Day the child left"), help_text=_("The night before is the last one counted."))

    def __init__(self, *args: Any, actor: Actor, placement: Placement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor, self.placement = actor, placement
        self.fields["end_reason"] = code_field(actor, "end_reasons", _("Why it ended"), required=True)

    def clean_on(self) -> dt.date:
        on: dt.date = self.cleaned_data["on"]
        self.add_problems(check_dates(self.placement.stay.start, on, self.actor.today))
        return on


class SpellForm(ProblemForm):
    """Something that was so during part of a placement."""

    columns: ClassVar = {"care_type": "code"}
    field_order = ["kind", "start", "end", "decided_by", "code", "reference", "reason"]
    kind = forms.ChoiceField(label=_("What was so"), choices=Spell.Kind.choices, widget=forms.RadioSelect)
    start = DateField(label=_("First night of it"))
    end = DateField(
        label=_("First day after it"), help_text=_("Leave it empty while it continues."), required=False
    )
    decided_by = forms.ChoiceField(
        label=_("Who decided the hold"),
        help_text=_("For a hold only."),
        choices=[("", _("Not a hold")), *Spell.DecidedBy.choices],
        required=False,
    )
    reference = forms.CharField(
        label=_("Decision or report it rests on"), help_text=_("No names."), max_length=200, required=False
    )

    def __init__(
        self, *args: Any, actor: Actor, placement: Placement, spell: Spell | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.actor, self.placement, self.spell = actor, placement, spell
        offered = choices_of(actor.body, "care_types", actor.today)
        self.fields["code"] = forms.ChoiceField(
            label=_("Care type"),
            help_text=_("For a care type only."),
            choices=[("", _("Not a care type")), *offered],
            required=False,
        )
        if spell is not None:
            self.fields["reason"] = REASON
        self.order_fields(self.field_order)

    @classmethod
    def initial_of(cls, spell: Spell) -> dict[str, Any]:
        draft = spells.Draft.of(spell)
        return {
            "kind": draft.kind, "start": draft.period.start, "end": draft.period.end,
            "decided_by": draft.decided_by, "code": draft.code, "reference": draft.reference,
        }  # fmt: skip

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if "start" in given and "end" in given and "kind" in given:
            dates = check_dates(given["start"], given["end"], self.actor.today)
            if any(p.severity == "error" for p in dates):
                self.add_problems(dates)
            else:
                draft = spells.Draft(**self._draft(given)).tidy()
                self.add_problems(spells.check_draft(self.placement, draft, self.actor, without=self.spell))
        return given

    def _draft(self, given: dict[str, Any]) -> dict[str, Any]:
        names = ("kind", "decided_by", "code", "reference")
        return {name: given.get(name, "") for name in names} | {
            "period": DateRange(given["start"], given["end"])
        }

    def values(self) -> dict[str, Any]:
        """What the service takes."""
        return self._draft(self.cleaned_data)


def code_field(actor: Actor, name: str, label: Any, *, required: bool = False) -> forms.Field:
    """A choice from the pack's list; where the pack has none, a few words of one's own."""
    if code_list(actor.body, name) is None:
        return forms.CharField(label=label, max_length=60, required=required)
    choices = [("", _("Not known")), *choices_of(actor.body, name, actor.today)]
    return forms.ChoiceField(label=label, choices=choices, required=required)
