"""The outcome agreement as a paper: tagged PDF, the same text as on the page, with the places where both sides sign."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from homeward.apps.agreements.outcome_models import AgreementPaper
from homeward.apps.agreements.papers import Signed, signed_under, signing_place
from homeward.apps.core.periods import from_db, say
from homeward.web import papers
from homeward.web.dates import long_date

Json = dict[str, Any]


def agreement_paper(paper: AgreementPaper, *, signed: Iterable[Signed] = ()) -> bytes:
    """The agreement as a tagged PDF. Without `signed` it is the paper to be signed; with it, the copy for the record.

    After a variation it reads as it stands then: it is not signed itself, and says which variation it follows.
    """
    return papers.compile_paper("paper", agreement_data(paper, signed), lang=get_language() or "en")


def paper_name(paper: AgreementPaper) -> str:
    """The file's name, without its ending."""
    return f"agreement-{paper.agreement.reference}-{paper.number}".replace(" ", "-").replace("/", "-")


def agreement_data(paper: AgreementPaper, signed: Iterable[Signed] = ()) -> Json:
    agreement, body = paper.agreement, paper.body
    facts = [
        papers.pair(_("Between"), body.name),
        papers.pair(_("And"), agreement.organisation.name),
        papers.pair(_("Term"), say(from_db(agreement.period))),
        papers.pair(_("Drawn up"), f"{long_date(body.day_of(paper.drawn_at))}, {paper.drawn_by.name}"),
    ]
    if paper.variation is not None:
        facts.append(papers.pair(_("Reads so after"), str(paper.variation)))
    sections = [_section(part) for part in paper.content]
    if paper.variation is None:
        sections.append(papers.section(_("Signatures"), [_places(paper, list(signed))]))
    return papers.paper(
        title=_("Outcome agreement %(reference)s") % {"reference": agreement.reference},
        caption=agreement.organisation.name, author=body.name,
        running=_("%(name)s, agreement %(reference)s")
        % {"name": agreement.organisation.name, "reference": agreement.reference},
        version=_("Paper %(number)d") % {"number": paper.number}, date=body.day_of(paper.drawn_at), facts=facts,
        sections=sections, foot=_("Terms %(digest)s") % {"digest": paper.digest},
    )  # fmt: skip


def _section(part: Json) -> Json:
    """Short lines as pairs; a line longer than a line of the paper stands as a paragraph under its own words."""
    blocks: list[Json | None] = []
    short: list[Json] = []
    for line in part["lines"]:
        if len(line["text"]) <= 160 and len(line["label"]) <= 60:
            short.append(papers.pair(line["label"], line["text"] or "–"))
            continue
        blocks += [papers.pairs(short), papers.text(line["label"], muted=True, leads=True)]
        blocks += [papers.text(words) for words in (line["text"] or "–").split("\n\n")]
        short = []
    return papers.section(part["title"], [*blocks, papers.pairs(short)])


def _places(paper: AgreementPaper, signed: list[Signed]) -> Json:
    sides = (("body", paper.body.name), ("provider", paper.agreement.organisation.name))
    return papers.signatures([signing_place(side, name, signed) for side, name in sides])


def signed_of_paper(paper: AgreementPaper) -> list[Signed]:
    """The signatures under an agreement's paper, in words."""
    return signed_under(paper.document)
