"""The sections of a referral: what is asked, what may not be left out, and what a provider reads.

Contents by the headings that councils publish and the umbrella contracts ask for; none of it is fixed by law.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from homeward.apps.core.vocabulary import choices_of
from homeward.apps.geography.models import Area
from homeward.apps.referrals.letters import by_letter
from homeward.apps.referrals.models import Need, Referral

Answers = Mapping[str, Any]
Options = tuple[tuple[str, Any], ...]
YES_NO: Options = (("yes", _("Yes")), ("no", _("No")))
RISKS: Options = (
    ("missing", _("Going missing")),
    ("exploitation", _("Being exploited")),
    ("fire", _("Fire")),
    ("harm_self", _("Harm to themselves")),
    ("harm_others", _("Harm to others")),
    ("none", _("None known")),
)
WELSH: Options = (
    ("welsh_home", _("A home where Welsh is spoken")),
    ("welsh_contact", _("Welsh at school or with family is enough")),
    ("none", _("No need for Welsh")),
    ("not_asked", _("Not asked yet")),
)
TOGETHER: Options = (
    ("together", _("Together, in one home")),
    ("apart_reason", _("Apart is accepted, with a reason")),
    ("one_child", _("One child only")),
)
DISTRICT = re.compile(r"^[A-Z]{1,2}[0-9][A-Z0-9]?$")


class Kind(StrEnum):
    WORDS = "words"
    LINE = "line"
    ONE = "one"
    SEVERAL = "several"
    MILES = "miles"


def always(answers: Answers, referral: Referral) -> bool:
    return True


def never(answers: Answers, referral: Referral) -> bool:
    return False


def welsh_is_asked(referral: Referral) -> bool:
    """Where people are served in Welsh, whether the home should speak it is asked."""
    return "cy" in referral.body.languages


@dataclass(frozen=True)
class Question:
    """One thing asked. ``needed``: whether the quality check cannot do without it, given the section's other answers.

    ``options``: what can be chosen, the pack's list by name, or a function of the referral. ``wrong``: says what is not
    right with an answer, as ``tidy`` wrote it.
    """

    name: str
    label: Any
    kind: Kind = Kind.WORDS
    hint: Any = ""
    needed: Callable[[Answers, Referral], bool] = never
    options: Options | str | Callable[[Referral], list[tuple[str, Any]]] = ()
    rows: int = 4
    asked: Callable[[Referral], bool] = lambda referral: True
    wrong: Callable[[Any], Any] = lambda value: ""
    tidy: Callable[[Any], Any] = lambda value: value

    def choices(self, referral: Referral) -> list[tuple[str, Any]]:
        """Code and label of what can be chosen."""
        if isinstance(self.options, str):
            return choices_of(referral.body, self.options, referral.body.today)
        return self.options(referral) if callable(self.options) else list(self.options)


@dataclass(frozen=True)
class Section:
    """One part of the referral, saved by itself."""

    code: str
    title: Any
    hint: Any
    questions: tuple[Question, ...]

    def asked(self, referral: Referral) -> list[Question]:
        return [q for q in self.questions if q.asked(referral)]

    def missing(self, answers: Answers, referral: Referral) -> list[str]:
        """Labels of what the quality check needs and nobody has written."""
        asked = self.asked(referral)
        return [str(q.label) for q in asked if q.needed(answers, referral) and not answers.get(q.name)]


def _areas(referral: Referral) -> list[tuple[str, Any]]:
    """The areas the authority keeps, by name."""
    return [(a.code, a.name) for a in Area.objects.filter(body=referral.body).order_by("name")]


def _letters(referral: Referral) -> list[tuple[str, Any]]:
    return [(c.letter, by_letter(c.letter)) for c in referral.children.order_by("letter")]


def _wrong_district(value: str) -> Any:
    if not value or DISTRICT.match(value):
        return ""
    return _("This is no postcode district. Write the first half only, such as CF10.")


def _wrong_risks(value: list[str]) -> Any:
    if "none" in value and len(value) > 1:
        return _("None known cannot stand beside a risk. Untick one of them.")
    return ""


LETTERS = _("Write Child A, Child B; no names, schools or streets.")
SECTIONS = (
    Section("together", _("The children and why they move"), _("Together or apart, status, situation"), (
        Question("together", _("Brothers and sisters"), Kind.ONE, needed=always, options=TOGETHER),
        Question("apart_reason", _("Why together is not reasonably practicable"), hint=_("Only where apart is accepted."),
                 rows=2, needed=lambda a, r: a.get("together") == "apart_reason"),
        Question("parent_and_child", _("Is this a placement of a parent with their child?"), Kind.ONE, needed=always,
                 options=YES_NO),
        Question("with_parent", _("Who comes as the child of a parent who comes too"), Kind.SEVERAL,
                 _("Only in a placement of a parent with their child."), options=_letters),
        Question("situation", _("Where the children live now, and why they move"), hint=LETTERS, needed=always),
        Question("status", _("Legal status and who has parental responsibility"), needed=always, rows=2),
    )),
    Section("home", _("The home we look for"), _("Kind, length, skills"), (
        Question("types", _("Kind of home"), Kind.SEVERAL, _("Choose every kind that could be right."), always,
                 "placement_types_sought"),
        Question("length", _("How long it is expected to last"), Kind.LINE, needed=always),
        Question("skills", _("What carers or staff need to be able to do"), rows=3),
    )),
    Section("place", _("Where"), _("District, distance, places"), (
        Question("district", _("Home postcode district"), Kind.LINE,
                 _("The first half only, such as CF10. The whole postcode is not kept here."), always,
                 wrong=_wrong_district, tidy=str.upper),
        Question("most_miles", _("No farther than"), Kind.MILES,
                 _("In a straight line. Leave it empty where distance sets no limit.")),
        Question("avoid_areas", _("Areas where they must not live"), Kind.SEVERAL,
                 _("Homes there are left out."), options=_areas),
        Question("places", _("Places to stay near, or away from"), hint=_("School, family, people to avoid."), rows=3),
    )),
    Section("health", _("Health and education"), "", (
        Question("health", _("Health and disability"), needed=always),
        Question("education", _("Education"), hint=_("Plan for additional needs, what works, what to keep."), needed=always),
        Question("keeps_school", _("Is there a school to keep?"), Kind.ONE,
                 _("Each home is then asked whether it keeps it."), options=YES_NO),
    )),
    Section("risks", _("Risks"), "", (
        Question("kinds", _("Risks"), Kind.SEVERAL, needed=always, options=RISKS, wrong=_wrong_risks),
        Question("risks", _("What happens, how often, what helps"), needed=lambda a, r: a.get("kinds") != ["none"]),
    )),
    Section("language", _("Language and identity"), "", (
        Question("language", _("Welsh"), Kind.ONE, needed=always, options=WELSH, asked=welsh_is_asked),
        Question("identity", _("Language, culture, faith and identity"), rows=3, needed=lambda a, r: not welsh_is_asked(r)),
    )),
    Section("contact", _("Family, friends and who else lives there"), "", (
        Question("contact", _("Whom the children see, where and how often"), needed=always),
        Question("avoid", _("What the home must not be or have"), Kind.SEVERAL,
                 _("Each home is asked. One that has any of these is left out."), options="household_traits"),
        Question("exclusions", _("Who must not live in the home"),
                 hint=_("Matching exclusions, such as no child under 5. Say what, not who."), rows=3),
    )),
    Section("wishes", _("Wishes and outcomes"), "", (
        Question("wishes", _("What the children want, in their own words")),
        Question("asked", _("Who asked them, and when"), Kind.LINE, _("Where they could not be asked: why not."), always),
        Question("outcomes", _("What should be better in a year"), rows=3),
    )),
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
        if missing := section.missing(written.get(section.code, {}), referral):
            yield Missing(section.code, section.title), missing
    if not any(n.weight == Need.Weight.MUST for n in referral.needs.all()):
        yield Missing(NEEDS, _("What the home must be")), [str(_("at least one thing it must be"))]
