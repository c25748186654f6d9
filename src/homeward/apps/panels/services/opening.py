"""Opening a panel: the agenda is frozen, and homes for all children are proposed at once."""

from __future__ import annotations

from typing import Any

from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.core import audit, jobs
from homeward.apps.core.models import JobRun
from homeward.apps.core.refusals import refuse_if
from homeward.apps.core.writing import service
from homeward.apps.local_policy.queries import pack_of
from homeward.apps.panels.agenda import content_of, digest_of, open_referrals
from homeward.apps.panels.machine import MACHINE
from homeward.apps.panels.models import Agenda, Panel, PanelItem, Proposal
from homeward.apps.panels.queries import running
from homeward.apps.panels.services.planning import locked
from homeward.apps.panels.withdrawn import standing_items
from homeward.apps.panels.working import facts_of, propose
from homeward.apps.referrals.models import Referral
from homeward.kernel.reasons import Reason

State = Panel.State
Json = dict[str, Any]
OPEN, PROPOSE = "This panel cannot be opened", "Homes cannot be proposed"


@service("panel.start_work", OPEN)
def start_working(*, panel: Panel, by: Actor) -> JobRun:
    """Ask for the panel to be opened, or for a further proposal where it is open. The work runs in the background."""
    panel = locked(panel, by, OPEN, State.PLANNED, State.OPEN)
    if panel.state == State.PLANNED:
        MACHINE.check("open", panel, by)
        refuse_if(OPEN, [None if open_referrals(panel.body) else Reason("panel.no_agenda", {})])
    run = running(panel)
    waits = run is not None and run.state in (JobRun.State.WAITING, JobRun.State.RUNNING)
    asked = timezone.localtime(run.created_at).strftime("%H:%M") if run else ""
    refuse_if(OPEN, [Reason("panel.running", {"at": asked}) if waits else None])
    address = reverse("panel", args=[panel.public_id])
    started = jobs.start(
        "work_out_panel",
        by=by,
        label=f"{panel}: homes for all children",
        result_url=address,
        panel=panel.public_id,
    )
    panel.job = started.public_id
    panel.save(update_fields=["job"])
    return started


@service("panel.open", OPEN)
def open_panel(*, panel: Panel, by: Actor) -> Panel:
    """Freeze the agenda: open referrals with their match facts, own vacancies, extra costs, and what is undone."""
    panel = locked(panel, by, OPEN)
    MACHINE.check("open", panel, by)
    content = content_of(panel.body)
    refuse_if(OPEN, [None if content["items"] else Reason("panel.no_agenda", {})])
    Agenda.objects.create(
        body=panel.body, panel=panel, content=content, digest=digest_of(content), frozen_by=by.user
    )
    referrals = Referral.objects.in_bulk([i["id"] for i in content["items"]], field_name="public_id")
    for position, item in enumerate(content["items"], 1):
        PanelItem.objects.create(
            body=panel.body, panel=panel, referral=referrals[item["id"]], position=position
        )
    MACHINE.make("open", panel, by)
    audit.record(by, "panel.open", panel, digest=panel.agenda.digest, referrals=len(content["items"]))
    return panel


@service("propose_allocation", PROPOSE)
def propose_allocation(*, panel: Panel, by: Actor) -> Proposal:
    """Homes for every child that is not decided on, over the frozen facts; what is decided keeps its places."""
    panel = locked(panel, by, PROPOSE, State.OPEN)
    pack, agenda = pack_of(panel.body), panel.agenda
    decided, taken = _decided(panel)
    facts, scored = facts_of(agenda.content, pack.policy(), decided=decided, taken=taken)
    result = propose(facts, pack.policy()).to_json()
    number = (panel.proposals.aggregate(last=Max("number"))["last"] or 0) + 1
    made = Proposal.objects.create(
        body=panel.body, panel=panel, number=number, facts=facts, digest=digest_of(facts), pack=pack.id,
        pack_version=pack.version, pack_digest=pack.digest, result=result, fits=scored.told, made_by=by.user,
    )  # fmt: skip
    audit.record(by, "propose_allocation", panel, number=number, digest=made.digest, proven=result["proven"])
    return made


def _decided(panel: Panel) -> tuple[dict[str, list[str]], dict[str, int]]:
    """Referrals that are decided on, with their homes, and how many places of each home they take.

    One withdrawn since the agenda was frozen needs no home, and takes no place.
    """
    gone = panel.items.filter(referral__state=Referral.State.WITHDRAWN).values_list(
        "referral__public_id", flat=True
    )
    decided: dict[str, list[str]] = {unit: [] for unit in gone}
    taken: dict[str, int] = {}
    for item in standing_items(panel):
        decided[item.referral.public_id] = [p["home"] for p in item.places]
        for place in item.places:
            taken[place["home"]] = taken.get(place["home"], 0) + len(place["children"])
    return decided, taken
