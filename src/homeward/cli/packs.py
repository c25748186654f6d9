"""``homeward packs``: are the packs sound, and do packs and rules agree? And a body's own values, out and in."""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Sequence

LOCAL = ("export-local", "import-local")


def run(argv: Sequence[str]) -> int:
    if argv and argv[0] in LOCAL:
        return _local(argv[0], argv[1:])
    parser = argparse.ArgumentParser(
        prog="homeward packs",
        description="Check policy packs.",
        epilog="A body's own values: homeward packs export-local BODY, homeward packs import-local BODY FILE.",
    )
    parser.add_argument(
        "pack", nargs="*", metavar="PACK", help="ids or folders; all packs when none is given"
    )
    options = parser.parse_intermixed_args(argv)
    from homeward.engine.parameters import check_pack
    from homeward.policy import PackError, load_pack, packs

    failed = False
    for name in options.pack or packs():
        try:
            pack = load_pack(name)
            problems = check_pack(pack)
        except PackError as error:
            problems = list(error.problems)
        for problem in problems:
            failed = True
            print(f"{name}: {problem}", file=sys.stderr)
        if not problems:
            print(f"{pack.id} {pack.version} is sound: {len(pack.parameters)} parameters, {pack.digest}")
    return 1 if failed else 0


def _local(name: str, argv: Sequence[str]) -> int:
    """A body's own values stand in the database; without the web application there are none."""
    try:
        commands = importlib.import_module("homeward.config.commands")
    except ModuleNotFoundError:
        print(f"homeward packs {name}: this installation has no database.", file=sys.stderr)
        return 2
    return int(commands.local_values(name, list(argv)))
