"""`homeward setup`: the first commissioning body and its administrator."""

from __future__ import annotations

import argparse
import sys

from homeward.config.commands import COMMANDS, start_django


def setup(argv: list[str]) -> int:
    """Ask for what was not given, make the body and print the address at which its administrator begins."""
    parser = argparse.ArgumentParser(prog="homeward setup", description=COMMANDS["setup"][0])
    parser.add_argument("--body", help="the commissioning body's name")
    parser.add_argument("--pack", help="its policy pack, such as au_sa")
    parser.add_argument("--email", help="the administrator's address, used to sign in")
    parser.add_argument("--name", help="the administrator's name")
    arguments = parser.parse_args(argv)
    start_django()
    from homeward.apps.accounts.services.first import create_first_administrator
    from homeward.apps.core.refusals import Refused, in_words
    from homeward.policy import packs

    questions = {
        "body": "Commissioning body",
        "pack": f"Policy pack ({', '.join(sorted(packs()))})",
        "email": "Administrator's e-mail address",
        "name": "Administrator's name",
    }
    given = {name: getattr(arguments, name) or _ask(question) for name, question in questions.items()}
    if missing := [f"--{name}" for name, value in given.items() if not value]:
        print(f"Nothing was made: {', '.join(missing)} is missing.", file=sys.stderr)
        return 2
    try:
        made = create_first_administrator(
            body_name=given["body"], pack=given["pack"], email=given["email"], name=given["name"]
        )
    except Refused as refused:
        print(in_words(refused), file=sys.stderr)
        return 1
    print(f"{made.body.name} is set up. Give {given['name']} this address, to choose a password:\n")
    print(f"  {made.link}\n")
    print(
        f"It works once, until {made.expires_at:%d %B %Y %H:%M} UTC. A second factor is asked for at sign-in."
    )
    return 0


def _ask(question: str) -> str:
    return input(f"{question}: ").strip() if sys.stdin.isatty() else ""
