"""Invented content of the gallery: no such person, child or organisation exists."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from types import SimpleNamespace

from django.http import HttpRequest

from homeward.web import dates
from homeward.web.addresses import with_query
from homeward.web.charts import Edge, Point
from homeward.web.lists.columns import Cell
from homeward.web.lists.listing import Head, Listing, PageLink

_BODY = SimpleNamespace(name="Cyngor Bro Eleri", second_name="Bro Eleri Council", languages=["en", "cy"])
ACTOR = SimpleNamespace(
    user=SimpleNamespace(name="Priya Raman"),
    role=SimpleNamespace(label="Contract manager"),
    body=_BODY,
    organisation=None,
    acting_for="",
)
NAV = [
    {"text": text, "href": f"#{text.lower()}", "current": text == "Statements"}
    for text in (
        "Start",
        "Agreements",
        "Statements",
        "Providers",
        "Homes",
        "Children",
        "Placements",
    )
]
CRUMBS = [
    {"text": "Start", "href": "#"},
    {"text": "Wattlebird Family Care", "href": "#"},
]

TAGS = [
    {"text": "Waiting for the department to agree", "state": "warn"},
    {"text": "Provider agreed 18 Nov", "state": "ok"},
    {"text": "3 placeholder values", "state": "placeholder", "href": "#placeholder"},
]
ALL_TAGS = [
    {"text": "Draft", "state": "plain"},
    {"text": "Met", "state": "ok"},
    {"text": "Waiting for you", "state": "warn"},
    {"text": "Disputed", "state": "bad"},
    {"text": "You", "state": "info"},
    {"text": "Placeholder", "state": "placeholder", "href": "#placeholder"},
    {"text": "Chosen reading", "state": "chosen", "href": "#chosen"},
]
FACTS = [
    ("Quarter", "1 Jul to 30 Sep 2026"),
    ("Nights", "92"),
    ("Version", "2, from 4 Nov"),
]


def _duty(days: int, title: str, why: str, verb: str) -> dict[str, object]:
    return {
        "due": dates.today() + timedelta(days=days),
        "title": title,
        "why": why,
        "verb": verb,
        "href": "#duty",
    }


DUTIES = [
    _duty(
        -17,
        "Answer a dispute: Wattlebird Family Care",
        "They say 14 shared-care nights were left out.",
        "Answer",
    ),
    _duty(
        -3,
        "Agree a statement: Wattlebird Family Care",
        "The provider agreed on 18 November.",
        "Check and agree",
    ),
    _duty(
        0,
        "Contract meeting: Gulf and Ranges Fostering",
        "2 actions from August are still open.",
        "Open papers",
    ),
    _duty(
        8,
        "Exceed-placement request: Saltbush Youth Homes",
        "One place more, 1 to 11 December.",
        "Consider",
    ),
]
FIGURES = [
    {
        "label": "Share of target",
        "value": "88.0",
        "unit": "%",
        "of": "972 of 1,104 contracted nights",
    },
    {"label": "Level", "value": "3", "of": "below 90 %"},
    {"label": "Growth", "value": "0.0", "of": "placements over"},
    {"label": "Abatement limit", "value": "$1,408.70", "of": "the most that may be decided"},
]
_NIGHTS = [
    {
        "text": "C-5TQ2, whole quarter",
        "value": "78",
        "note": "14 nights on hold by the department",
    },
    {
        "text": "C-9MW4, whole quarter",
        "value": "62",
        "rows": [{"text": "1 Jul to 31 Aug", "value": "62"}],
    },
]
EXPLANATION = {
    "key": "share",
    "sentence": "The share is 88.0 %: 972 nights delivered of 1,104 contracted, after 44 that do not count.",
    "steps": [
        {"text": "Contracted nights: 12 placements × 92 nights", "value": "1,104"},
        {
            "text": "Nights of 14 children’s stays in the quarter",
            "value": "1,016",
            "rows": _NIGHTS,
            "rows_label": "By child",
        },
        {"text": "Less nights on hold by the department", "value": "\u2212\u00a014"},
        {
            "text": "972 ÷ 1,104 = 0.880434…, shown to one decimal",
            "value": "88.0\u00a0%",
        },
        {
            "text": "Below 90 %, so level 3",
            "value": "Level 3",
            "mark": {"state": "placeholder", "href": "#placeholder"},
        },
    ],
    "authority": [
        {
            "label": "Measure",
            "text": "Placement utilisation and funding policy V1.1, section 4.1",
            "href": "#clause",
        },
        {
            "label": "Night",
            "text": "The night of departure is not counted.",
            "mark": {"state": "chosen", "href": "#r"},
        },
        {
            "label": "Pack",
            "text": "South Australia, version 2026.3, values in force on 30 September 2026",
        },
    ],
}
STEPS = [
    {"title": "Drafted", "text": "12 Oct 2026, by the quarter close", "state": "done"},
    {
        "title": "Issued to the provider",
        "text": "14 Oct 2026, Daniel Okafor",
        "state": "done",
    },
    {
        "title": "Department agrees",
        "text": "Waiting for Priya Raman since 18 Nov",
        "state": "now",
    },
    {
        "title": "Approved and paid",
        "text": "By a person other than Priya Raman",
        "state": "next",
    },
]
TIMELINE = [
    {"title": "Placement began", "text": "20 Aug 2026, Daniel Okafor", "href": "#p"},
    {"title": "Home approved", "text": "3 May 2026"},
]
_SHARES = [
    ("Q4\n2024-25", "96.2"),
    ("Q1\n2025-26", "97.8"),
    ("Q2\n2025-26", "98.4"),
    ("Q3\n2025-26", "95.6"),
]
_SHARES += [("Q4\n2025-26", "92.7"), ("Q1\n2026-27", "88.0")]
POINTS = [Point(label, Fraction(shown), shown) for label, shown in _SHARES]
EDGES = [Edge("Level 1 from 95", 95, True), Edge("Level 2 from 90", 90, True)]
QUARTERS = [[point.name, f"{point.shown}\u00a0%"] for point in POINTS]
SUMMARY = [
    {"label": "Provider", "value": "Wattlebird Family Care", "href": "#edit"},
    {
        "label": "First night",
        "value": dates.short_date(date(2026, 8, 20)),
        "href": "#edit",
    },
    {"label": "Last night", "value": None},
]
TASKS = [
    {"title": "Choose a file", "href": "#1", "status": "Done", "state": "ok"},
    {
        "title": "Look at 3 problems",
        "href": "#2",
        "hint": "2 errors, 1 warning",
        "status": "To do",
        "state": "info",
    },
    {"title": "Confirm", "status": "Cannot start yet", "state": "plain"},
]
JOB = {
    "title": "Loading placements",
    "words": "Row 1,204 of 5,050.",
    "done": 1204,
    "total": 5050,
    "finished": False,
}
MONEY = [
    ["Base payment", "12 placements × $6,000.00", "72,000.00"],
    ["Abatement", "Not decided. From $0.00 to the limit of $1,408.70", "not yet"],
]
REASONS = [
    {
        "title": "Northgate Fostering may take no new placements",
        "fact": "Restricted on the framework since 9 November 2026. Children already there stay.",
        "lift": "The consortium lifts the restriction.",
        "who": "Consortium",
        "authority": "Framework agreement, restriction of placements",
    },
    {
        "title": "The area authority has not been notified",
        "fact": "The home is outside Bro Eleri, in Glan Morfa.",
        "lift": "Send the notice. It takes about 3 minutes.",
        "who": "You",
        "mine": True,
    },
]

_LINES = [
    (
        "Wattlebird Family Care",
        "General family based care",
        "12",
        "972",
        88.0,
        "Level 3",
        "bad",
        "Waiting for you",
        "warn",
    ),
    (
        "Saltbush Youth Homes",
        "Residential care, Port Road",
        "4",
        "370",
        100.5,
        "Level 1",
        "ok",
        "Draft",
        "plain",
    ),
    (
        "Gulf and Ranges Fostering",
        "Respite family based care",
        "5",
        "452",
        98.3,
        "Level 1",
        "ok",
        "Draft",
        "plain",
    ),
]
BARS = [
    (provider, line, target, nights, share, level)
    for provider, line, target, nights, share, level, *_ in _LINES
]


def listing(request: HttpRequest) -> Listing:
    """A list of agreement lines, as homeward.web.lists would prepare it."""
    names = ("Provider and line", "Target", "Actual nights", "Level", "State")
    return Listing(
        label="14 lines",
        heads=[
            Head(
                name,
                name in names[1:3],
                False,
                with_query(request, sort=name),
                "ascending" if name == names[0] else "",
            )
            for name in names
        ],
        rows=[
            [
                Cell(p, "#line", line),
                Cell(target),
                Cell(nights),
                Cell(level, tag=state),
                Cell(held, tag=colour),
            ]
            for p, line, target, nights, _share, level, state, held, colour in _LINES
        ],
        records=[],
        found=3,
        total=14,
        counted="3 of 14 lines",
        pages=[
            PageLink("1", "?page=1"),
            PageLink("2", "?page=2", True),
            PageLink("…", ""),
            PageLink("9", "?page=9"),
        ],
        previous="?page=1",
        next="?page=3",
        exports=[("CSV", "#csv"), ("XLSX", "#xlsx")],
        form=None,
        search_label="Provider, home or reference",
        search="care",
        sort="",
        narrowed=True,
        clear="?",
        empty="No line is recorded yet.",
    )
