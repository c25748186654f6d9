"""What whoever keeps homes says of them, one row a home; and on which terms carers are approved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.dateparse import parse_datetime
from django.utils.translation import get_language_info, gettext
from django.utils.translation import gettext_lazy as _

from homeward.apps.accounts.actors import Actor
from homeward.apps.children.models import Child
from homeward.apps.core.forms import RecordForm, offer
from homeward.apps.core.vocabulary import choices_of
from homeward.apps.providers.models import Home
from homeward.apps.vacancies.checks import MOST_PLACES, OLDEST, Said
from homeward.apps.vacancies.queries import Row
from homeward.web.fields import DateField

NONE = "none"
FEW = {"class": "govuk-input--width-3"}
MORE = (
    "free_from",
    "age_from",
    "age_to",
    "types",
    "languages",
    "traits",
    "conditions",
    "blocked_places",
    "blocked_because",
    "blocked_note",
)


def _whole(label: Any, most: int, **more: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, min_value=0, max_value=most, widget=forms.NumberInput(attrs=FEW), **more
    )


class ConfirmForm(RecordForm):
    """Every home in one form. The inputs of a home end in its public id, so that an error finds its row."""

    def __init__(self, *args: Any, actor: Actor, rows: Sequence[Row], **kwargs: Any) -> None:
        self.rows = list(rows)
        initial = {k: v for row in self.rows for k, v in _initial(row).items()}
        super().__init__(*args, **{"initial": initial, **kwargs})
        blocks = choices_of(actor.body, "vacancy_blocks", actor.today)
        types = choices_of(actor.body, "placement_types_sought", actor.today)
        self.household = _household(actor)
        for row in self.rows:
            self._add(row.home, blocks, types)

    def _add(self, home: Home, blocks: list[tuple[str, str]], types: list[tuple[str, str]]) -> None:
        key, name = home.public_id, home.name
        made: dict[str, forms.Field] = {
            "places": _whole(gettext("%(home)s, free places") % {"home": name}, MOST_PLACES),
            "free_from": DateField(label=_("From"), required=False, help_text=_("Empty: now.")),
            "age_from": _whole(_("From age"), OLDEST, required=False),
            "age_to": _whole(_("To age"), OLDEST, required=False),
            "types": forms.MultipleChoiceField(
                label=_("What it can be"), required=False, choices=types, widget=forms.CheckboxSelectMultiple
            ),
            "conditions": forms.CharField(
                label=_("What else must hold"),
                required=False,
                max_length=400,
                help_text=_("Such as a ground-floor room. Name no child."),
            ),
            "blocked_places": _whole(_("Empty places that cannot be given"), MOST_PLACES, required=False),
            "blocked_because": forms.ChoiceField(
                label=_("Blocked because"), required=False, choices=[("", _("Nothing is blocked")), *blocks]
            ),
            "blocked_note": forms.CharField(
                label=_("In words"), required=False, max_length=400, help_text=_("Name no child.")
            ),
            "seen": forms.CharField(required=False, widget=forms.HiddenInput),
        }
        if not types:
            del made["types"]
        for name, (label, choices) in self.household.items():
            made[name] = forms.MultipleChoiceField(
                label=label, required=False, choices=choices, widget=forms.CheckboxSelectMultiple,
                help_text=_("Nothing ticked: not said."),
            )  # fmt: skip
        for field, made_field in made.items():
            self.fields[f"{field}_{key}"] = made_field

    def drawn(self) -> list[dict[str, Any]]:
        """Each row with its inputs, and whether what lies behind must stand open: something is wrong or said there."""
        found = []
        for row in self.rows:
            inputs: dict[str, BoundField] = {
                name: self[f"{name}_{row.home.public_id}"]
                for name in ("places", "seen", *MORE)
                if f"{name}_{row.home.public_id}" in self.fields
            }
            is_open = any(inputs[n].errors for n in MORE if n in inputs)
            found.append({"row": row, "inputs": inputs, "is_open": is_open})
        return found

    def said(self) -> list[Said]:
        return [self._said(row.home) for row in self.rows]

    def _said(self, home: Home) -> Said:
        def value(name: str) -> Any:
            return self.cleaned_data.get(f"{name}_{home.public_id}")

        return Said(
            home=home, places=value("places"), free_from=value("free_from"), age_from=value("age_from"),
            age_to=value("age_to"), types=tuple(value("types") or ()), languages=_ticked(value("languages")),
            traits=_ticked(value("traits")), conditions=value("conditions") or "",
            blocked_places=value("blocked_places") or 0, blocked_because=value("blocked_because") or "",
            blocked_note=value("blocked_note") or "", seen=moment(value("seen")),
        )  # fmt: skip


def _household(actor: Actor) -> dict[str, tuple[Any, list[tuple[str, Any]]]]:
    """What matching asks of every household, with what can be ticked; a language only where there is more than one."""
    asked: dict[str, tuple[Any, list[tuple[str, Any]]]] = {}
    if len(actor.body.languages) > 1:
        names = [(code, get_language_info(code)["name_local"].capitalize()) for code in actor.body.languages]
        asked["languages"] = (_("Languages the home lives in"), list(names))
    if traits := choices_of(actor.body, "household_traits", actor.today):
        asked["traits"] = (_("What is so in this home"), [*traits, (NONE, _("None of these"))])
    return asked


def _ticked(given: list[str] | None) -> tuple[str, ...] | None:
    """What was ticked; nothing ticked is not said, “none of these” is none."""
    return None if not given else tuple(code for code in given if code != NONE)


def moment(text: Any) -> dt.datetime | None:
    """When a vacancy had been confirmed as the page showed it; None for one that had not, or for nonsense."""
    try:
        return parse_datetime(str(text)) if text else None
    except ValueError:
        return None


def _initial(row: Row) -> dict[str, Any]:
    """What stands, to begin with. A home of which nobody said anything begins empty: nothing is guessed."""
    vacancy, key = row.vacancy, row.home.public_id
    if vacancy is None:
        return {}
    values = {name: getattr(vacancy, name) for name in ("places", *MORE)}
    if vacancy.traits == []:
        values["traits"] = [NONE]
    if not vacancy.blocked_places:
        values["blocked_places"] = None
    values["seen"] = vacancy.confirmed_at.isoformat()
    return {f"{name}_{key}": value for name, value in values.items()}


def seen_of(data: Mapping[str, Any], homes: Sequence[Home]) -> dict[Home, dt.datetime | None]:
    """When each home had been confirmed, as the page that was sent back showed it."""
    return {home: moment(data.get(f"seen_{home.public_id}")) for home in homes}


class TermsForm(RecordForm):
    children = _whole(_("How many children at once"), 12)
    age_from = _whole(_("From age"), OLDEST, required=False)
    age_to = _whole(_("To age"), OLDEST, required=False)
    only_for = forms.ChoiceField(
        label=_("For one child alone"),
        required=False,
        help_text=_("Kinship carers are approved for a child they know."),
    )
    start = DateField(label=_("From"), help_text=_("The first day of these terms."))
    source = forms.CharField(
        label=_("The decision"), max_length=200, help_text=_("Such as: fostering panel, 14 October 2026.")
    )

    def __init__(self, *args: Any, actor: Actor, home: Home, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there = Child.objects.visible_to(actor).filter(placements__home=home).distinct()
        self.children_known = {c.public_id: c for c in there.order_by("reference")}
        choices = [(key, child.reference) for key, child in self.children_known.items()]
        offer(self, "only_for", [("", _("For any child within the terms")), *choices])

    def clean_only_for(self) -> Child | None:
        return self.children_known.get(self.cleaned_data["only_for"])
