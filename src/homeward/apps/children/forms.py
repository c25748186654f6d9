"""What people enter about children. Every rule stands in checks.py; a form only asks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import User
from homeward.apps.core.forms import RecordForm, offer
from homeward.apps.core.vocabulary import choices_of, code_list
from homeward.web.fields import DateField

SHORT = forms.TextInput(attrs={"class": "govuk-input--width-10"})
SEXES = [("female", _("Female")), ("male", _("Male")), ("other", _("Another")), ("unknown", _("Not known"))]
ANSWERS = {"yes": _("Yes"), "no": _("No"), "not_stated": _("Not stated")}


class ChildForm(RecordForm):
    client_number = forms.CharField(
        label=_("Client number"),
        help_text=_("Your own number for this child. Files name the child by it."),
        widget=SHORT,
    )
    given_name = forms.CharField(label=_("Given name"), required=False)
    family_name = forms.CharField(label=_("Family name"), required=False)
    born_on = DateField(
        label=_("Date of birth"), required=False, help_text=_("Leave empty while it is not known.")
    )
    sex = forms.ChoiceField(label=_("Sex"), required=False)
    source = forms.CharField(
        label=_("Source"), required=False, help_text=_("What this rests on, such as the case file.")
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = choices_of(actor.body, "sexes", actor.today)
        current = str(self.initial.get("sex", ""))
        choices = [("", _("Not recorded")), *(own or SEXES)]
        if current and current not in dict(
            choices
        ):  # a code of its time is kept, not lost by opening the form
            choices.append((current, current))
        offer(self, "sex", choices)


class FactForm(RecordForm):
    """A fact of a kind; which values it can take is the kind's own."""

    kind = forms.ChoiceField(label=_("What it is about"))
    value = forms.CharField(label=_("What the record says"))
    source = forms.CharField(
        label=_("Source"),
        help_text=_("The record this rests on and its date, such as the identity record of 3 May 2026."),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = choices_of(actor.body, "status_facts", actor.today)
        offer(self, "kind", [("", _("Choose one")), *kinds])
        known = code_list(actor.body, "status_facts")
        lawful = [known.attribute(code, "values", actor.today) for code, _label in kinds] if known else []
        if lawful and all(values == lawful[0] for values in lawful) and isinstance(lawful[0], list):
            choices = [(str(v), ANSWERS.get(str(v), str(v))) for v in lawful[0]]
            self.fields["value"] = forms.ChoiceField(
                label=_("What the record says"), choices=choices, widget=forms.RadioSelect
            )
            self.order_fields(["kind", "value", "source"])


class AssignForm(RecordForm):
    """Whose case the child becomes, in one of the two roles."""

    user = forms.ChoiceField(label=_("Who"), help_text=_("Only people who hold the role today."))
    start = DateField(label=_("From"))

    def __init__(self, *args: Any, people: list[User], reviews: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {u.public_id: u for u in people}
        offer(self, "user", [("", _("Choose one")), *((key, u.name) for key, u in self.people.items())])
        if reviews:
            self.fields["independence"] = forms.CharField(
                label=_("Who manages them"), max_length=200,
                help_text=_("A reviewing officer is not managed by those who manage the case."),
            )  # fmt: skip

    def given(self) -> dict[str, Any]:
        return {**self.cleaned_data, "user": self.people[self.cleaned_data["user"]]}


class EndCaseForm(RecordForm):
    on = DateField(label=_("First day it is not theirs"))
    reason = forms.CharField(
        label=_("Why"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("No names of children."),
    )


class LegalStatusForm(RecordForm):
    code = forms.CharField(label=_("Legal status"), widget=SHORT)
    start = DateField(label=_("First day"))
    last_day = DateField(
        label=_("Last day"),
        required=False,
        help_text=_("Leave empty while it continues. Nothing ends itself."),
    )
    source = forms.CharField(
        label=_("Source"), required=False, help_text=_("The order or notice this rests on.")
    )
    aliases = {"period": "last_day"}

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = choices_of(actor.body, "legal_statuses", actor.today)
        if codes:
            self.fields["code"] = forms.ChoiceField(
                label=_("Legal status"),
                choices=[("", _("Choose one")), *((c, f"{c}: {label}") for c, label in codes)],
            )
            self.order_fields(["code", "start", "last_day", "source"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        start, last = data.get("start"), data.get("last_day")
        if start and last and last < start:
            self.add_error("last_day", _("The last day is before the first day."))
        return data
