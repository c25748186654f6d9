"""`homeward packs export-local BODY [--to FILE]` and `homeward packs import-local BODY FILE --by EMAIL [--yes]`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from homeward.apps.accounts.models import CommissioningBody
from homeward.apps.accounts.permissions import Permission
from homeward.apps.accounts.queries.acting import actor_named
from homeward.apps.core.refusals import Refused, in_words
from homeward.apps.local_policy import transfer


def export_local(argv: Sequence[str]) -> int:
    """Write a body's confirmed local values as pack YAML. 0: done, 2: not understood or not writable."""
    parser = argparse.ArgumentParser(
        prog="homeward packs export-local", description="Write a body's own values as pack YAML."
    )
    parser.add_argument("body", metavar="BODY", help="the commissioning body, by name")
    parser.add_argument("--to", metavar="FILE", help="the file to write; without it to the terminal")
    options = parser.parse_args(argv)
    body = CommissioningBody.objects.filter(name__iexact=options.body.strip()).first()
    if body is None:
        return _say("export-local", f"There is no commissioning body named {options.body}.")
    text = transfer.export_local(body)
    if options.to is None:
        print(text, end="")
        return 0
    try:
        Path(options.to).write_text(text, encoding="utf-8")
    except OSError as error:
        return _say("export-local", f"{options.to} cannot be written: {error.strerror}.")
    return 0


def import_local(argv: Sequence[str]) -> int:
    """Check a file of local values and, with --yes, propose what is new. 0: done, 1: refused, 2: not understood."""
    parser = argparse.ArgumentParser(
        prog="homeward packs import-local",
        description="Check a file of a body's own values and, with --yes, propose those that are new.",
    )
    parser.add_argument("body", metavar="BODY", help="the commissioning body, by name")
    parser.add_argument("file", metavar="FILE", help="a file as export-local writes it")
    parser.add_argument("--by", required=True, metavar="EMAIL", help="the policy steward who enters them")
    parser.add_argument("--yes", action="store_true", help="propose what is new; otherwise only check")
    options = parser.parse_args(argv)
    actor = actor_named(options.body, options.by, Permission.POLICY_PROPOSE)
    if isinstance(actor, str):
        return _say("import-local", actor)
    try:
        content = Path(options.file).read_bytes()
    except OSError as error:
        return _say("import-local", f"{options.file} cannot be read: {error.strerror}.")
    try:
        preview = transfer.preview_local(actor.body, content, Path(options.file).name)
        print(f"{len(preview.new)} new, {len(preview.held)} already here.", end=" ")
        if not options.yes:
            print("Checked, nothing proposed. Run again with --yes.")
            return 0
        made = transfer.import_local(content=content, name=Path(options.file).name, by=actor)
    except Refused as refused:
        print(in_words(refused), file=sys.stderr)
        return 1
    count = len(made)
    print(
        f"{count} value{' is' if count == 1 else 's are'} proposed. A second person confirms each in the browser."
    )
    return 0


def _say(command: str, text: str) -> int:
    print(f"homeward packs {command}: {text}", file=sys.stderr)
    return 2
