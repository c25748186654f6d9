"""What the command `homeward` can do, by name. Modules are imported only when their command is asked for.

Each function takes the arguments after the command's name and returns the exit code.
"""

from __future__ import annotations

import importlib
import os
import sys

# name: (help, "module:function")
COMMANDS: dict[str, tuple[str, str]] = {
    "run": ("Run a trial: database, demo, web and worker on this machine", "homeward.config.trial:run"),
    "stop": ("Stop a trial and its database, wherever they were started", "homeward.config.trial:stop"),
    "migrate": (
        "Bring the database up to date and set the application's rights",
        "homeward.config.commands:migrate",
    ),
    "setup": ("Make the first commissioning body and its administrator", "homeward.config.first:setup"),
    "web": ("Serve the pages", "homeward.config.serve:web"),
    "worker": ("Do the jobs: closing periods, imports, sending mail", "homeward.config.serve:worker"),
    "demo": ("Load the invented state, once", "homeward.config.trial:demo"),
    "close-period": (
        "Close a period of a body and draft its statements",
        "homeward.config.commands:close_period",
    ),
    "adjust": (
        "Count every locked quarter under the policy as it now stands, and settle what differs",
        "homeward.config.commands:adjust",
    ),
    "import": (
        "Import homes, children, placements or spells from a file",
        "homeward.config.commands:import_file",
    ),
    "openapi": (
        "Write the description of the interface for programs",
        "homeward.config.commands:openapi",
    ),
    "manage": ("Django's own commands", "homeward.config.commands:django"),
}

# Commands of Django and its libraries that make or change tables, or read everything.
OWNERS = frozenset({
    "migrate", "makemigrations", "squashmigrations", "optimizemigration", "sqlmigrate", "createcachetable",
    "flush", "pgtrigger", "dumpdata", "loaddata", "dbshell", "inspectdb",
})  # fmt: skip


def start_django(owner: bool = False) -> None:
    """Load the settings and the apps; `owner` speaks to the database as the tables' owner."""
    if owner:
        os.environ["HOMEWARD_DB_ROLE"] = "owner"
    _settings()
    import django as framework

    framework.setup()


def _settings() -> None:
    """Load the settings; what is wrong with them is said in a sentence, without the way there."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "homeward.config.settings")
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured

    try:
        assert settings.INSTALLED_APPS
    except ImproperlyConfigured as error:
        sys.exit(f"homeward: {error}")


def django(argv: list[str]) -> int:
    """Django's commands, those that change tables as the owner."""
    if argv and argv[0] in OWNERS:
        os.environ.setdefault("HOMEWARD_DB_ROLE", "owner")
    _settings()
    from django.core.management import execute_from_command_line

    execute_from_command_line(["homeward manage", *argv])
    return 0


def migrate(argv: list[str]) -> int:
    """Migrate as the owner, then set the application's rights."""
    import argparse

    parser = argparse.ArgumentParser(prog="homeward migrate", description=COMMANDS["migrate"][0])
    parser.add_argument("--quiet", action="store_true", help="say nothing when all goes well")
    arguments = parser.parse_args(argv)
    start_django(owner=True)
    from homeward.config import grants

    try:
        grants.migrate(verbosity=0 if arguments.quiet else 1)
    except grants.GrantsError as error:
        print(error)
        return 1
    return 0


def close_period(argv: list[str]) -> int:
    """See `homeward.apps.statements.commands`."""
    return _of_app("homeward.apps.statements.commands", "close_period", argv)


def adjust(argv: list[str]) -> int:
    """See `homeward.apps.statements.commands`."""
    return _of_app("homeward.apps.statements.commands", "adjust", argv)


def import_file(argv: list[str]) -> int:
    """See `homeward.apps.intake.commands`."""
    return _of_app("homeward.apps.intake.commands", "import_file", argv)


def openapi(argv: list[str]) -> int:
    """See `homeward.api.commands`."""
    return _of_app("homeward.api.commands", "openapi", argv)


def local_values(name: str, argv: list[str]) -> int:
    """`homeward packs export-local` and `import-local`; see `homeward.apps.local_policy.commands`."""
    return _of_app("homeward.apps.local_policy.commands", name.replace("-", "_"), argv)


def _of_app(module: str, function: str, argv: list[str]) -> int:
    start_django()
    return int(getattr(importlib.import_module(module), function)(argv))
