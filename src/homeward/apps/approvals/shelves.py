"""Documents on the way to becoming a care partner: evidence beside its answer, the accreditor's report, letters."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.scopes import may
from homeward.apps.approvals.models import Accreditation, Application, ReadinessAnswer
from homeward.apps.approvals.services import letter
from homeward.apps.core.documents.shelves import PaperKind, Shelf, Signing, register_shelf

EVIDENCE, REPORT, PAPER = "evidence", "report", "paper"


def _may_answer(by: Actor, row: ReadinessAnswer) -> bool:
    """While the template is collected: what was handed in is frozen with its evidence."""
    return row.application.state == "COLLECTING" and may(by, P.APPLICATION_ANSWER, row.application)


def _may_accredit(by: Actor, row: Accreditation) -> bool:
    return may(by, P.ACCREDITATION_WRITE, row)


def _may_work(by: Actor, application: Application) -> bool:
    return application.is_open and may(by, P.APPLICATION_WORK, application)


def _inside(by: Actor, application: Application) -> bool:
    return by.holds(P.ASSESSMENT_READ)


register_shelf(
    Shelf(
        model=ReadinessAnswer,
        address=lambda r: reverse("application_section", args=[r.application.public_id, r.section]),
        words=lambda r: _("Readiness template of %(name)s") % {"name": r.application.organisation.name},
        kinds=(PaperKind(EVIDENCE, _("Evidence"), _may_answer),),
    )
)
register_shelf(
    Shelf(
        model=Accreditation,
        address=lambda r: reverse("accreditation", args=[r.public_id]),
        words=lambda r: _("Accreditation of %(name)s") % {"name": r.organisation.name},
        kinds=(PaperKind(REPORT, _("Report of the accreditor"), _may_accredit),),
    )
)
register_shelf(
    Shelf(
        model=Application,
        address=lambda r: reverse("application", args=[r.public_id]),
        words=lambda r: _("Application of %(name)s") % {"name": r.organisation.name},
        kinds=(
            PaperKind(PAPER, _("Paper both sides read"), _may_work),
            PaperKind("inside", _("Paper within the agency"), _inside, _inside),
            PaperKind(
                letter.LETTER, _("Letter of approval"),
                signing=Signing(
                    may_sign=letter.may_sign, signed=letter.signed, may_witness=letter.may_sign,
                    guards=letter.why_not_sign, sides=letter.SIDES,
                ),
            ),
            PaperKind("signed_paper", _("Scan of the signed paper"), letter.may_sign),
        ),
    )
)  # fmt: skip
