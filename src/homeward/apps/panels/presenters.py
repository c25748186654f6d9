"""How a panel reads: who a referral is about, where each child would live, and why there."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import CommissioningBody
from homeward.apps.children.models import Child
from homeward.apps.core.vocabulary import label_of
from homeward.apps.panels.models import Panel, PanelItem, Proposal
from homeward.apps.panels.queries import first_proposal, newest_proposals, unit_of
from homeward.apps.panels.withdrawn import withdrawn_words
from homeward.apps.referrals.letters import by_letter
from homeward.kernel.rounding import shown
from homeward.web import numbers
from homeward.web.charts import Dot

Json = dict[str, Any]
OUTCOME_TAGS = {"": "warn", "agreed": "ok", "changed": "info", "refused": "bad"}


def names_for(actor: Actor, agenda: Json) -> dict[str, str]:
    """Given names of the children this person may know, by public id."""
    keys = [c["id"] for item in agenda["items"] for c in item["children"]]
    rows = Child.objects.visible_to(actor).filter(public_id__in=keys)
    return dict(rows.values_list("public_id", "given_name"))


def who(item: Json, names: dict[str, str] | None = None) -> str:
    """`Lowri, 9, and Gethin, 7`; by letters for whoever may not know the names, and in the minutes."""
    told = [child_words(c, names) for c in item["children"]]
    if len(told) < 2:
        return "".join(told)
    return _("%(first)s, and %(last)s") % {"first": ", ".join(told[:-1]), "last": told[-1]}


def child_words(child: Json, names: dict[str, str] | None = None) -> str:
    name = (names or {}).get(child["id"]) or by_letter(child["letter"])
    return name if child["age"] is None else f"{name}, {child['age']}"


def rest_told(content: Json) -> Json:
    """The agenda beside the referrals, its days as dates."""

    def dated(rows: list[Json]) -> list[Json]:
        days = ("free_from", "last_night", "due_on", "panel")
        return [
            {k: dt.date.fromisoformat(v) if k in days and v else v for k, v in row.items()} for row in rows
        ]

    return {
        "in_house": dated(content["in_house"]),
        "extras": dated(content["extras"]),
        "undone": dated(content["actions"]),
    }


def points(text: str | None) -> str:
    """Thousandths of a point as a page shows them: one decimal, without one where there is none."""
    if text is None:
        return "–"
    return numbers.number(Decimal(shown(Fraction(text), 1).removesuffix(".0")))


class Told:
    """One panel with its agenda and proposals, in words for one reader (or for the minutes, without names)."""

    def __init__(self, panel: Panel, names: dict[str, str] | None = None) -> None:
        self.panel, self.names = panel, names
        self.agenda: Json = panel.agenda.content
        self.items: dict[str, Json] = {item["id"]: item for item in self.agenda["items"]}
        self.first = first_proposal(panel)
        self.newest = newest_proposals(panel)

    def who(self, unit: str) -> str:
        return who(self.items[unit], self.names)

    def home(self, key: str) -> str:
        return str(self.agenda["homes"].get(key, {}).get("name", "–"))

    def homes(self, places: list[Json], unit: str) -> str:
        """Where they would live; each child named where they are parted."""
        if not places:
            return _("No home")
        if len(places) == 1 and len(places[0]["children"]) == len(self.items[unit]["children"]):
            return self.home(places[0]["home"])
        children = {c["id"]: child_words(c, self.names) for c in self.items[unit]["children"]}
        parts = [f"{self.home(p['home'])} ({', '.join(children[c] for c in p['children'])})" for p in places]
        return "; ".join(parts)

    def score(self, places: list[Json], proposal: Proposal | None, unit: str) -> Fraction | None:
        """Points a child, mean over those placed; None where nobody is."""
        if not places or proposal is None:
            return None
        told = [(len(p["children"]), self._score_of(proposal, unit, p)) for p in places]
        known = [(n, s) for n, s in told if s is not None]
        return sum((n * s for n, s in known), Fraction(0)) / sum(n for n, _s in known) if known else None

    def _score_of(self, proposal: Proposal, unit: str, place: Json) -> Fraction | None:
        whole = len(place["children"]) == len(self.items[unit]["children"])
        if whole:
            text = proposal.fits.get(unit, {}).get(place["home"], {}).get("score")
            return None if text is None else Fraction(text)
        parts: list[list[str]] = next((u["parts"] for u in proposal.facts["units"] if u["id"] == unit), [])
        wanted = sorted(place["children"])
        number = next((n for n, part in enumerate(parts) if sorted(part) == wanted), None)
        for fit in proposal.facts["fits"]:
            if (fit["unit"], fit["part"], fit["home"]) == (
                unit,
                number,
                place["home"],
            ) and number is not None:
                return None if fit["score"] is None else Fraction(fit["score"])
        return None

    def place_row(self, unit: str, places: list[Json], proposal: Proposal | None) -> Json:
        """A cell: homes, points, miles."""
        found = self.score(places, proposal, unit)
        miles = [
            told["miles"]
            for p in places
            if (told := (proposal.fits.get(unit, {}).get(p["home"], {}) if proposal else {})).get("miles")
            is not None
        ]
        return {
            "homes": self.homes(places, unit),
            "points": None if found is None else shown(found, 1).removesuffix(".0"),
            "miles": ", ".join(miles),
            "keys": [p["home"] for p in places],
        }

    def proposal_for(self, item: PanelItem) -> Proposal | None:
        """The proposal the panel had before it, or the newest while it has not decided."""
        return item.proposal or self.newest.get(item.referral.public_id)

    def proposed_for(self, item: PanelItem) -> Json | None:
        return unit_of(self.proposal_for(item), item.referral.public_id)

    def first_come_for(self, item: PanelItem) -> Json | None:
        return unit_of(self.first, item.referral.public_id, first_come=True)

    def fits_for(self, item: PanelItem) -> list[tuple[str, Json]]:
        """Every home for one referral: those it could go to, best first; then the others, by name."""
        proposal = self.proposal_for(item)
        fits: Json = proposal.fits.get(item.referral.public_id, {}) if proposal else {}
        return sorted(
            fits.items(),
            key=lambda f: (bool(f[1]["excluded"]), -Fraction(f[1]["score"] or 0), self.home(f[0])),
        )

    def row(self, item: PanelItem) -> Json:
        """One referral: proposed, first come, what the panel made of it."""
        unit = item.referral.public_id
        proposal, proposed, queued = (
            self.proposal_for(item),
            self.proposed_for(item),
            self.first_come_for(item),
        )
        return {
            "item": item, "who": self.who(unit), "reference": item.referral.reference, "unit": unit,
            "needed_by": dt.date.fromisoformat(self.items[unit]["needed_by"]),
            "href": reverse("panel_item", args=[item.public_id]),
            "proposed": self.place_row(unit, proposed["placed"], proposal) if proposed else None,
            "first_come": self.place_row(unit, queued["placed"], self.first) if queued else None,
            "chosen": self.place_row(unit, item.places, proposal),
            "outcome": item.get_outcome_display() if item.outcome else _("Not decided"),
            "tag": OUTCOME_TAGS[item.outcome],
            "withdrawn": withdrawn_words(item),
            "why": self.why(unit, proposal, proposed),
            "shared": self.shared(unit, proposed),
        }  # fmt: skip

    def shared(self, unit: str, proposed: Json | None) -> list[str]:
        """Others who would live in the same home: nobody has matched these children with one another yet."""
        keys = {p["home"] for p in (proposed or {"placed": []})["placed"]}
        found = []
        for other, proposal in self.newest.items():
            row = unit_of(proposal, other)
            if other != unit and row and keys & {p["home"] for p in row["placed"]}:
                found.append(self.who(other))
        return found

    def why(self, unit: str, proposal: Proposal | None, proposed: Json | None) -> Json | None:
        """Why this home and not another: a sentence, and under it each home that fits as well or better."""
        if proposal is None or proposed is None:
            return None
        return {
            "key": unit,
            "gives_up": any(a["why"] in ("taken", "too_few_places") for a in proposed["alternatives"])
            or not proposed["placed"],
            "sentence": f"{self.who(unit)}: {self.sentence(proposal, proposed)}",
            "steps": [self._step(row) for row in proposed["alternatives"]]
            + _excluded_step(proposed, self.panel.body),
        }

    def sentence(self, proposal: Proposal, proposed: Json) -> str:
        """One sentence on the outcome of a unit."""
        unit, placed = proposed["unit"], proposed["placed"]
        better = next((a for a in proposed["alternatives"] if a["why"] in ("taken", "too_few_places")), None)
        if not placed:
            return self._none(proposed, better)
        homes, own = self.homes(placed, unit), self.place_row(unit, placed, proposal)["points"] or "–"
        if proposed["status"] == "split":
            return _("in two homes or more, as the referral accepts: %(homes)s.") % {"homes": homes}
        if proposed["status"] == "part":
            return _("a home for some of them only: %(homes)s.") % {"homes": homes}
        if better is None:
            return _("%(home)s with %(own)s points; no home fits better.") % {"home": homes, "own": own}
        if better["why"] == "taken":
            return _("%(home)s with %(own)s points rather than %(other)s with %(more)s, which goes to %(whom)s.") % {
                "home": homes, "own": own, "other": self.home(better["home"]), "more": points(better["score"]),
                "whom": self._whom(better),
            }  # fmt: skip
        return _("%(home)s with %(own)s points; %(other)s with %(more)s has too few places.") % {
            "home": homes, "own": own, "other": self.home(better["home"]), "more": points(better["score"]),
        }  # fmt: skip

    def _none(self, proposed: Json, better: Json | None) -> str:
        looked = len(self.agenda["homes"])
        if not proposed["eligible_homes"]:
            return _("no home; none of the %(n)s homes can take them.") % {"n": looked}
        told = ngettext(
            "no home; the %(n)s home that could take them is needed for others.",
            "no home; the %(n)s homes that could take them are needed for others.",
            proposed["eligible_homes"],
        ) % {"n": proposed["eligible_homes"]}
        if better is not None and better["why"] == "taken":
            told += " " + _("%(home)s, with %(more)s points, goes to %(whom)s.") % {
                "home": self.home(better["home"]), "more": points(better["score"]), "whom": self._whom(better),
            }  # fmt: skip
        return told

    def _whom(self, alternative: Json) -> str:
        """Who takes the place: by name for a reader who knows it, by reference where letters would not tell them apart."""
        known = [by for by in alternative["by"] if by in self.items]
        return (
            "; ".join(self.items[by]["reference"] if self.names is None else self.who(by) for by in known)
            or "–"
        )

    def _step(self, row: Json) -> Json:
        words = {
            "taken": _("goes to %(whom)s") % {"whom": self._whom(row)},
            "too_few_places": _("has too few places for all of them"),
            "lower_score": _("fewer points"),
            "equal_score": _("as many points"),
        }
        return {"text": f"{self.home(row['home'])}: {words[row['why']]}", "value": points(row["score"])}

    def dots(self, rows: list[Json]) -> list[Dot]:
        """Points of proposal and first come, child by child."""
        found = []
        for row in rows:
            unit = row["unit"]
            proposed, queued = unit_of(self.first, unit), unit_of(self.first, unit, first_come=True)
            if proposed is None or queued is None:
                continue
            pair = [
                self.score(u["placed"], self.first, unit) if u["placed"] else None for u in (proposed, queued)
            ]
            words = [_("no home") if not u["placed"] else "–" if s is None else shown(s, 1).removesuffix(".0")
                     for u, s in zip((proposed, queued), pair, strict=True)]  # fmt: skip
            found.append(Dot(row["who"], pair[0], words[0], pair[1], words[1]))
        return found


def _excluded_step(proposed: Json, body: CommissioningBody) -> list[Json]:
    """What kept the other homes out, the commonest first."""
    counted = sorted(proposed["excluded"].items(), key=lambda pair: (-pair[1], pair[0]))
    if not counted:
        return []
    rows = [{"text": label_of(body, "placement_obstacles", code), "value": str(n)} for code, n in counted]
    return [
        {
            "text": _("Homes that cannot be used, by reason; one home can have several"), "value": "", "rows": rows,
            "rows_label": _("What keeps them out"),
        }
    ]  # fmt: skip


def proven_words(proposal: Proposal) -> str:
    """Whether a better plan can exist."""
    result = proposal.result
    if result["proven"]:
        return _(
            "Proven: no allowed plan gives more children a home, and of those that give as many none has more points."
        )
    return _("Not proven in the time given: a better plan could have at most %(points)s points more (%(percent)s %%).") % {
        "points": points(result["gap"]["points"]), "percent": result["gap"]["percent"],
    }  # fmt: skip
