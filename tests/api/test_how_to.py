"""The commands of the how-to, run as they stand against the running house."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from homeward.apps.accounts.actors import Actor
from homeward.apps.placements.models import Placement
from homeward.apps.statements.models import Statement
from tests.api.caller import Caller
from tests.factories.accounts import actor_in
from tests.factories.children import ChildFactory
from tests.factories.statements import World

PAPER = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "use-the-interface.md"
pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def blocks() -> list[str]:
    return re.findall(r"```sh\n(.*?)```", PAPER.read_text(), re.DOTALL)


def run(script: str, base: str, caller: Caller) -> str:
    """One script, with the address and the secret in place of those on paper."""
    script = re.sub(r"export HOMEWARD=.*", f"export HOMEWARD={base}", script)
    script = re.sub(r"export TOKEN=.*", f"export TOKEN={caller.secret}", script)
    done = subprocess.run(["bash", "-e", "-c", script], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def caller_of(actor: Actor) -> Caller:
    return Caller(actor, name=f"How-to-{actor.role.value}")


@pytest.mark.skipif(shutil.which("curl") is None, reason="NO CURL: the how-to's commands were not run")
def test_the_commands_of_the_how_to_do_what_it_says(live_server: Any) -> None:
    begin, record, agree, handle = blocks()
    world = World.make()
    world.mixed_register()
    officer, provider = (
        caller_of(actor_in("placement_officer", world.manager.body)),
        caller_of(world.provider),
    )
    assert world.line.public_id in run(begin, live_server.url, officer)

    child = ChildFactory(body=world.manager.body)
    home = world.line.placements.order_by("pk")[0].home
    record = record.replace("C-7KQ2M", child.reference).replace("H-1001", home.reference)
    record = record.replace("L9PX3VD7TB2M", world.line.public_id)
    told = run(begin + record, live_server.url, officer)
    assert f'"reference": "{child.reference}"' in told
    assert Placement.objects.get(child=child).source_key == "case-4711"
    assert run(begin + record, live_server.url, officer).endswith(told.rsplit("\n", 1)[-1])
    assert Placement.objects.filter(child=child).count() == 1

    statement = world.upto("issued")
    assert '"provider_agreed"' in run(begin + agree, live_server.url, provider)
    assert Statement.objects.get(pk=statement.pk).state == "provider_agreed"
    found = re.sub("state=issued", "state=provider_agreed", agree).rsplit("curl", 1)[0]
    assert "machine.state - " in run(begin + found + handle, live_server.url, provider)
