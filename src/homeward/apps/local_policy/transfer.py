"""Local values out of the house and into it: a file of pack YAML, previewed before anything is kept."""

from __future__ import annotations

from dataclasses import dataclass

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import CommissioningBody
from homeward.apps.core.periods import from_db
from homeward.apps.core.refusals import Refused
from homeward.apps.core.writing import writing
from homeward.apps.local_policy import services
from homeward.apps.local_policy.models import LocalValue
from homeward.apps.local_policy.queries import pack_of
from homeward.kernel.reasons import Reason
from homeward.policy import LocalRow, Pack, PackError, load_pack, read_local, write_local

State = LocalValue.State
MOST_BYTES = 2_000_000
CANNOT = "The file cannot be taken in"


@dataclass(frozen=True)
class Preview:
    """What a file holds: the policy it describes, the rows that are new here, and those already held or waiting."""

    pack: Pack
    new: tuple[LocalRow, ...]
    held: tuple[LocalRow, ...]


def export_local(body: CommissioningBody) -> str:
    """The body's confirmed local values as pack YAML."""
    return write_local(pack_of(body))


def preview_local(body: CommissioningBody, content: bytes, name: str) -> Preview:
    """Read a file and compare it with what is here. Raises Refused with every fault: place, day, what to do."""
    try:
        pack = read_local(content, load_pack(body.pack), name)
    except PackError as error:
        raise Refused(CANNOT, [_reason(problem) for problem in error.problems]) from None
    rows = LocalValue.objects.filter(body=body, withdraws=None, state__in=(State.PROPOSED, State.CONFIRMED))
    withdrawn = set(
        LocalValue.objects.filter(body=body, state=State.CONFIRMED)
        .exclude(withdraws=None)
        .values_list("withdraws_id", flat=True)
    )
    here = [_content_of(row) for row in rows if row.pk not in withdrawn]
    new = tuple(row for row in pack.local_rows if _content(row) not in here)
    return Preview(pack, new, tuple(row for row in pack.local_rows if row not in new))


def _reason(problem: object) -> Reason:
    from homeward.policy import PackProblem

    assert isinstance(problem, PackProblem)
    where = ", ".join(
        part for part in (problem.file, problem.key, problem.on.isoformat() if problem.on else "") if part
    )
    return Reason(
        "local_policy.file",
        {"field": "file", "where": where, "expected": problem.expected, "remedy": problem.remedy},
    )


def _content(row: LocalRow) -> tuple[object, ...]:
    origin = row.origin
    return (
        row.path, sorted(row.keys), row.value, row.in_force, origin.title, origin.clause, origin.read_on, row.note or "",
    )  # fmt: skip


def _content_of(value: LocalValue) -> tuple[object, ...]:
    return (
        value.path, sorted(value.keys), value.value, from_db(value.period), value.source_title, value.source_clause,
        value.source_read_on, value.note,
    )  # fmt: skip


def import_local(*, content: bytes, name: str, by: Actor) -> list[LocalValue]:
    """Propose every new value of a file, in its order; a second person confirms each. All or nothing.

    Raises Refused with every fault of the file, and when nothing in it is new.
    """
    preview = preview_local(by.body, content, name)
    if not preview.new:
        count = len(preview.held)
        raise Refused(CANNOT, [Reason("local_policy.nothing_new", {"field": "file", "count": count})])
    made = []
    with writing(by, "import_local", CANNOT):
        for row in preview.new:
            draft = services.draft_value(
                path=row.path, keys=row.keys, value=row.value, period=row.in_force, source_title=row.origin.title,
                source_clause=row.origin.clause, source_read_on=row.origin.read_on, note=row.note or "", by=by,
            )  # fmt: skip
            made.append(services.propose_value(value=draft, by=by))
    return made
