"""Papers kept as they were issued: drawn once for each side, in a job right after the issue, then given out byte for byte.

A paper takes 0.2 s to draw, and many statements are issued at once, so it is not drawn while people wait. Who asks before
the job has come to it gets the paper drawn and kept at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import replace
from functools import partial

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import Organisation
from homeward.apps.accounts.roles import Role
from homeward.apps.core.documents.queries import content_of
from homeward.apps.core.documents.services import store_made
from homeward.apps.core.documents.shelves import side_of
from homeward.apps.core.models import Document
from homeward.apps.core.writing import at_the_end, hold, service
from homeward.apps.statements import papers
from homeward.apps.statements.machine import newest
from homeward.apps.statements.models import Assessment, Version
from homeward.apps.statements.reading import Reading, read_version
from homeward.web.files import PDF

SIDES = ("provider", "body")
Kept = Version | Assessment
KINDS: dict[type[Kept], tuple[str, Callable[[Reading], bytes], str]] = {
    Version: ("statement", papers.statement_pdf, "Statement as issued"),
    Assessment: ("assessment", papers.assessment_pdf, "Assessment as approved"),
}
_BY_JOB: ContextVar[bool] = ContextVar("papers_by_job", default=True)


@contextmanager
def drawn_when_asked_for() -> Iterator[None]:
    """No jobs for what is issued inside: each paper is drawn and kept when somebody first asks for it."""
    token = _BY_JOB.set(False)
    try:
        yield
    finally:
        _BY_JOB.reset(token)


def keep_from_now(thing: Kept, by: Actor) -> None:
    """What was just issued or approved keeps its papers; a job draws them when this is written."""
    thing.keeps_papers = True
    thing.save(update_fields=["keeps_papers"])
    if _BY_JOB.get():
        at_the_end(("statement.papers", thing._meta.model_name, thing.pk), partial(_ask, thing, by))


def _ask(thing: Kept, by: Actor) -> None:
    from homeward.apps.statements.tasks import keep_papers_task  # the task calls this module

    what = KINDS[type(thing)][0]
    keep_papers_task.defer(what=what, thing=thing.public_id, membership=by.membership.public_id)


def kept_paper(thing: Kept, side: str) -> Document | None:
    """The paper of a side, once it is kept."""
    return thing.provider_paper if side == "provider" else thing.body_paper


def paper_for(thing: Kept, reading: Reading, by: Actor) -> bytes:
    """The bytes a person is given: those that were kept, else drawn now, and kept where they are to be."""
    if not thing.keeps_papers:
        return KINDS[type(thing)][1](reading)
    return content_of(kept_paper(thing, side_of(by)) or keep_paper(thing=thing, side=side_of(by), by=by))


@service("keep_paper", "This paper cannot be kept")
def keep_paper(*, thing: Kept, side: str, by: Actor) -> Document:
    """Draw the paper of one side and keep it; one that is kept stays. Two who ask at once get the same."""
    hold(thing)
    if (there := kept_paper(thing, side)) is not None:
        return there
    what, draw, title = KINDS[type(thing)]
    version = thing if isinstance(thing, Version) else thing.version
    statement = thing.statement
    reading = read_version(
        statement, version, reader(side, statement.organisation, by), is_newest=version == newest(statement)
    )
    document = store_made(
        content=draw(reading), filename=f"{papers.file_name(reading, what)}.pdf", media_type=PDF,
        title=f"{title}, version {version.number}", kind=f"{what}_{side}", thing=statement, by=by,
    )  # fmt: skip
    setattr(thing, f"{side}_paper", document)
    thing.save(update_fields=[f"{side}_paper"])
    return document


def reader(side: str, organisation: Organisation, by: Actor) -> Actor:
    """Somebody of that side who may read the least that anybody of it may read: the paper is for all of them."""
    plain = replace(by, acting_for="", token="", only=None)
    if side == "provider":
        return replace(plain, organisation=organisation, role=Role.PROVIDER_MANAGER, scope_ids=frozenset())
    return replace(
        plain, organisation=None, role=Role.CONTRACT_MANAGER, scope_ids=frozenset({organisation.pk})
    )
