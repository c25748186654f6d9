"""The answer to an access request: what is released, that something was withheld and on which ground, and the way to complain."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from homeward.apps.core.vocabulary import label_of
from homeward.apps.privacy.models import AccessRequest, HeldItem
from homeward.web import papers
from homeward.web.dates import long_date
from homeward.web.words import message

Json = dict[str, Any]
GROUNDS = "withholding_grounds"


def complaint_words(request: AccessRequest) -> str:
    """To whom somebody may complain about an answer, in the words of the jurisdiction."""
    return message(request.body.pack, get_language() or "en", "privacy.complaint")


def release_paper(request: AccessRequest) -> bytes:
    """The file that leaves the house. It is made of what is released alone: nothing withheld is read for it."""
    body = request.body
    refused = request.outcome == AccessRequest.Outcome.REFUSED
    sections = [papers.section(_("The answer"), [papers.text(_answer(request))])]
    if refused:
        ground = label_of(body, GROUNDS, request.ground)
        facts = [papers.pair(_("Ground"), ground), papers.pair(_("Reasons"), request.reasons)]
        sections.append(papers.section(_("Why it is refused"), [papers.pairs(facts)]))
    else:
        items = list(request.items.defer("text", "passages").order_by("number"))
        sections += [
            papers.section(section, [block for item in group for block in _blocks(item, request)])
            for section, group in groupby(items, key=lambda item: item.section)
        ]
    sections.append(
        papers.section(_("If you do not agree"), [
            papers.text(complaint_words(request)),
            papers.text(_("You may also ask for something to be corrected. Where it is not corrected, your own statement is "
                          "attached to the record and read with it.")),
        ])
    )  # fmt: skip
    data = papers.paper(
        title=_("What is held about you") if request.capacity == "self" else _("What is held about the person you ask for"),
        caption=request.reference, author=body.name, running=_("%(name)s, answer to %(reference)s")
        % {"name": body.name, "reference": request.reference}, version=request.reference, date=body.today,
        facts=[
            papers.pair(_("Asked by"), request.requester),
            papers.pair(_("Received"), long_date(request.received_on)),
            papers.pair(_("Answered"), long_date(body.today)),
        ],
        sections=sections, foot=_("Two people looked at this answer before it was released."),
    )  # fmt: skip
    return papers.compile_paper("paper", data, lang=get_language() or "en")


def _answer(request: AccessRequest) -> str:
    if request.outcome == AccessRequest.Outcome.REFUSED:
        return _("Your request is refused.")
    if request.outcome == AccessRequest.Outcome.PART:
        return _(
            "Part of what is held is released to you. Where something was withheld, this paper says so, and on which ground."
        )
    return _("Everything that is held is released to you.")


def _blocks(item: HeldItem, request: AccessRequest) -> list[Json | None]:
    head = item.title if item.decision == HeldItem.Decision.RELEASE else _("Item %(n)s") % {"n": item.number}
    blocks: list[Json | None] = [papers.text(head, leads=True)]
    if item.decision != HeldItem.Decision.WITHHOLD:
        blocks += [papers.text(line) for line in item.released.split("\n") if line]
    if item.decision == HeldItem.Decision.RELEASE:  # a title or source could tell what was taken out
        blocks.append(papers.text(_("Source: %(source)s") % {"source": item.source}, muted=True))
    else:
        ground = label_of(request.body, GROUNDS, item.ground)
        words = _("Withheld. Ground: %(ground)s. %(reason)s") if item.decision == HeldItem.Decision.WITHHOLD else (
            _("Some passages are withheld. Ground: %(ground)s. %(reason)s")
        )  # fmt: skip
        blocks.append(papers.text(words % {"ground": ground, "reason": item.reason}))
    return blocks
