"""`homeward import KIND FILE… --body NAME --by EMAIL [--yes]`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from homeward.apps.accounts.permissions import Permission
from homeward.apps.accounts.queries.acting import actor_named
from homeward.apps.core.refusals import Refused, in_words
from homeward.apps.intake.kinds.registry import KINDS
from homeward.apps.intake.models import ImportBatch
from homeward.apps.intake.services import import_files


def import_file(argv: Sequence[str]) -> int:
    """Stage and check files; with --yes also load what stands. 0: done, 1: refused, 2: not understood."""
    parser = argparse.ArgumentParser(
        prog="homeward import",
        description="Check files row by row and, with --yes, load the rows that stand.",
    )
    parser.add_argument("kind", choices=sorted(KINDS), metavar="KIND", help=", ".join(sorted(KINDS)))
    parser.add_argument(
        "files", nargs="+", metavar="FILE", help="CSV, XLSX or ZIP files, or a folder of them"
    )
    parser.add_argument(
        "--body", required=True, metavar="NAME", help="the commissioning body whose file it is"
    )
    parser.add_argument("--by", required=True, metavar="EMAIL", help="the person in whose name it is loaded")
    parser.add_argument(
        "--yes", action="store_true", help="tick every warning and load; otherwise only check"
    )
    options = parser.parse_args(argv)
    actor = actor_named(options.body, options.by, Permission.IMPORT_LOAD)
    if isinstance(actor, str):
        print(f"homeward import: {actor}", file=sys.stderr)
        return 2
    try:
        batch = import_files(kind=options.kind, files=options.files, by=actor, confirm=options.yes)
    except OSError as error:
        print(f"homeward import: {error.filename} cannot be read: {error.strerror}.", file=sys.stderr)
        return 2
    except Refused as refused:
        print(in_words(refused), file=sys.stderr)
        return 1
    return _report(batch)


def _rows(count: int) -> str:
    return f"{count:,} row{'' if count == 1 else 's'}"


def _report(batch: ImportBatch) -> int:
    for problem in batch.problems:
        print(f"{problem['severity']}: {problem['message']} {problem['remedy']}", file=sys.stderr)
    if batch.state == ImportBatch.State.REFUSED:
        print("Refused. Nothing was loaded.", file=sys.stderr)
        return 1
    c = batch.counts
    for code, entry in c["codes"].items():
        print(
            f"{entry['severity']}: {_rows(entry['rows'])}: {code}: {entry['message']} {entry['remedy']}",
            file=sys.stderr,
        )
    print(f"{_rows(c['rows'])}: {c['new']:,} new, {c['changed']:,} changed, {c['same']:,} already known,"
          f" {c['errors'] + c.get('left_out', 0):,} left out.")  # fmt: skip
    if batch.state == ImportBatch.State.CHECKED:
        print(
            f"Checked, nothing loaded. Confirm it in the browser (/imports/{batch.public_id}) or run again with --yes."
        )
    return 0
