"""What somebody should look at, in words. A blocking flag keeps the quarter from being agreed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from homeward.web.dates import nights_short

Json = dict[str, Any]


def spans(ranges: list[Json]) -> str:
    return ", ".join(nights_short((_day(r["start"]), _day(r["end"]))) for r in ranges)


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


# Code → heading and sentence. `f` is the flag, `at` its nights in words.
SENTENCES: dict[str, Callable[[Json, str], tuple[str, str]]] = {
    "age_18_other_care_type": lambda f, at: (
        "Turned 18, care type not changed.",
        f"{f['child']}: {f['nights']} nights ({at}) on or after the 18th birthday still carry another care type. "
        "The quarter cannot be agreed until this is settled.",
    ),
    "provider_pause": lambda f, at: (
        "Pause asked for by the provider.",
        f"{f['child']}: {f['nights']} nights ({at}). The department recorded no hold, so they stay counted.",
    ),
    "not_a_listed_inclusion": lambda f, at: (
        "Not a listed inclusion.",
        f"{f['child']}: {f['nights']} nights {f['inputs']['state'].replace('_', ' ')} ({at}). Table 1 does not list this for "
        "this service type.",
    ),
    "two_records_one_line": lambda f, at: (
        "Two records, one line.",
        f"{f['child']} stands twice on this line for {f['nights']} nights ({at}). Each night counts once.",
    ),
    "care_types_differ": lambda f, at: (
        "Care types differ.",
        f"{f['child']} has more than one care type on the same nights ({at}): {', '.join(f['inputs']['care_types'])}.",
    ),
    "missing_alert": lambda f, at: (
        "Missing for long.",
        f"{f['child']} was missing for {f['inputs']['run_nights']} nights together ({at}). The alert stands at "
        f"{f['inputs']['alert_nights']}. The nights stay counted while the placement is active.",
    ),
    "overlap_with_other_line": lambda f, at: (
        "Two lines, one night.",
        f"{f['child']} also has a placement on {f['inputs']['line']} for {f['nights']} nights ({at}). Both lines count.",
    ),
    "price_not_configured": lambda f, at: (
        "No price.", f"No {f['inputs']['kind'].replace('_', ' ')} rate is recorded for {at}. Money cannot be worked out."
    ),
    "levels_not_configured": lambda f, at: (
        "No level bands.", "No bands are configured for this service type, so there is no level and no abatement limit."
    ),
    "period_not_a_quarter": lambda f, at: (
        "Not a financial quarter.", "Levels, growth and abatement belong to financial quarters and are not worked out here."
    ),
    "loading_class_missing": lambda f, at: (
        "No remoteness class.",
        f"{f['nights']} counted nights ({at}) were in homes without a class on record, so they carry no remoteness loading. "
        "An abatement may be smaller once they have one.",
    ),
    "loading_status_missing": lambda f, at: (
        "No status on record.",
        f"{f['nights']} counted nights ({at}) are of children whose record says neither yes nor no, so they carry no "
        "Aboriginal and Torres Strait Islander loading.",
    ),
    "loading_rate_not_configured": lambda f, at: (
        "No loading rate.",
        f"No rate is recorded for {f['inputs']['label']} ({at}), so what is contracted of it is not in the amount due.",
    ),
    "over_target_unapproved": lambda f, at: (
        "Over target without approval.",
        f"{f['nights']} nights ({at}) were above the target and not covered by an approved exceed request.",
    ),
    "shown_share_misleads": lambda f, at: (
        "Rounding.",
        f"Shown as {f['inputs']['shown']} %, but the exact share is below {f['inputs']['threshold']}.",
    ),
}  # fmt: skip


def lines_named(decision: Json) -> set[str]:
    """The other lines that flags speak of."""
    return {f["inputs"]["line"] for f in decision["flags"] if f["code"] == "overlap_with_other_line"}


def flag_notes(decision: Json, lines_seen: set[str]) -> list[Json]:
    """Every flag as heading, sentence and weight; blocking ones first.

    A line outside `lines_seen` is called another agreement: its name would say with whom else the child lives.
    """
    notes = []
    for flag in decision["flags"]:
        if flag["inputs"].get("line") not in (None, *lines_seen):
            flag = {**flag, "inputs": {**flag["inputs"], "line": "another agreement"}}
        head, text = SENTENCES[flag["code"]](flag, spans(flag["ranges"]))
        notes.append(
            {
                "head": head,
                "text": text,
                "state": "bad" if flag["blocking"] else "warn",
                "child": flag["child"],
            }
        )
    for warning in decision["warnings"]:
        notes.append(
            {
                "head": "Record.",
                "text": f"{warning['message']} {warning['remedy']}",
                "state": "info",
                "child": None,
            }
        )
    return sorted(notes, key=lambda n: n["state"] != "bad")
