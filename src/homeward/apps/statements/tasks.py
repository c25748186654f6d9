"""What the worker does by itself for statements."""

from __future__ import annotations

from procrastinate.contrib.django import app as jobs_app

from homeward.apps.accounts.queries.acting import actor_again
from homeward.apps.statements.services.keeping import KINDS, SIDES, keep_paper


@jobs_app.task(name="homeward.keep_papers", pass_context=False)
def keep_papers_task(what: str, thing: str, membership: str) -> None:
    """Draw and keep both sides' papers. Done again it does nothing."""
    model = next(model for model, (name, *_) in KINDS.items() if name == what)
    try:
        by = actor_again(membership)
    except PermissionError:
        return  # who issued it has left since: the papers are drawn and kept when they are first asked for
    found = model.objects.get(public_id=thing)
    for side in SIDES:
        keep_paper(thing=found, side=side, by=by)
