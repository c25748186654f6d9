"""The sections of a referral: what is asked, what may not be left out, and what a provider reads.

Contents by the headings that councils publish and the umbrella contracts ask for; none of it is fixed by law.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from homeward.apps.core.forms import RecordForm, offer
from homeward.apps.core.vocabulary import choices_of
from homeward.apps.referrals.models import Need, Referral

YES_NO = [("yes", _("Yes")), ("no", _("No"))]
RISKS = [
    ("missing", _("Going missing")),
    ("exploitation", _("Being exploited")),
    ("fire", _("Fire")),
    ("harm_self", _("Harm to themselves")),
    ("harm_others", _("Harm to others")),
    ("none", _("None known")),
]
LANGUAGE = [
    ("welsh_home", _("A home where Welsh is spoken")),
    ("welsh_contact", _("Welsh at school or with family is enough")),
    ("none", _("No need for Welsh")),
    ("not_asked", _("Not asked yet")),
]
ROOMS = [
    ("together", _("Together, in one home")),
    ("apart_reason", _("Apart is accepted, with a reason")),
    ("one_child", _("One child only")),
]


def words(rows: int = 4, **kwargs: Any) -> forms.CharField:
    """A text of some sentences."""
    return forms.CharField(
        required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": rows}), **kwargs
    )


def choice(options: list[tuple[str, Any]], **kwargs: Any) -> forms.ChoiceField:
    return forms.ChoiceField(required=False, choices=options, widget=forms.RadioSelect, **kwargs)


class SectionForm(RecordForm):
    """Nothing is demanded while it is written; what is missing is told beside the section's name."""

    needed: tuple[str, ...] = ()

    def __init__(self, *args: Any, referral: Referral, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.referral = referral

    def missing(self, answers: Mapping[str, Any]) -> list[str]:
        """Labels of what the quality check needs and nobody has written."""
        return [str(self.fields[name].label) for name in self.needed_now(answers) if not answers.get(name)]

    def needed_now(self, answers: Mapping[str, Any]) -> tuple[str, ...]:
        return self.needed


class TogetherForm(SectionForm):
    together = choice(ROOMS, label=_("Brothers and sisters"))
    apart_reason = words(
        2, label=_("Why together is not reasonably practicable"), help_text=_("Only where apart is accepted.")
    )
    parent_and_child = choice(YES_NO, label=_("Is this a placement of a parent with their child?"))
    situation = words(
        label=_("Where the children live now, and why they move"),
        help_text=_("Write Child A, Child B; no names, schools or streets."),
    )
    status = words(2, label=_("Legal status and who has parental responsibility"))
    needed = ("together", "parent_and_child", "situation", "status")

    def needed_now(self, answers: Mapping[str, Any]) -> tuple[str, ...]:
        return (*self.needed, "apart_reason") if answers.get("together") == "apart_reason" else self.needed


class HomeForm(SectionForm):
    types = forms.MultipleChoiceField(
        required=False, label=_("Kind of home"), widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose every kind that could be right."),
    )  # fmt: skip
    length = forms.CharField(required=False, max_length=120, label=_("How long it is expected to last"))
    skills = words(3, label=_("What carers or staff need to be able to do"))
    needed = ("types", "length")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        body = self.referral.body
        offer(self, "types", choices_of(body, "placement_types_sought", body.today))


class PlaceForm(SectionForm):
    district = forms.CharField(
        required=False, max_length=12, label=_("Home postcode district"),
        help_text=_("The first half only, such as CF10. The whole postcode is not kept here."),
    )  # fmt: skip
    most_miles = forms.IntegerField(
        required=False, min_value=1, max_value=400, label=_("No farther than"),
        widget=forms.NumberInput(attrs={"suffix": _("miles"), "class": "govuk-input--width-4"}),
        help_text=_("In a straight line. Leave it empty where distance sets no limit."),
    )  # fmt: skip
    places = words(
        3, label=_("Places to stay near, or away from"), help_text=_("School, family, people to avoid.")
    )
    needed = ("district",)

    def clean_district(self) -> str:
        found = self.cleaned_data["district"].strip().upper()
        if found and not (
            found[0].isalpha() and any(c.isdigit() for c in found) and " " not in found and len(found) <= 4
        ):
            raise forms.ValidationError(
                _("This is no postcode district. Write the first half only, such as CF10.")
            )
        return str(found)


class HealthForm(SectionForm):
    health = words(label=_("Health and disability"))
    education = words(
        label=_("Education"), help_text=_("Plan for additional needs, what works, what to keep.")
    )
    needed = ("health", "education")


class RiskForm(SectionForm):
    kinds = forms.MultipleChoiceField(
        required=False, label=_("Risks"), choices=RISKS, widget=forms.CheckboxSelectMultiple
    )
    risks = words(label=_("What happens, how often, what helps"))
    needed = ("kinds",)

    def needed_now(self, answers: Mapping[str, Any]) -> tuple[str, ...]:
        return ("kinds",) if answers.get("kinds") == ["none"] else ("kinds", "risks")

    def clean_kinds(self) -> list[str]:
        kinds: list[str] = self.cleaned_data["kinds"]
        if "none" in kinds and len(kinds) > 1:
            raise forms.ValidationError(_("None known cannot stand beside a risk. Untick one of them."))
        return kinds


class LanguageForm(SectionForm):
    language = choice(LANGUAGE, label=_("Welsh"))
    identity = words(3, label=_("Language, culture, faith and identity"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "cy" not in self.referral.body.languages:
            del self.fields["language"]

    def needed_now(self, answers: Mapping[str, Any]) -> tuple[str, ...]:
        return ("language",) if "language" in self.fields else ("identity",)


class ContactForm(SectionForm):
    contact = words(label=_("Whom the children see, where and how often"))
    exclusions = words(
        3, label=_("Who must not live in the home"),
        help_text=_("Matching exclusions, such as no child under 5. Say what, not who."),
    )  # fmt: skip
    needed = ("contact",)


class WishesForm(SectionForm):
    wishes = words(label=_("What the children want, in their own words"))
    asked = forms.CharField(
        required=False, max_length=160, label=_("Who asked them, and when"),
        help_text=_("Where they could not be asked: why not."),
    )  # fmt: skip
    outcomes = words(3, label=_("What should be better in a year"))
    needed = ("asked",)


@dataclass(frozen=True)
class Section:
    """One section. ``told``: a provider reads it once invited."""

    code: str
    title: Any
    hint: Any
    form: type[SectionForm]
    told: bool = True


SECTIONS = (
    Section("together", _("The children and why they move"), _("Together or apart, status, situation"), TogetherForm),
    Section("home", _("The home we look for"), _("Kind, length, skills"), HomeForm),
    Section("place", _("Where"), _("District, distance, places"), PlaceForm),
    Section("health", _("Health and education"), "", HealthForm),
    Section("risks", _("Risks"), "", RiskForm),
    Section("language", _("Language and identity"), "", LanguageForm),
    Section("contact", _("Family, friends and who else lives there"), "", ContactForm),
    Section("wishes", _("Wishes and outcomes"), "", WishesForm),
)  # fmt: skip
BY_CODE = {section.code: section for section in SECTIONS}
NEEDS = "needs"


@dataclass(frozen=True)
class Missing:
    """A part of the task list that is not complete."""

    code: str
    title: Any


def missing_of(referral: Referral) -> Iterator[tuple[Missing, list[str]]]:
    """Parts of the referral that the quality check cannot do without, with what is missing in each."""
    written = {s.code: s.answers for s in referral.sections.all()}
    for section in SECTIONS:
        missing = section.form(referral=referral).missing(written.get(section.code, {}))
        if missing:
            yield Missing(section.code, section.title), missing
    if not any(n.weight == Need.Weight.MUST for n in referral.needs.all()):
        yield Missing(NEEDS, _("What the home must be")), [str(_("at least one thing it must be"))]


def kept(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Answers as they are kept: plain values, nothing empty."""
    found: dict[str, Any] = {}
    for name, value in answers.items():
        if value in (None, "", []):
            continue
        found[name] = value.isoformat() if isinstance(value, dt.date) else value
    return found
