"""The lists of imports and of an import's rows."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from homeward.apps.intake import queries, words
from homeward.apps.intake.models import ImportBatch, ImportRow
from homeward.web.lists import Column, ListPage
from homeward.web.numbers import number

ALL = _("All")


class ImportFilter(django_filters.FilterSet):
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=ImportBatch.Kind.choices, empty_label=ALL)
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=[(s.value, text) for s, (text, _c) in words.STATES.items()], empty_label=ALL
    )

    class Meta:
        model = ImportBatch
        fields = ()


def _count(name: str) -> Any:
    return lambda batch: batch.counts.get(name)


IMPORTS = ListPage(
    name="imports",
    columns=(
        Column(
            "file",
            _("File"),
            lambda b: b.file_name,
            sort="file_name",
            href=lambda b: reverse("import", args=[b.public_id]),
            sub=lambda b: b.get_kind_display(),
        ),
        Column(
            "state",
            _("State"),
            lambda b: words.STATES[b.state][0],
            sort="state",
            tag=lambda b: words.STATES[b.state][1],
        ),
        Column("rows", _("Rows"), _count("rows"), numeric=True),
        Column("errors", _("With errors"), _count("errors"), numeric=True),
        Column("new", _("New"), _count("new"), numeric=True),
        Column("changed", _("Changed"), _count("changed"), numeric=True),
        Column("by", _("Sent by"), lambda b: b.created_by.name, sort="created_by__name"),
        Column("sent", _("Sent"), lambda b: timezone.localdate(b.created_at), sort="created_at"),
    ),
    filters=ImportFilter,
    search=lambda rows, text: rows.filter(file_name__icontains=text),
    search_label=_("Name of the file"),
    order="-sent",
    counted=lambda n: ngettext("%(n)s file", "%(n)s files", n) % {"n": number(n)},
    empty=_("No file has come in yet."),
)


class RowFilter(django_filters.FilterSet):
    table = django_filters.ChoiceFilter(label=_("Table"), empty_label=ALL)
    problem = django_filters.ChoiceFilter(
        label=_("Problem"), method="with_problem", empty_label=_("Any or none")
    )
    severity = django_filters.ChoiceFilter(
        label=_("Errors and warnings"),
        method="with_severity",
        empty_label=ALL,
        choices=[("error", _("With an error")), ("warning", _("With a warning")), ("none", _("Neither"))],
    )
    outcome = django_filters.ChoiceFilter(label=_("What became of it"), empty_label=ALL)
    foreseen = django_filters.ChoiceFilter(label=_("What loading does"), empty_label=ALL)

    class Meta:
        model = ImportRow
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        batch: ImportBatch = self.request.batch
        tables = sorted(batch.counts.get("tables", {}))
        self.filters["table"].extra["choices"] = [(t, t.capitalize()) for t in tables]
        codes = batch.counts.get("codes", {})
        self.filters["problem"].extra["choices"] = [(code, words.code_in_words(code)) for code in codes]
        self.filters["outcome"].extra["choices"] = [(o.value, t) for o, (t, _c) in words.OUTCOMES.items()]
        self.filters["foreseen"].extra["choices"] = [(f, t) for f, t in words.FORESEEN.items() if f]
        if len(tables) < 2:
            del self.filters["table"]
        gone = "foreseen" if batch.state == ImportBatch.State.LOADED else "outcome"
        del self.filters[gone]

    def with_problem(self, rows: QuerySet[ImportRow], name: str, value: str) -> QuerySet[ImportRow]:
        return queries.with_problem(rows, value)

    def with_severity(self, rows: QuerySet[ImportRow], name: str, value: str) -> QuerySet[ImportRow]:
        if value == "none":
            return rows.filter(has_error=False, has_warning=False)
        return rows.filter(**{f"has_{value}": True})


def _problem(row: ImportRow) -> str:
    found = queries.first_problem(row)
    return found["message"] if found else ""


def _more(row: ImportRow) -> str:
    count = len(row.problems) - 1
    if count < 1:
        return str(next((p["remedy"] for p in row.problems), ""))
    return ngettext("and %(n)s more problem", "and %(n)s more problems", count) % {"n": count}


def _begins(row: ImportRow) -> str:
    """The first cells in the order of the file; the database keeps another."""
    columns = row.batch.columns.get(row.table) or list(row.raw)
    return " · ".join(row.raw.get(column) or "–" for column in columns[:4])[:80]


def _state(row: ImportRow) -> Any:
    if row.batch.state == ImportBatch.State.STAGED:
        return words.STATES[ImportBatch.State.STAGED][0]
    if row.outcome == ImportRow.Outcome.PENDING:
        return words.FORESEEN[row.foreseen]
    return words.OUTCOMES[ImportRow.Outcome(row.outcome)][0]


ROWS = ListPage(
    name="import-rows",
    columns=(
        Column(
            "row",
            _("Row"),
            lambda r: str(r.number),
            sort="number",
            href=lambda r: reverse("import_row", args=[r.public_id]),
            sub=lambda r: r.sheet,
        ),
        Column("state", _("State"), _state, tag=lambda r: words.OUTCOMES[ImportRow.Outcome(r.outcome)][1]),
        Column("problem", _("What is wrong"), _problem, sub=_more),
        Column(
            "columns",
            _("Columns"),
            lambda r: ", ".join(dict.fromkeys(p["column"] for p in r.problems if p["column"])),
        ),
        Column("cells", _("Begins"), _begins),
    ),
    filters=RowFilter,
    search=lambda rows, text: rows.filter(raw__icontains=text),
    search_label=_("Anything in the row"),
    order="row",
    counted=lambda n: ngettext("%(n)s row", "%(n)s rows", n) % {"n": number(n)},
    empty=_("The file has no rows."),
)
