"""What a figure rests on: clause by clause, with the marks of placeholders and chosen readings."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from homeward.policy import Pack

Json = dict[str, Any]


def rules_address(path: str) -> str:
    """The page of rules, at one parameter."""
    return f"{reverse('rules')}#{path.replace('.', '-')}"


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


def value_words(pack: Pack, value: Json) -> str:
    """A value or reading in words, for the authority of a figure."""
    if value["overridden_by"]:
        return f"{plain(value['value'])}, set by the agreement: {value['overridden_by']}"
    parameter = pack.parameters.get(value["path"])
    if value["kind"] == "reading" and parameter and value["value"] in parameter.options:
        return str(parameter.options[value["value"]]).strip()
    return plain(value["value"])


def plain(value: Any) -> str:
    """A policy value as a person reads it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "; ".join(plain(v) for v in value)
    if isinstance(value, dict):
        if set(value) == {"level", "at_least"}:
            return f"level {value['level']} from {value['at_least']} %"
        return ", ".join(f"{k.replace('_', ' ')} {plain(v)}" for k, v in value.items())
    return str(value).replace("_", " ")


def clause_words(pack: Pack, clause: Json | None) -> str:
    if clause is None:
        return ""
    source = pack.sources.get(clause["source"])
    title = f"{source.title} {source.edition or ''}".strip() if source else clause["source"]
    where = clause["clause"]
    return f"{title}, {'section ' + where if where[:1].isdigit() else where}"


def authority_of(pack: Pack, authority: Json) -> list[Json]:
    """The authority of one figure: each value with its clause, then the pack and its version."""
    lines = []
    for value in authority["values"]:
        clause = clause_words(pack, value["clause"])
        note = f" {value['note'].strip()}" if value["note"] else ""
        lines.append(
            {
                "label": short_name(value["path"]),
                "text": f"{value_words(pack, value).rstrip('.')}. {clause}.{note}",
                "mark": mark_of(value),
            }
        )
    digest = authority["digest"].removeprefix("sha256:")[:12]
    lines.append({"label": "Pack", "text": f"{pack.title}, version {authority['version']} ({digest})"})
    return lines


def placeholders(pack: Pack, decision: Json, invented_rates: bool) -> list[Json]:
    """The values that no source gives, in the order read: what each is and the page where it stands."""
    found = [{"text": parameter_name(pack, path), "href": rules_address(path)} for path in decision["placeholders"]]
    if invented_rates:
        found.insert(0, {"text": "The price: an invented rate stands on the line", "href": ""})
    return found
