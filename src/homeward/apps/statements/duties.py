"""What a statement asks of a person, by the state it is in and the permission they hold."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core.duties import Duty, duty_source
from homeward.apps.statements.models import State, Statement
from homeward.apps.statements.queries import line_words

# State, permission that acts on it, the duty's words and its verb.
_ASKED = (
    (State.DRAFT, P.STATEMENT_ISSUE, "Issue a statement", "Check and issue"),
    (State.ISSUED, P.STATEMENT_VALIDATE, "Agree or dispute a statement", "Look and agree"),
    (State.DISPUTED, P.STATEMENT_ANSWER, "Answer a dispute", "Answer"),
    (State.PROVIDER_AGREED, P.STATEMENT_AGREE, "Agree a statement", "Check and agree"),
    (State.AGREED, P.STATEMENT_ASSESS, "Assess a statement", "Assess"),
    (State.ASSESSED, P.STATEMENT_APPROVE, "Approve a statement", "Decide"),
    (State.APPROVED, P.PAYMENT_MAKE, "Pay a statement", "Pay"),
)


@duty_source
def statement_duties(actor: Actor) -> Iterator[Duty]:
    """Each statement that waits for a permission this person holds."""
    for state, permission, words, verb in _ASKED:
        if not actor.holds(permission):
            continue
        waiting = Statement.objects.allowed_to(actor, permission).filter(state=state)
        for statement in waiting.select_related("organisation", "line__agreement", "body"):
            yield Duty(
                title=f"{words}: {statement.organisation.name}",
                why=f"{line_words(statement)}, {statement.label}.",
                verb=verb,
                url=reverse("payments")
                if state == State.APPROVED
                else reverse("statement", args=[statement.public_id]),
                due=statement.due_on,
                since=timezone.localtime(statement.since).date(),
                kind=f"statement.{state}",
            )
