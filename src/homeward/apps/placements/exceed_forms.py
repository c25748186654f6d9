"""Forms of requests to exceed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission
from homeward.apps.placements.checks import check_dates
from homeward.apps.placements.choosers import LineField
from homeward.apps.placements.forms import ProblemForm
from homeward.apps.placements.services import exceeds
from homeward.apps.placements.services.flags import service_types_that_need_approval
from homeward.kernel.ranges import DateRange
from homeward.web.fields import DateField


class ExceedForm(ProblemForm):
    """Which line, which nights, how many extra places, why."""

    start = DateField(label=_("First extra night"))
    end = DateField(
        label=_("First day without the extra place"), help_text=_("The night before is the last extra night.")
    )
    extra_places = forms.IntegerField(
        label=_("Extra places"), help_text=_("Above the line's target."), min_value=1, max_value=50,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-3"}),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Why the places are needed"), help_text=_("No names of children."),
        widget=forms.Textarea(attrs={"rows": 4}), max_length=1000,
    )  # fmt: skip
    field_order = ["line", "start", "end", "extra_places", "reason"]

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.fields["line"] = LineField(
            actor=actor, using=Permission.EXCEED_REQUEST, label=_("Agreement line"),
            empty_label=str(_("Choose a line")),
            only=Q(service_type__in=service_types_that_need_approval(actor.body, actor.today)),
        )  # fmt: skip
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if "start" not in given or "end" not in given:
            return given
        dates = check_dates(given["start"], given["end"], self.actor.today)
        if any(p.severity == "error" for p in dates):
            self.add_problems(dates)
        elif given.get("line"):
            # An empty field says so itself; the check is asked about what was given.
            self.add_problems(
                exceeds.check_request(
                    line=given["line"],
                    period=DateRange(given["start"], given["end"]),
                    extra_places=given.get("extra_places") or 1,
                    reason=given.get("reason") or "-",
                    by=self.actor,
                )
            )
        return given

    def values(self) -> dict[str, Any]:
        """What the service takes."""
        given = self.cleaned_data
        names = ("line", "extra_places", "reason")
        return {name: given[name] for name in names} | {"period": DateRange(given["start"], given["end"])}


class DecisionForm(forms.Form):
    """Yes or no, and why."""

    decision = forms.ChoiceField(
        label=_("Approve or refuse"),
        choices=[("approve", _("Approve")), ("refuse", _("Refuse"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("Whoever asked reads it."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
    )
