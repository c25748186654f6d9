"""What people type about meetings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import Organisation
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core.forms import RecordForm, offer
from homeward.apps.core.vocabulary import choices_of
from homeward.apps.meetings import queries
from homeward.apps.meetings.models import Meeting, Side
from homeward.apps.meetings.services import Given
from homeward.apps.providers.models import Provider
from homeward.apps.statements import figures
from homeward.apps.statements.models import Statement
from homeward.apps.statements.queries import line_words
from homeward.web.fields import DateField

CHOOSE = ("", "Choose one")


class PlanForm(RecordForm):
    """With whom, about which quarter, when and where."""

    provider = forms.ChoiceField(label="Provider")
    quarter = forms.ChoiceField(label="Quarter")
    held_on = DateField(label="Day of the meeting")
    place = forms.CharField(
        label="Place or call", required=False, max_length=160, help_text="A room, a number, an address."
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Provider.objects.allowed_to(actor, P.PROVIDER_READ).select_related("organisation")
        self.organisations = {p.organisation.public_id: p.organisation for p in rows}
        names = sorted(self.organisations.values(), key=lambda o: o.name)
        offer(self, "provider", [CHOOSE, *((o.public_id, o.name) for o in names)])
        labels = [(label, label) for label, _ in queries.quarters_with_statements(actor)]
        offer(self, "quarter", [CHOOSE, *labels])

    @property
    def organisation(self) -> Organisation:
        return self.organisations[self.cleaned_data["provider"]]


class MoveForm(RecordForm):
    held_on = DateField(label="Day of the meeting")
    place = forms.CharField(label="Place or call", required=False, max_length=160)


class AttendanceForm(RecordForm):
    """Who was there: ticked people, and names of others."""

    there = forms.MultipleChoiceField(
        label="Who was there", required=False, widget=forms.CheckboxSelectMultiple
    )
    others_body = forms.CharField(
        label="Others of the department", required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="One name a line.", max_length=1000,
    )  # fmt: skip
    others_provider = forms.CharField(
        label="Others of the provider", required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="One name a line.", max_length=1000,
    )  # fmt: skip

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        rows = list(meeting.attendees.filter(was_there=True).select_related("user"))
        initial: dict[str, Any] = {"there": [a.user.public_id for a in rows if a.user]}
        for side in Side:
            initial[f"others_{side}"] = "\n".join(a.name for a in rows if not a.user and a.side == side)
        super().__init__(*args, **{"initial": initial, **kwargs})
        words = {Side.BODY: meeting.body.name, Side.PROVIDER: meeting.organisation.name}
        people = queries.owners(meeting.body, meeting.organisation)
        offer(self, "there", [(o.user.public_id, f"{o.user.name}, {words[Side(o.side)]}") for o in people])

    def given(self) -> dict[str, Any]:
        data = self.cleaned_data
        others = [(str(s), name) for s in Side for name in data[f"others_{s}"].splitlines() if name.strip()]
        return {"there": data["there"], "others": others}


class AboutForm(RecordForm):
    """Something said about one line, or about all of them."""

    about = forms.ChoiceField(label="About", required=False)
    text = forms.CharField(
        label="What was decided", widget=forms.Textarea(attrs={"rows": 3}), max_length=2000
    )

    def __init__(self, *args: Any, statements: Sequence[Statement], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.statements = {s.public_id: s for s in statements}
        lines = [(s.public_id, f"{s.line}, {line_words(s)}") for s in statements]
        offer(self, "about", [("", "All lines"), *lines])

    @property
    def statement(self) -> Statement | None:
        return self.statements.get(self.cleaned_data["about"])


class ActionForm(AboutForm):
    """Who does what by when."""

    owner = forms.ChoiceField(label="Who does it")
    due_on = DateField(label="By when")
    field_order = ["about", "text", "owner", "due_on"]

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = "What is to be done"
        people = queries.owners(meeting.body, meeting.organisation)
        self.people = {o.user.public_id: o.user for o in people}
        side = {str(Side.BODY): meeting.body.name, str(Side.PROVIDER): meeting.organisation.name}
        offer(
            self, "owner", [CHOOSE, *((o.user.public_id, f"{o.user.name}, {side[o.side]}") for o in people)]
        )


class SummaryForm(RecordForm):
    summary = forms.CharField(
        label="What was said", widget=forms.Textarea(attrs={"rows": 6}), max_length=5000,
        help_text="A few sentences. No names of children: use their references.",
    )  # fmt: skip


class WhyForm(RecordForm):
    reason = forms.CharField(label="Why", widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)


class ReasonsForm(RecordForm):
    """Tick what applies; for each, the nights it explains if they are known, and words."""

    reasons = forms.MultipleChoiceField(
        label="Reasons", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="Tick all that apply. Under each: how many of the missing nights it explains, if you know, and what "
        "happened. No names of children.",
    )  # fmt: skip

    def __init__(
        self, *args: Any, statement: Statement, version: Any, given: Sequence[Any], **kwargs: Any
    ) -> None:
        initial: dict[str, Any] = {"reasons": [g.code for g in given]}
        for g in given:
            initial |= {f"nights_{g.code}": g.nights, f"text_{g.code}": g.text}
        super().__init__(*args, **{"initial": initial, **kwargs})
        self.codes = choices_of(statement.body, "shortfall_reasons", figures.last_night(version.decision))
        offer(self, "reasons", self.codes)
        for code, _label in self.codes:
            self.fields[f"nights_{code}"] = forms.IntegerField(
                label="Nights it explains", required=False, min_value=1,
                widget=forms.NumberInput(attrs={"class": "govuk-input--width-4"}),
            )  # fmt: skip
            self.fields[f"text_{code}"] = forms.CharField(
                label="What happened", required=False, max_length=1000,
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        ticked = set(data.get("reasons", []))
        for code, label in self.codes:
            if code not in ticked and (data.get(f"nights_{code}") or data.get(f"text_{code}")):
                self.add_error("reasons", f"You wrote something for “{label}” without ticking it.")
        return data

    def given(self) -> list[Given]:
        data = self.cleaned_data
        return [Given(c, data.get(f"nights_{c}"), data.get(f"text_{c}", "")) for c in data["reasons"]]
