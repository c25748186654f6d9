"""The papers of a statement: of a dispute, of an assessment, and whatever else supports its figures."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.scopes import may
from homeward.apps.core.documents.shelves import PaperKind, Shelf, register_shelf
from homeward.apps.statements.models import Assessment, Statement


def _either_side(by: Actor, statement: Statement) -> bool:
    """The provider that validates it, and who answers for the department."""
    return may(by, P.STATEMENT_VALIDATE, statement) or may(by, P.STATEMENT_ANSWER, statement)


def _assesses(by: Actor, statement: Statement) -> bool:
    return may(by, P.STATEMENT_ASSESS, statement)


def _reads_assessment(by: Actor, statement: Statement) -> bool:
    """A provider reads the papers of an assessment when it may read the assessment: once it is approved."""
    return not by.is_provider or Assessment.objects.visible_to(by).filter(statement=statement).exists()


def _of_provider(by: Actor, statement: Statement) -> bool:
    """Each side reads the paper that was drawn for it: a provider's names less."""
    return by.is_provider


def _of_body(by: Actor, statement: Statement) -> bool:
    return not by.is_provider


register_shelf(
    Shelf(
        model=Statement,
        address=lambda s: reverse("statement", args=[s.public_id]),
        words=lambda s: _("Statement of %(line)s, %(quarter)s") % {"line": s.line, "quarter": s.label},
        kinds=(
            PaperKind("dispute_paper", _("Paper of a dispute"), _either_side),
            PaperKind("supporting", _("Supporting paper"), _either_side),
            PaperKind("statement_provider", _("Statement, kept as issued"), may_read=_of_provider),
            PaperKind("statement_body", _("Statement, kept as issued"), may_read=_of_body),
            PaperKind("assessment_provider", _("Assessment, kept as approved"), may_read=_of_provider),
            PaperKind("assessment_body", _("Assessment, kept as approved"), may_read=_of_body),
            PaperKind("assessment_paper", _("Paper of the assessment"), _assesses, _reads_assessment),
        ),
    )
)
