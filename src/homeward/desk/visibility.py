"""Who can see what: the permission table in words."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from homeward.apps.accounts.pages import page
from homeward.apps.accounts.permissions import TABLE, Permission, Relation
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.roles import DESCRIPTIONS, Role

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
    Relation.OWN_CASE: "about children they work with themselves",
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
