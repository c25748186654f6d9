"""The rules in force, value by value, with clause and standing; and who can see what."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from homeward.apps.accounts.actors import actor_of
from homeward.apps.accounts.pages import page
from homeward.apps.accounts.permissions import TABLE, Permission, Relation
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.roles import DESCRIPTIONS, Role
from homeward.apps.local_policy.queries import pack_of
from homeward.apps.statements.presenters import authority

STANDINGS = {
    "sourced": ("Sourced", "ok", "A source that was read gives it."),
    "inferred": ("Chosen reading", "chosen", "The source does not say it outright; this pack reads it so."),
    "placeholder": (
        "Placeholder",
        "placeholder",
        "No published figure was found. Do not quote it as a department rule.",
    ),
}


@page(P.MEMBER)
def rules(request: HttpRequest) -> HttpResponse:
    """Every parameter of the body's pack. `?standing=placeholder` narrows it; each parameter has its own address."""
    pack = pack_of(actor_of(request).body)
    wanted = request.GET.get("standing", "")
    areas: dict[str, list[dict[str, Any]]] = {}
    counts = dict.fromkeys(STANDINGS, 0)
    for path, parameter in sorted(pack.parameters.items()):
        rows = [r for key in parameter.keys for r in _rows(pack, parameter, key)]
        for row in rows:
            counts[row["standing"]] += 1
        rows = [r for r in rows if not wanted or r["standing"] == wanted]
        if rows:
            entry = {
                "id": path.replace(".", "-"),
                "path": path,
                "name": authority.parameter_name(pack, path),
                "rows": rows,
            }
            areas.setdefault(path.split(".")[0].replace("_", " ").capitalize(), []).append(entry)
    context = {"pack": pack, "areas": areas, "standings": STANDINGS, "counts": counts, "wanted": wanted}
    return render(request, "desk/rules.html", context)


UNITS = {
    "yes_no": "yes or no",
    "reading": "one of its readings",
    "percent": "%",
    "percent_of_base_unit": "% of the base unit",
}


def _rows(pack: Any, parameter: Any, key: str | None) -> list[dict[str, Any]]:
    """The values of one key, oldest first, as table rows."""
    rows = []
    for value in parameter.rows(key):
        words = parameter.options.get(value.value, "") if parameter.kind == "reading" else ""
        rows.append(
            {
                "key": (key or "").replace("_", " "), "from": value.in_force.start, "until": value.in_force.end,
                "value": str(words).strip() or authority.plain(value.value),
                "unit": UNITS.get(parameter.unit, parameter.unit.replace("_", " ")),
                "standing": value.standing, "note": (value.note or "").strip(),
                "clause": authority.clause_words(pack, value.clause.to_json()),
            }
        )  # fmt: skip
    return rows


# Kinds of record and verbs that do not say enough by themselves.
KIND_WORDS = {
    "audit": "Audit trail", "exceed": "Requests to exceed", "job": "Jobs", "mail": "Letters",
    "membership": "People and roles", "period": "Quarters",
}  # fmt: skip
VERB_WORDS = {"write": "keep", "validate": "agree or dispute"}
RELATION_WORDS = {
    Relation.BODY: "of their body, within their scope",
    Relation.ORGANISATION: "their own organisation's",
    Relation.PARTY_NOW: "children who live with them now",
}


@page(P.MEMBER)
def visibility(request: HttpRequest) -> HttpResponse:
    """The permission table in words: what each role may see and do."""
    kinds = sorted({p.value.split(".")[0] for p in Permission if "." in p.value})
    table = []
    for role in Role:
        held = TABLE[role]
        rows = []
        for kind in kinds:
            mine = [p for p in held if p.value.startswith(f"{kind}.")]
            if mine:
                verbs = ", ".join(VERB_WORDS.get(v, v) for v in (p.value.split(".")[1] for p in mine))
                rows.append(
                    {
                        "kind": KIND_WORDS.get(
                            kind, f"{kind.capitalize()}s" if kind != "child" else "Children"
                        ),
                        "verbs": verbs,
                        "relation": "; ".join(dict.fromkeys(RELATION_WORDS[held[p]] for p in mine)),
                    }
                )
        table.append({"role": role.label, "words": DESCRIPTIONS[role].words, "rows": rows})
    return render(request, "desk/visibility.html", {"table": table})
