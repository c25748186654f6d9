"""What this app hears from those below: a file about people was loaded, a file about people was sent."""

from __future__ import annotations

from django.utils.translation import gettext

from homeward.apps.core.events import subscribe
from homeward.apps.exchange.events import ReturnSubmitted
from homeward.apps.intake.events import FileLoaded
from homeward.apps.intake.models import ImportBatch
from homeward.apps.privacy.services.collecting import note_file

ABOUT_PEOPLE = frozenset(
    {
        ImportBatch.Kind.CHILDREN,
        ImportBatch.Kind.PLACEMENTS,
        ImportBatch.Kind.SPELLS,
        ImportBatch.Kind.SSDA903,
    }
)


@subscribe(FileLoaded)
def file_loaded(news: FileLoaded) -> None:
    """Whether another agency sent it, only a person knows: it is asked, where the jurisdiction asks for a notice."""
    batch = news.batch
    if batch.kind not in ABOUT_PEOPLE:
        return
    note_file(
        group=gettext("The children in the file %(name)s") % {"name": batch.file_name},
        what=gettext("File: %(kind)s, %(name)s") % {"kind": str(batch.get_kind_display()), "name": batch.file_name},
        key=batch.public_id, by=news.by,
    )  # fmt: skip


@subscribe(ReturnSubmitted)
def return_submitted(news: ReturnSubmitted) -> None:
    """A provider handed in rows about children. Only a person says whether it acted for the body; asked once a month."""
    row, month = news.data_return, f"{news.data_return.month:%Y-%m}"
    agency = row.organisation.name if row.organisation else ""
    note_file(
        group=gettext("The children in the data return of %(month)s") % {"month": month},
        what=gettext("Data return of %(month)s from %(agency)s") % {"month": month, "agency": agency}, agency=agency,
        key=f"return:{row.organisation_id}:{row.agreement_id}:{month}", by=news.by,
    )  # fmt: skip
