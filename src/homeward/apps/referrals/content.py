"""A referral as it is read: by its own people with names, by everybody else under letters."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import ngettext

from homeward.apps.accounts.actors import Actor
from homeward.apps.children.models import Child
from homeward.apps.core.folding import fold
from homeward.apps.core.vocabulary import label_of
from homeward.apps.referrals.letters import by_letters
from homeward.apps.referrals.models import Referral, ReferralChild
from homeward.apps.referrals.sections import BY_CODE, NEEDS, SECTIONS, Kind
from homeward.kernel.reasons import Reason
from homeward.kernel.years import age_on

Json = dict[str, Any]
BANDS = ((0, 4), (5, 9), (10, 12), (13, 15), (16, 17))


def age_of(part: ReferralChild, day: dt.date) -> int | None:
    """Age in full years on a day; None when the birthday is not known."""
    return age_on(part.child.born_on, day) if part.child.born_on else None


def band_of(age: int | None) -> str:
    """The age band a provider reads: an age alone would help to tell who a child is."""
    if age is None:
        return "age not known"
    low, high = next(((a, b) for a, b in BANDS if a <= age <= b), (18, 0))
    return f"{low} to {high}" if high else "18 or older"


def children_of(referral: Referral) -> list[ReferralChild]:
    return list(referral.children.select_related("child").order_by("letter"))


@dataclass(frozen=True)
class Sought:
    """A child of a referral as one reader may know it: whole, or by its letter only."""

    part: ReferralChild
    named: bool
    age: int | None


def people_of(referral: Referral, actor: Actor) -> list[Sought]:
    """The children, each known to whoever may see the child's record, and under a letter to everybody else."""
    rows = children_of(referral)
    asked = Child.objects.visible_to(actor).filter(pk__in=[c.child_id for c in rows])
    seen = set(asked.values_list("pk", flat=True))
    on = referral.needed_by
    return [Sought(c, c.child_id in seen, age_of(c, on) if c.child_id in seen else None) for c in rows]


def content_of(referral: Referral) -> Json:
    """Everything a provider may read, as plain values: what a version keeps and a digest is taken of."""
    written = {s.code: s.answers for s in referral.sections.all()}
    on = referral.needed_by
    return {
        "reference": referral.reference,
        "urgency": referral.urgency,
        "needed_by": on.isoformat(),
        "children": [
            {"letter": c.letter, "age": band_of(age_of(c, on)), "sex": c.child.sex}
            for c in children_of(referral)
        ],
        NEEDS: [
            {"weight": n.weight, "text": n.text, "source": n.source, "wish": n.is_wish}
            for n in referral.needs.order_by("position")
        ],
        "sections": {s.code: written.get(s.code, {}) for s in SECTIONS},
    }


def digest_of(content: Json) -> str:
    """SHA-256 of the content, as hexadecimal."""
    plain = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(plain.encode()).hexdigest()


def rows_of(referral: Referral, answers: Json, code: str) -> list[tuple[str, str]]:
    """Label and words of each answer of a section; what was not written stands as a dash."""
    found = []
    for question in BY_CODE[code].asked(referral):
        value = answers.get(question.name)
        words = {key: str(label) for key, label in question.choices(referral)}
        chosen = value if isinstance(value, list) else [] if value is None else [value]
        text = ", ".join(words.get(str(v), str(v)) for v in chosen)
        if text and question.kind is Kind.MILES:
            text = ngettext("%(n)s mile", "%(n)s miles", int(text)) % {"n": text}
        found.append((str(question.label), text or "–"))
    return found


def urgency_words(referral: Referral) -> str:
    return label_of(referral.body, "urgencies", referral.urgency)


# Names that are everyday words too: these count as a name only with a capital inside a sentence.
EVERYDAY = frozenset({
    "art", "bill", "daisy", "dawn", "faith", "frank", "grace", "hope", "iris", "ivy", "jack", "jade",
    "joy", "lily", "mark", "may", "miles", "olive", "pearl", "poppy", "river", "robin", "rose", "ruby",
    "sky", "sue", "summer", "will", "willow",
})  # fmt: skip


def names_in(text: str, children: Iterable[ReferralChild]) -> list[str]:
    """Names of the referral's children that stand in a text as whole words, however they are written."""
    folded = f" {_words(text)} "
    found = []
    for part in children:
        for name in (part.child.given_name, part.child.family_name, part.child.client_number):
            key = _words(name)
            if not key or f" {key} " not in folded or name in found:
                continue
            if key in EVERYDAY and not re.search(rf"[^.!?\s]\s+{re.escape(name)}\b", text):
                continue
            found.append(name)
    return found


def unnamed(
    people: Iterable[ReferralChild], code: str = "referral.names_a_child", **texts: str
) -> list[Reason]:
    """A reason for each text, by the field it stands in, that names one of the children: others read it too."""
    given = list(people)
    letters = by_letters(part.letter for part in given if part.letter)
    return [
        Reason(code, {"names": ", ".join(named), "letters": letters, "field": field})
        for field, text in texts.items()
        if (named := names_in(text, given))
    ]


def _words(text: str) -> str:
    """Folded to bare words, one space between."""
    return re.sub(r"[^a-z0-9]+", " ", fold(text)).strip()
