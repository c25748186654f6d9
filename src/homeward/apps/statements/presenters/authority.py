"""What a figure rests on: clause by clause, with the marks of placeholders and chosen readings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.urls import reverse

from homeward.apps.core.periods import say_day
from homeward.apps.core.vocabulary import label_of
from homeward.apps.local_policy import words
from homeward.policy import Pack
from homeward.policy.units import UNITS

Json = dict[str, Any]


def rules_address(path: str) -> str:
    """The page of one parameter."""
    return reverse("parameter", args=[path])


def mark_of(value: Json) -> Json | None:
    """The mark a value carries: placeholder, chosen reading, or none when a source gives it."""
    if value["standing"] == "placeholder":
        return {"state": "placeholder", "text": "Placeholder", "href": rules_address(value["path"])}
    if value["standing"] == "inferred":
        return {"state": "chosen", "text": "Chosen reading", "href": rules_address(value["path"])}
    return None


def parameter_name(pack: Pack, path: str) -> str:
    """The parameter's own description, without its last full stop."""
    parameter = pack.parameters.get(path)
    return parameter.description.strip().rstrip(".") if parameter else path


def short_name(path: str) -> str:
    """The last part of a parameter's path in words: `Contracted nights`."""
    return path.rsplit(".", 1)[-1].replace("_", " ").capitalize()


def value_words(pack: Pack, value: Json, body: Any) -> str:
    """A value or reading in words, as the rules' own pages say it, for the authority of a figure."""
    parameter = pack.parameters.get(value["path"])
    told = plain(value["value"])
    if parameter and parameter.kind == "reading":
        told = str(parameter.options.get(value["value"], told)).strip()
    elif (
        parameter and UNITS[parameter.unit].check(value["value"]) is None
    ):  # an older pack's shape stays as it is
        told = words.value_words(body, parameter, value["value"])
    return f"{told}, set by the agreement: {value['overridden_by']}" if value["overridden_by"] else told


def plain(value: Any) -> str:
    """A policy value as a person reads it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "; ".join(plain(v) for v in value)
    if isinstance(value, dict):
        if set(value) == {"level", "at_least"}:
            return f"level {value['level']} from {value['at_least']} %"
        if set(value) == {"level", "responses"}:
            return f"level {value['level']}: {', '.join(plain(v) for v in value['responses']) or 'nothing'}"
        return ", ".join(f"{k.replace('_', ' ')} {plain(v)}" for k, v in value.items())
    return str(value).replace("_", " ")


def clause_words(pack: Pack, clause: Json | None) -> str:
    if clause is None:
        return ""
    source = pack.sources.get(clause["source"])
    title = f"{source.title} {source.edition or ''}".strip() if source else clause["source"]
    return f"{title}, {_place(clause)}"


def origin_words(origin: Json) -> str:
    """Where a value entered by the body comes from: document and place, and the two people who signed it."""
    read, entered, confirmed = (
        say_day(dt.date.fromisoformat(origin[k])) for k in ("read_on", "entered_on", "confirmed_on")
    )
    return (
        f"{origin['title']}, {_place(origin)}, read on {read}. "
        f"Entered by {origin['entered_by']} on {entered}, confirmed by {origin['confirmed_by']} on {confirmed}"
    )


def _place(clause: Json) -> str:
    where: str = clause["clause"]
    return f"section {where}" if where[:1].isdigit() else where


def _written_in(pack: Pack, clauses: list[Json]) -> str:
    """Each source once, with the places read in it."""
    places: dict[str, dict[str, None]] = {}
    for clause in clauses:
        places.setdefault(clause["source"], {})[_place(clause)] = None
    titles = {
        source: clause_words(pack, {"source": source, "clause": "; ".join(where)})
        for source, where in places.items()
    }
    return ". ".join(titles.values())


def authority_of(pack: Pack, authority: Json, touched: set[str], body: Any) -> tuple[list[Json], list[Json]]:
    """What one figure rests on: the lines a reader needs, and all the rest behind one more opening.

    The clauses of sourced values stand together as one line. Of placeholders and chosen readings those are shown that
    touched the result (`touched` holds their paths); one that was read without effect stands in the rest.
    """
    values = authority["values"]
    clauses = [v["clause"] for v in values if v["standing"] == "sourced" and v["clause"]]
    first = [{"label": "Written in", "text": _written_in(pack, clauses), "mark": None}] if clauses else []
    first += [
        _line(pack, v, body)
        for v in values
        if v["overridden_by"] or (v["standing"] != "sourced" and v["path"] in touched)
    ]
    digest = authority["digest"].removeprefix("sha256:")[:12]
    first.append(
        {"label": "Pack", "text": f"{pack.title}, version {authority['version']} ({digest})", "mark": None}
    )
    return first, [_line(pack, v, body) for v in values]


def _line(pack: Pack, value: Json, body: Any) -> Json:
    note = f" {value['note'].strip()}" if value["note"] else ""
    written = clause_words(pack, value["clause"])
    if value.get("origin"):
        written = origin_words(value["origin"])
    text = f"{value_words(pack, value, body).rstrip('.')}. {written}.{note}"
    return {"label": _label(pack, value, body), "text": text, "mark": mark_of(value)}


def _label(pack: Pack, value: Json, body: Any) -> str:
    """The parameter, and for which loading, service or class of several its value was read."""
    parameter, key = pack.parameters.get(value["path"]), value.get("key")
    name = short_name(value["path"])
    if not key or parameter is None or not parameter.keyed_by or parameter.keyed_by == "service_types":
        return name
    return f"{name}, {label_of(body, parameter.keyed_by, key)}"


# Values that touch every result of their kind; others only when something of theirs happened.
ALWAYS = {
    "nights.night_rule", "utilisation.levels", "utilisation.abatement_edge", "funding.quarter_price", "funding.abatement_price",
    "utilisation.responses", "funding.growth_paid_in",
}  # fmt: skip
# A parameter → what must have happened in the quarter for it to have mattered.
HAPPENED: dict[str, Callable[[Json], Any]] = {
    "nights.provider_pause": lambda d: d["nights"]["provider_pause"] > 0,
    "nights.absent": lambda d: d["nights"]["included"]["absent"] > 0,
    "nights.missing_alert": lambda d: any(f["code"] == "missing_alert" for f in d["flags"]),
    "nights.same_line_overlap": lambda d: any(f["code"] == "two_records_one_line" for f in d["flags"]),
    "nights.respite_elsewhere": lambda d: any(f["code"] == "overlap_with_other_line" for f in d["flags"]),
    "nights.turning_18": lambda d: any(f["code"] == "age_18_other_care_type" for f in d["flags"]),
    "utilisation.contracted_nights": lambda d: _varied(d),
    "funding.part_quarter_price": lambda d: d["in_force"]["nights"] != d["period"]["nights"],
    "funding.varied_price": lambda d: False,
    "funding.growth_fraction": lambda d: d["growth"]["nights"],
    "funding.zero_target_growth": lambda d: d["growth"]["status"] == "by_decision",
    "utilisation.escalation": lambda d: d["level"]["escalated"],
    "funding.contract_loading": lambda d: any(
        line["status"] in ("due", "inside", "elsewhere") for line in d["contract_loading"]["lines"]
    ),
    "loadings.carer_moves": lambda d: _loading(d, lambda line: line["kind"] == "remoteness"),
    "loadings.two_homes": lambda d: d["nights"]["included"]["shared_care"] > 0,
    "loadings.status_corrected": lambda d: _loading(d, lambda line: line["actual"]["nights"] > 0),
    "loadings.combined": lambda d: _loading(
        d, lambda line: line["kind"] == "identity" and line["actual"]["nights"] > 0
    ),
    "loadings.netting": lambda d: len(d["loadings"].get("lines", [])) > 1,
    "utilisation.shown_decimals": lambda d: False,  # how a figure is shown, not what it is
    "funding.abatement_refusal": lambda d: False,  # tests a decision, makes no figure
}


def _loading(decision: Json, test: Callable[[Json], bool]) -> bool:
    return any(test(line) for line in decision["loadings"].get("lines", []))


def _varied(decision: Json) -> bool:
    """Whether the target or the agreement did not stay the same for the whole quarter."""
    contracted = decision["contracted"]
    return bool(contracted) and (
        len(contracted["targets"]) > 1 or contracted["base_nights"] != decision["period"]["nights"]
    )


def touched_by(decision: Json) -> set[str]:
    """Paths of the values that had an effect on this decision's figures.

    A value with no entry in the tables above counts as having had one: rather a mark too many than one too few.
    """
    paths = {v["path"] for v in decision["values"]}
    if decision["rule"] != "utilisation":  # the tables above are of a quarter's figures
        return paths
    return {p for p in paths if p in ALWAYS or p not in HAPPENED or HAPPENED[p](decision)}


def placeholders(pack: Pack, decision: Json, invented_rates: bool) -> list[Json]:
    """The values without a source that touched a figure, in the order read: what each is and where it stands."""
    touched = touched_by(decision)
    found = [
        {"text": parameter_name(pack, path), "href": rules_address(path)}
        for path in dict.fromkeys(decision["placeholders"])
        if path in touched
    ]
    if invented_rates:
        found.insert(0, {"text": "The price: an invented rate stands on the line", "href": ""})
    return found
