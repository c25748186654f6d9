"""What the page says of its papers: which are kept, from when, and which are drawn anew at each download."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from homeward.apps.accounts.actors import Actor
from homeward.apps.core.documents.shelves import side_of
from homeward.apps.statements.models import Papered
from homeward.web.dates import short_date

if TYPE_CHECKING:
    from homeward.apps.statements.reading import Reading


def paper_words(reading: Reading, by: Actor) -> list[str]:
    """A sentence for the statement's PDF, and one for the assessment's."""
    assessment = reading.assessment
    told = [_words(reading.version, "statement", "issued", reading.version.issued_at, by)]
    if assessment is not None:
        told.append(_words(assessment, "assessment", "approved", assessment.approved_at, by))
    return told


def _words(thing: Papered, what: str, done: str, at: dt.datetime | None, by: Actor) -> str:
    if at is None:
        return f"Not {done} yet: the PDF of the {what} is drawn at each download."
    if not thing.keeps_papers:
        return (
            f"The {what} was {done} before its papers were kept. Its PDF is drawn anew at each download: the figures are"
            " the same, words and looks may differ."
        )
    kept = thing.provider_paper if side_of(by) == "provider" else thing.body_paper
    if kept is None:
        return f"The PDF of the {what} is kept at its first download, and is the same file ever after."
    return (
        f"The PDF of the {what} is the file kept on {short_date(kept.added_at)}, SHA-256 {kept.digest[:12]}…"
    )
