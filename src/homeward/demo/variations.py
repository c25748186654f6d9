"""Variations as they go: one in force, one that waits for the department; and a signed agreement on its page."""

from __future__ import annotations

import datetime as dt

from django.core.files.uploadedfile import SimpleUploadedFile

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.demo import PASSWORD
from homeward.apps.agreements import services as agreements
from homeward.apps.agreements.models import Agreement, Line, Variation
from homeward.apps.core.documents import store_upload
from homeward.apps.core.signatures import sign
from homeward.demo.agenda import Agenda
from homeward.kernel.quarters import Quarter
from homeward.web import papers

IN_FORCE, WAITING, ON_FILE = "DCP-0422", "DCP-0431", "DCP-0417"
WHY_FEWER = "Two carer households left in August; the places are not filled before winter (invented)."
WHY_MORE = "Four more households were approved in spring (invented)."


def plan_variations(agenda: Agenda, actors: dict[str, Actor]) -> None:
    """Proposed some weeks ago, for the next quarter: nothing that was counted changes."""
    start = Quarter.containing(agenda.today).next().range.start
    proposed, signed = agenda.today - dt.timedelta(days=23), agenda.today - dt.timedelta(days=9)
    agenda.on(agenda.today - dt.timedelta(days=400), lambda: _file(actors), rank=8)
    for reference, by_body, change, why in (
        (IN_FORCE, True, 2, WHY_MORE),
        (WAITING, False, -1, WHY_FEWER),
    ):
        agenda.on(proposed, lambda r=reference, c=change, w=why: _propose(r, c, w, start, actors), rank=8)  # type: ignore[misc]
        agenda.on(signed, lambda r=reference, b=by_body: _sign(r, b, actors), rank=8)  # type: ignore[misc]


def _propose(reference: str, change: int, why: str, start: dt.date, actors: dict[str, Actor]) -> None:
    line = (
        Line.objects.filter(agreement__reference=reference, method=Line.Method.BLOCK)
        .order_by("number")
        .first()
    )
    assert line is not None
    now = line.targets.get(period__contains=start).placements
    agreements.propose_variation(
        agreement=line.agreement, effective_on=start, reason=why, reference="Deed of variation 1 (invented)",
        changes=[{"kind": "target", "line": line.public_id, "category": "", "after": str(now + change)}],
        by=actors["priya.raman@dcp.example"],
    )  # fmt: skip


def _sign(reference: str, by_body: bool, actors: dict[str, Actor]) -> None:
    variation = Variation.objects.get(agreement__reference=reference)
    assert variation.document is not None
    provider = next(
        a
        for a in actors.values()
        if a.organisation == variation.organisation and a.role == "provider_manager"
    )
    for by in (provider, actors["helen.marsh@dcp.example"]) if by_body else (provider,):
        sign(document=variation.document, typed_name=by.user.name, password=PASSWORD, by=by)


def _file(actors: dict[str, Actor]) -> None:
    """What the demonstration has for a scanned deed: a paper of one line, taken in like anybody's upload."""
    agreement = Agreement.objects.get(reference=ON_FILE)
    data = papers.paper(
        title=f"Agreement {agreement.reference}", caption=str(agreement.organisation), running="Invented", version="Signed copy",
        date=agreement.period.lower, sections=[papers.section("Invented", [papers.text("A stand-in for the signed deed.")])],
    )  # fmt: skip
    file = SimpleUploadedFile("signed agreement.pdf", papers.compile_paper("paper", data), "application/pdf")
    store_upload(
        file=file, title=f"Signed agreement {agreement.reference} (stand-in)", kind="signed_agreement", thing=agreement,
        by=actors["priya.raman@dcp.example"],
    )  # fmt: skip
