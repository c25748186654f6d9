"""What people type about the data exchange."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from homeward.apps.accounts.actors import Actor
from homeward.apps.agreements.models import Agreement
from homeward.apps.core.forms import RecordForm, offer
from homeward.apps.exchange import queries
from homeward.apps.exchange.models import ExchangeProfile
from homeward.apps.exchange.profiles import KINDS, Field, Group, sources_for
from homeward.apps.exchange.sources import SOURCES
from homeward.apps.intake.forms import FilesField
from homeward.apps.intake.readers import GivenFile
from homeward.policy import load_pack
from homeward.web.dates import month as month_in_words


def month_from(text: str) -> dt.date | None:
    """A month as 2026-10, or nothing."""
    try:
        return dt.date.fromisoformat(f"{text}-01")
    except ValueError:
        return None


class WhichForm(RecordForm):
    """Which month, and of which agreement, a return is of."""

    month = forms.ChoiceField(label=_("Month"))
    agreement = forms.ChoiceField(label=_("Agreement"), required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        months = queries.choosable_months(actor.body)
        offer(self, "month", [(f"{m:%Y-%m}", month_in_words(m)) for m in months])
        rows = Agreement.objects.visible_to(actor).order_by("reference")
        self.agreements = {row.public_id: row for row in rows}
        if self.agreements:
            whole = ("", _("The care partner as a whole"))
            offer(
                self,
                "agreement",
                [whole, *((key, f"{row.reference}, {row.title}") for key, row in self.agreements.items())],
            )
        else:
            del self.fields["agreement"]

    def which(self) -> tuple[dt.date, Agreement | None]:
        month = month_from(self.cleaned_data["month"])
        assert month is not None
        return month, self.agreements.get(self.cleaned_data.get("agreement") or "")


class SendForm(WhichForm):
    file = FilesField(
        label=_("Files"),
        help_text=_("CSV in UTF-8, one file for each group, or all in one ZIP; or one JSON document."),
        allow_empty_file=True,
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        self.fields["file"].widget.attrs["accept"] = ".csv,.zip,.xlsx,.json"

    def given(self) -> list[GivenFile]:
        return [GivenFile(_own_name(file.name), file.read()) for file in self.cleaned_data["file"]]


def _own_name(name: str) -> str:
    """The name without any folder, short enough to show."""
    return name.replace("\\", "/").rsplit("/", 1)[-1][-120:] or "file"


def _reason(label: Any, *, required: bool = True, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=2000,
        required=required,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class SubmitForm(RecordForm):
    def __init__(self, *args: Any, is_again: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_again:
            self.fields["reason"] = _reason(_("What this version puts right"))


class AnswerForm(RecordForm):
    """The body's answer to a return."""

    answer = forms.ChoiceField(
        label=_("Answer"), widget=forms.RadioSelect,
        choices=[("accept", _("Accept it")), ("send_back", _("Send it back"))],
    )  # fmt: skip
    reason = _reason(
        _("What is to be put right"),
        required=False,
        help_text=_("Needed when it is sent back. The partner reads it."),
    )


class DecideForm(RecordForm):
    decision = forms.ChoiceField(
        label=_("Decision"), widget=forms.RadioSelect,
        choices=[("publish", _("Publish it")), ("decline", _("Decline it"))],
    )  # fmt: skip
    reason = _reason(_("Reason"), required=False, help_text=_("Needed when it is declined."))


class DescribeForm(RecordForm):
    """From when a profile holds."""

    applies_from = forms.ChoiceField(label=_("First month it holds for"), required=False)
    why = _reason(_("Why it differs from the version before"), required=False)

    def __init__(self, *args: Any, profile: ExchangeProfile, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = profile.body.today.replace(day=1)
        months = [*queries.choosable_months(profile.body)[:3][::-1], today, *_coming(today, 6)]
        offer(
            self,
            "applies_from",
            [("", _("Not decided yet")), *((f"{m:%Y-%m}", month_in_words(m)) for m in months)],
        )
        if profile.applies_from:
            self.initial["applies_from"] = f"{profile.applies_from:%Y-%m}"
        self.initial["why"] = profile.reason

    def clean_applies_from(self) -> dt.date | None:
        return month_from(self.cleaned_data["applies_from"])


def _coming(month: dt.date, count: int) -> list[dt.date]:
    found: list[dt.date] = []
    for _turn in range(count):
        month = (month + dt.timedelta(days=32)).replace(day=1)
        found.append(month)
    return found


class FieldForm(RecordForm):
    """One field of a profile."""

    column = forms.CharField(
        label=_("Name of the column"), max_length=40, help_text=_("Small letters, digits and underscores.")
    )
    label = forms.CharField(label=_("Label"), max_length=120)
    kind = forms.ChoiceField(label=_("Kind"), choices=list(KINDS.items()))
    vocabulary = forms.ChoiceField(label=_("Code list"), required=False, help_text=_("For codes only."))
    source = forms.ChoiceField(
        label=_("Held in these records"),
        required=False,
        help_text=_("What is held already is filled in and never asked twice."),
    )
    is_on = forms.BooleanField(label=_("Switched on: partners are asked for it"), required=False)
    required = forms.BooleanField(label=_("Always needed"), required=False)
    key = forms.BooleanField(label=_("Part of the key that tells rows apart"), required=False)
    within = forms.BooleanField(label=_("The day lies in the month of the return"), required=False)
    is_placeholder = forms.BooleanField(label=_("Placeholder: no agreed source asks for it"), required=False)
    note = _reason(_("Note for partners"), required=False)

    def __init__(
        self, *args: Any, profile: ExchangeProfile, group: Group, field: Field | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        lists = load_pack(profile.body.pack).vocabularies
        offer(
            self,
            "vocabulary",
            [("", _("None")), *((name, lists[name].description) for name in sorted(lists))],
        )
        fitting = [s for s in SOURCES.values() if s.of in sources_for(group.of)]
        offer(
            self, "source", [("", _("Nowhere: the partner tells it")), *((s.code, s.words) for s in fitting)]
        )
        told = field or Field("", "", "text")
        self.initial = {name: getattr(told, name) for name in self.fields}

    def made(self) -> Field:
        return Field(**{**self.cleaned_data, "note": self.cleaned_data["note"].strip()})
