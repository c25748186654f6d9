"""The ``homeward`` command.

Commands that need no database start without Django. All others are named in ``homeward.config.commands`` and
loaded only when called.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Mapping, Sequence

Table = Mapping[str, tuple[str, str]]

OK, FAILED, BAD_INPUT = 0, 1, 2

OWN: Table = {
    "decide": (
        "decide a rule on facts in a file and print the decision with its working",
        "homeward.cli.decide:run",
    ),
    "nights": (
        "count placement nights and child-nights of a CSV, XLSX, SSDA903 or Parquet file",
        "homeward.cli.nights:run",
    ),
    "packs": ("check policy packs against the rules that read them", "homeward.cli.packs:run"),
    "scenarios": ("run worked cases and print every difference", "homeward.cli.scenarios:run"),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; its exit code is 0 when all went well, 1 for failed cases, 2 for bad input."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    table = {**database_commands(), **OWN}
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        print(usage(table))
        return OK if arguments else BAD_INPUT
    name, *rest = arguments
    if name in ("-V", "--version"):
        print(_version())
        return OK
    if name not in table:
        known = ", ".join(sorted(table))
        print(f"homeward: there is no command {name}. Use one of: {known}.", file=sys.stderr)
        return BAD_INPUT
    try:
        return command(table[name][1])(rest)
    except BrokenPipeError:
        # the reader of our output has gone away; leave quietly, and keep the interpreter from flushing again
        sys.stderr.close()
        return OK
    except KeyboardInterrupt:
        print("homeward: stopped.", file=sys.stderr)
        return 130


def database_commands() -> Table:
    """The commands that need Django, or none where the web application is not installed."""
    try:
        module = importlib.import_module("homeward.config.commands")
    except ModuleNotFoundError as error:
        if error.name not in ("homeward.config", "homeward.config.commands"):
            raise
        return {}
    commands: Table = module.COMMANDS
    return commands


def command(target: str) -> Callable[[list[str]], int]:
    """The function named "module:function"."""
    module, _, function = target.partition(":")
    found: Callable[[list[str]], int] = getattr(importlib.import_module(module), function)
    return found


def usage(table: Table) -> str:
    width = max(len(name) for name in table)
    rows = [f"  {name:<{width}}  {summary}" for name, (summary, _) in sorted(table.items())]
    return "\n".join(["usage: homeward COMMAND [...]", "", *rows, "", "homeward COMMAND --help says more."])


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return f"homeward {version('homeward')}"
    except PackageNotFoundError:
        return "homeward (not installed)"
