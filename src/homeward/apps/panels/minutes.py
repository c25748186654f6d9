"""The minutes of a panel as a tagged PDF: what was looked at, proposed, decided, by whom, and who does what.

They name no child: letters, ages and references stand for the children.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from homeward.apps.panels.models import Panel
from homeward.apps.panels.presenters import Told, points, proven_words
from homeward.web import numbers, papers
from homeward.web.dates import long_date, moment, short_date

Json = dict[str, Any]


def minutes_paper(panel: Panel, *, closed_at: dt.datetime) -> bytes:
    """PDF/UA-1, PDF/A-2a."""
    return papers.compile_paper("paper", minutes_data(panel, closed_at), lang=get_language() or "en")


def minutes_data(panel: Panel, closed_at: dt.datetime) -> Json:
    told = Told(panel)
    items = list(
        panel.items.select_related("referral", "proposal", "decided_by", "panel").order_by("position")
    )
    rows = [told.row(item) for item in items]
    return papers.paper(
        title=_("Minutes of the placement panel, %(day)s") % {"day": long_date(panel.held_on)},
        caption=panel.body.name,
        running=_("Placement panel, %(day)s") % {"day": long_date(panel.held_on)},
        version=_("Closed %(when)s") % {"when": moment(closed_at)},
        date=panel.held_on,
        author=panel.body.name,
        facts=[
            papers.pair(_("In the chair"), panel.chair.name),
            papers.pair(pgettext("where a meeting is held", "Place"), panel.place or "–"),
            papers.pair(_("Agenda frozen"), moment(panel.agenda.frozen_at)),
            papers.pair(_("Closed by"), panel.closed_by.name if panel.closed_by else "–"),
        ],
        sections=[
            papers.section(_("Who was there"), _there(panel)),
            papers.section(_("What was said"), [papers.text(panel.summary)] if panel.summary else []),
            papers.section(_("Undone from earlier panels"), [_actions(panel.agenda.content["actions"])]),
            papers.section(_("The whole week, two ways"), _week(panel)),
            papers.section(_("Child by child"), [_children(rows), papers.text(_promises_nothing(), muted=True)]),
            papers.section(_("Why, and who dissented"), [papers.points(why for row in rows if (why := _why(row)))]),
            papers.section(_("Vacancies in own homes"), [_vacancies(panel)]),
            papers.section(_("Extra costs on placements"), [_extras(panel)]),
            papers.section(_("Actions"), [_actions(_taken_on(panel)) or papers.text(_("None."))]),
        ],
        foot=_foot(panel, told),
    )  # fmt: skip


def _promises_nothing() -> str:
    return _(
        "A recommendation promises no place. The decision on each child is taken, approved and signed by itself."
    )


def _foot(panel: Panel, told: Told) -> str:
    found = _("Agenda SHA-256 %(digest)s.") % {"digest": panel.agenda.digest}
    if told.first is None:
        return found
    pack = _("Pack %(pack)s, version %(version)s (%(digest)s).") % {
        "pack": told.first.pack, "version": told.first.pack_version,
        "digest": told.first.pack_digest.removeprefix("sha256:")[:12],
    }  # fmt: skip
    return (
        f"{found} "
        + _("Facts of the proposal SHA-256 %(digest)s.") % {"digest": told.first.digest}
        + f" {pack}"
    )


def _there(panel: Panel) -> list[Json | None]:
    names = ", ".join(a.name for a in panel.attendance.filter(was_there=True))
    interests = panel.interests.select_related("user", "home", "firm").order_by("declared_at", "pk")
    rows = [
        papers.item(
            _("%(name)s: %(what)s. %(words)s Took no part where it was proposed or chosen.")
            % {"name": i.user.name, "what": i.home.name if i.home else str(i.firm), "words": _stop(i.words)}
        )
        for i in interests
    ]
    return [
        papers.text(names or "–"),
        papers.text(_("Interests declared:"), leads=True)
        if rows
        else papers.text(_("Nobody declared an interest.")),
        papers.points(rows),
    ]


def _stop(words: str) -> str:
    return words if words.rstrip().endswith((".", "!", "?", "”")) else f"{words.rstrip()}."


def week_rows(found: Json, currency: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Each measure with what proposal, first come and recommendation come to: text, and what it leaves out."""
    sides = [found["proposed"], found["first_come"], found["agreed"]]
    of = found["children"]

    def said(label: str, make: Callable[[Json], str]) -> tuple[str, list[tuple[str, str]]]:
        return label, [(make(side), "") for side in sides]

    rows = [
        said(_("Children with a home"), lambda s: _of(s["placed"], of)),
        said(_("Points of need met"), lambda s: _of(points(s["score"]), of * 100)),
        said(
            _("Median distance"),
            lambda s: "–" if s["miles"] is None else _("%(n)s miles") % {"n": s["miles"]},
        ),
        (_("Weekly price"), [_price(side, currency) for side in sides]),
    ]
    if sides[0]["groups"]:
        rows.insert(
            1, said(_("Brothers and sisters kept together"), lambda s: _of(s["together"], s["groups"]))
        )
    return rows


def _of(part: Any, whole: int) -> str:
    return _("%(n)s of %(all)s") % {"n": part, "all": numbers.number(whole)}


def _price(side: Json, currency: str) -> tuple[str, str]:
    """What is known of the price, and for how many children nothing is."""
    missing = _("%(n)s without a price") % {"n": side["unpriced"]} if side["unpriced"] else ""
    nothing = side["unpriced"] == side["placed"]
    return "–" if nothing else numbers.money(side["price"], currency), missing


def _week(panel: Panel) -> list[Json | None]:
    if not panel.totals:
        return []
    columns = [
        papers.column(_("Measure"), wide=1),
        *(papers.column(head, numeric=True) for head in (_("Proposed"), _("First come"), _("Recommended"))),
    ]
    told = Told(panel)
    proven = papers.text(proven_words(told.first), muted=True) if told.first else None
    rows = [
        (label, *(", ".join(filter(None, cell)) for cell in cells))
        for label, cells in week_rows(panel.totals, panel.body.currency)
    ]
    return [papers.table(columns, rows), proven]


def _cell(found: Json | None) -> str:
    if found is None:
        return "–"
    return f"{found['homes']}, {found['points']}" if found["points"] else str(found["homes"])


def _children(rows: list[Json]) -> Json | None:
    columns = [
        papers.column(_("Referral")), papers.column(_("Who"), wide=2), papers.column(_("Proposed, points"), wide=3),
        papers.column(_("First come, points"), wide=3), papers.column(_("The panel recommends"), wide=3),
    ]  # fmt: skip
    return papers.table(
        columns,
        [
            (r["reference"], r["who"], _cell(r["proposed"]), _cell(r["first_come"]), _recommended(r))
            for r in rows
        ],
    )


def _recommended(row: Json) -> Json:
    item = row["item"]
    mark = {"text": str(row["outcome"]), "state": row["tag"]}
    return papers.cell(_cell(row["chosen"]) if item.places else _("No home"), mark)


def _why(row: Json) -> Json | None:
    """Why this home, why not as proposed, who recorded it and who dissents; None where nothing was decided or matched."""
    item, words = row["item"], []
    if row["why"]:
        told = row["why"]["sentence"].removeprefix(f"{row['who']}: ")
        words.append(told[:1].upper() + told[1:])
    if row["withdrawn"]:
        words.append(_stop(row["withdrawn"]))
    if item.reason:
        words.append(_("The panel: %(reason)s") % {"reason": _stop(item.reason)})
    if item.decided_by:
        words.append(_("Recorded by %(name)s.") % {"name": item.decided_by.name})
    words += [
        _("%(name)s dissents: %(words)s") % {"name": d.user.name, "words": _stop(d.words)}
        for d in item.dissents.select_related("user").order_by("recorded_at")
    ]
    return papers.item(" ".join(words), head=f"{row['reference']}, {row['who']}.") if words else None


def _vacancies(panel: Panel) -> Json | None:
    columns = [
        papers.column(_("Home"), wide=1),
        papers.column(_("Places"), numeric=True),
        papers.column(_("From")),
    ]
    rows = [
        (
            v["name"],
            str(v["places"]),
            short_date(dt.date.fromisoformat(v["free_from"])) if v["free_from"] else _("now"),
        )
        for v in panel.agenda.content["in_house"]
    ]
    return papers.table(columns, rows)


def _extras(panel: Panel) -> Json | None:
    columns = [
        papers.column(_("Placement"), wide=1), papers.column(_("What"), wide=1), papers.column(_("A week"), numeric=True),
        papers.column(_("Ends")),
    ]  # fmt: skip
    rows = [
        (e["about"], e["what"], numbers.money(e["weekly"], panel.body.currency), _end(e))
        for e in panel.agenda.content["extras"]
    ]
    return papers.table(columns, rows)


def _end(extra: Json) -> str:
    return short_date(dt.date.fromisoformat(extra["last_night"])) if extra["last_night"] else _("no end")


def _taken_on(panel: Panel) -> list[Json]:
    return [
        {
            "text": a.text,
            "owner": a.owner.name,
            "due_on": a.due_on.isoformat(),
            "about": a.item.referral.reference if a.item else "",
        }
        for a in panel.actions.select_related("owner", "item__referral")
    ]


def _actions(rows: list[Json]) -> Json | None:
    columns = [
        papers.column(_("What"), wide=1), papers.column(_("About")), papers.column(_("Who")), papers.column(_("By")),
    ]  # fmt: skip
    return papers.table(
        columns,
        [
            (a["text"], a["about"] or "–", a["owner"], short_date(dt.date.fromisoformat(a["due_on"])))
            for a in rows
        ],
    )
