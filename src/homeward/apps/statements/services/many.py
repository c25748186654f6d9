"""One move of many statements: each by itself, so that what cannot be moved keeps nothing else back."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import transaction

from homeward.apps.accounts.actors import Actor
from homeward.apps.core.refusals import Refused
from homeward.apps.statements.models import Statement
from homeward.apps.statements.services.validation import agree_for_body, agree_for_provider, issue
from homeward.kernel.reasons import Reason

Service = Callable[..., Statement]
# The moves that may be made of many at once; what needs a decision for each (an assessment, a dispute) is not here.
MANY: dict[str, Service] = {
    "issue": issue,
    "body_agree": agree_for_body,
    "provider_agree": agree_for_provider,
}


@dataclass(frozen=True)
class Moved:
    """What became of one statement: without a reason it was moved."""

    statement: Statement
    reasons: tuple[Reason, ...] = ()


def move_many(*, move: str, statements: Iterable[Statement], by: Actor) -> list[Moved]:
    """Make one move of each statement, in the order of their keys, in which their rows are locked everywhere.

    Each is all or nothing; a refusal is told with every reason. Raises PermissionError as the single service does.
    """
    do, found = MANY[move], []
    for statement in sorted(statements, key=lambda s: s.pk):
        try:
            with transaction.atomic():
                found.append(Moved(do(statement=statement, by=by)))
        except Refused as refused:
            found.append(Moved(statement, refused.reasons))
    return found
