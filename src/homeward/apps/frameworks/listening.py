"""What this app has to say to news of the apps below it."""

from __future__ import annotations

from homeward.apps.accounts.roles import Role
from homeward.apps.core.events import subscribe
from homeward.apps.core.refusals import refuse_if
from homeward.apps.frameworks.models import Admission, LotAdmission
from homeward.apps.frameworks.models.frameworks import usable_frameworks
from homeward.apps.inspections.events import InspectionRecording
from homeward.kernel.reasons import Reason


@subscribe(InspectionRecording)
def inspection_recording(event: InspectionRecording) -> None:
    """Records of providers on a framework are the consortium's; a placement officer keeps those of the others."""
    if event.by.role != Role.PLACEMENT_OFFICER or event.organisation is None:
        return
    body = event.by.body
    on_it = LotAdmission.objects.filter(
        organisation=event.organisation, admission__state=Admission.State.ADMITTED,
        lot__framework__in=usable_frameworks(body, body.today),
    ).select_related("lot__framework").first()  # fmt: skip
    told = {"provider": event.organisation.name, "framework": on_it.lot.framework.title} if on_it else {}
    refuse_if(event.what, [Reason("framework.inspection_not_yours", told) if on_it else None])
