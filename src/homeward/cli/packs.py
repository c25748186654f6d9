"""``homeward packs``: are the packs sound, and do packs and rules agree?"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence


def run(argv: Sequence[str]) -> int:
    from homeward.engine.parameters import check_pack
    from homeward.policy import PackError, load_pack, packs

    parser = argparse.ArgumentParser(prog="homeward packs", description="Check policy packs.")
    parser.add_argument(
        "pack", nargs="*", metavar="PACK", help="ids or folders; all packs when none is given"
    )
    options = parser.parse_intermixed_args(argv)
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
