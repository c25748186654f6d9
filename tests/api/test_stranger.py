"""A stranger generates a client from the committed description, and works with it against the running house."""

from __future__ import annotations

import importlib
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from homeward.apps.core.models import AuditEvent
from homeward.apps.placements.models import Placement
from homeward.apps.statements.models import Statement
from tests.api.caller import Caller
from tests.factories.accounts import actor_in
from tests.factories.children import ChildFactory
from tests.factories.statements import World

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def client_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The generated package, importable; no network, and nothing runs over it afterwards."""
    (tmp_path / "config.yaml").write_text(
        "post_hooks: []\npackage_name_override: homeward_client\nproject_name_override: homeward-client\n"
    )
    done = subprocess.run(
        [
            str(Path(sys.executable).with_name("openapi-python-client")), "generate", "--path",
            str(ROOT / "docs" / "openapi.json"), "--output-path", str(tmp_path / "made"), "--config",
            str(tmp_path / "config.yaml"), "--meta", "none", "--fail-on-warning",
        ],
        cwd=tmp_path, capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    (tmp_path / "made").rename(tmp_path / "homeward_client")
    monkeypatch.syspath_prepend(str(tmp_path))
    yield "homeward_client"
    for name in [n for n in sys.modules if n.startswith("homeward_client")]:
        del sys.modules[name]


def test_a_generated_client_records_a_placement_and_agrees_a_line(
    client_package: str, live_server: Any
) -> None:
    def part(name: str) -> Any:
        return importlib.import_module(f"{client_package}.{name}")

    world = World.make()
    world.mixed_register()
    child = ChildFactory(body=world.manager.body)
    officer = Caller(actor_in("placement_officer", world.manager.body), name="Case system")
    provider = Caller(world.provider, name="Provider's system")
    models = part("models")

    def signed_in(caller: Caller) -> Any:
        return part("client").AuthenticatedClient(base_url=live_server.url, token=caller.secret)

    # The department's case system records where the child lives.
    with signed_in(officer) as client:
        homes = part("api.homes.list_homes").sync(client=client, size=1)
        lines = part("api.agreements.list_lines").sync(client=client)
        sent = models.NewPlacement(
            child=child.reference,
            home=homes.items[0].reference,
            line=lines.items[0].id,
            start=date(2026, 3, 1),
        )
        record = part("api.placements.record_placement")
        made = record.sync(client=client, body=sent, idempotency_key="case-4711")
        again = record.sync(client=client, body=sent, idempotency_key="case-4711")
        refused = record.sync(client=client, body=sent)
    assert made.placement.child.reference == child.reference
    assert again == made
    stay = Placement.objects.get(child=child)
    assert stay.public_id == made.placement.id
    assert isinstance(refused, models.Problem) and refused.status == 409 and refused.reasons[0].lift

    # The provider's software reads its statement and agrees it.
    statement = world.upto("issued")
    with signed_in(provider) as client:
        found = part("api.statements.list_statements").sync(client=client)
        whole = part("api.statements.get_statement").sync(found.items[0].id, client=client)
        agree = part("api.statements.agree_statement")
        moved = agree.sync(whole.id, client=client, body=models.Agreeing(version=whole.version.id))
        hidden = part("api.placements.record_placement").sync(client=client, body=sent)
    assert (whole.id, whole.figures.actual_nights) == (statement.public_id, 204 + 31)
    assert moved.state == "provider_agreed"
    assert isinstance(hidden, models.Problem) and hidden.status == 404
    assert Statement.objects.get(pk=statement.pk).state == "provider_agreed"
    by = AuditEvent.objects.filter(thing=statement.public_id, action="statement.provider_agree").get()
    assert by.actor_label.endswith(", by token Provider's system")
