"""Tokens on their pages and by their services: who may make, see, collect and revoke one."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import Client
from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import ApiToken
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.roles import Role
from homeward.apps.accounts.services import collect_token, create_token, end_membership, revoke_token
from homeward.apps.accounts.services.tokens import digest_of, offered_to, recognise, scopes_of
from homeward.apps.core.models import AuditEvent, Notice, OutgoingMail
from homeward.apps.core.refusals import Refused
from tests.factories.accounts import ApiTokenFactory, actor_in
from tests.records import signed_in

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def manager() -> Actor:
    return actor_in(Role.CONTRACT_MANAGER)


def made(actor: Actor, **changes: object) -> tuple[ApiToken, str]:
    given = {"name": "Nightly sync", "scopes": [P.STATEMENT_READ], "end": actor.today + 90 * DAY, **changes}
    return create_token(membership=actor.membership, by=actor, **given)  # type: ignore[arg-type]


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [r.code for r in refused.value.reasons]


def test_a_secret_is_told_once_and_kept_as_its_digest(manager: Actor) -> None:
    token, secret = made(manager)
    assert secret.startswith("hw_") and len(secret) > 40
    assert token.digest == digest_of(secret) and token.ending == secret[-4:]
    everything = str(list(ApiToken.objects.values())) + str(
        list(AuditEvent.objects.values("detail", "label"))
    )
    assert secret not in everything
    assert secret not in str(list(OutgoingMail.objects.values())) + str(list(Notice.objects.values()))
    assert Notice.objects.filter(user_id=manager.user.pk, title__contains="Nightly sync").exists()
    found = recognise(secret)
    assert found is not None
    actor, _token = found
    assert actor.user == manager.user and actor.holds(P.STATEMENT_READ) and not actor.holds(P.CHILD_READ)
    assert actor.label.endswith(", contract manager, by token Nightly sync")


def test_everything_wrong_with_a_token_is_said_at_once(manager: Actor) -> None:
    with pytest.raises(Refused) as refused:
        made(manager, name=" ", scopes=[], end=manager.today)
    assert codes(refused) == [
        "accounts.token_name_missing",
        "accounts.token_scopes_missing",
        "accounts.token_end_past",
    ]
    with pytest.raises(Refused) as refused:
        made(manager, name="x" * 41, scopes=[P.MEMBERSHIP_MANAGE], end=manager.today + 367 * DAY)
    assert codes(refused) == [
        "accounts.token_name_long",
        "accounts.token_scope_beyond",
        "accounts.token_end_far",
    ]
    made(manager, end=manager.today + 366 * DAY)
    with pytest.raises(Refused) as refused:
        made(manager)
    assert codes(refused) == ["accounts.token_name_taken"]


def test_an_administrator_asks_and_only_the_person_collects(manager: Actor) -> None:
    administrator = actor_in(Role.ADMINISTRATOR, manager.body)
    token, secret = create_token(
        membership=manager.membership, name="Case system", scopes=[P.STATEMENT_READ], end=manager.today + DAY, by=administrator
    )  # fmt: skip
    assert (secret, token.digest, token.standing_on(manager.today)) == ("", None, "waiting")
    with pytest.raises(Refused):
        collect_token(token=token, by=administrator)
    secret = collect_token(token=token, by=manager)
    assert recognise(secret) is not None
    with pytest.raises(Refused) as refused:
        collect_token(token=token, by=manager)
    assert codes(refused) == ["accounts.token_over"]


def test_nobody_else_makes_or_revokes_a_token(manager: Actor) -> None:
    colleague = actor_in(Role.CONTRACT_MANAGER, manager.body)
    stranger = actor_in(Role.ADMINISTRATOR)
    token, _secret = made(manager)
    for other in (colleague, stranger):
        with pytest.raises(Refused):
            create_token(
                membership=manager.membership,
                name="x",
                scopes=[P.STATEMENT_READ],
                end=manager.today + DAY,
                by=other,
            )
        with pytest.raises(Refused):
            revoke_token(token=token, by=other)
    revoke_token(token=token, by=actor_in(Role.ADMINISTRATOR, manager.body))
    assert ApiToken.objects.get().standing_on(manager.today) == "revoked"


def test_a_token_makes_no_token(manager: Actor) -> None:
    _token, secret = made(manager, scopes=scopes_of(manager.role))
    found = recognise(secret)
    assert found is not None
    with pytest.raises(Refused):
        made(found[0], name="Another")


def test_a_token_ends_with_its_role(manager: Actor) -> None:
    token, secret = made(manager)
    end_membership(
        membership=manager.membership, reason="Left.", by=actor_in(Role.ADMINISTRATOR, manager.body)
    )
    assert recognise(secret) is None
    assert ApiToken.objects.get(pk=token.pk).standing_on(manager.today) == "role_ended"


def test_only_what_an_operation_asks_for_is_offered() -> None:
    assert P.STATEMENT_AGREE in offered_to(Role.CONTRACT_MANAGER)
    assert P.PERIOD_CLOSE not in offered_to(Role.CONTRACT_MANAGER)
    assert set(offered_to(Role.CONTRACT_MANAGER)) <= set(scopes_of(Role.CONTRACT_MANAGER))


# Pages ------------------------------------------------------------------------------------------------


def post_token(client: Client, address: str = "/roles/tokens/make/") -> str:
    last_day = (timezone.now() + 30 * DAY).date().isoformat()
    answer = client.post(
        address, {"name": "Nightly sync", "scopes": ["statement.read"], "last_day": last_day}, follow=True
    )
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_person_makes_a_token_sees_it_once_and_revokes_it(manager: Actor) -> None:
    client = signed_in(manager)
    page = post_token(client)
    secret = re.search(r'value="(hw_[\w-]+)"', page)[1]  # type: ignore[index]
    assert recognise(secret) is not None
    listed = client.get("/roles/tokens/").content.decode()
    assert "Nightly sync" in listed and "Statements: read" in listed and secret not in listed
    token = ApiToken.objects.get()
    assert "Revoke Nightly sync?" in client.get(f"/roles/tokens/{token.public_id}/revoke/").content.decode()
    assert client.post(f"/roles/tokens/{token.public_id}/revoke/").status_code == 302
    assert recognise(secret) is None
    assert "Revoked" in client.get("/roles/tokens/").content.decode()


def test_what_is_missing_is_said_beside_its_field(manager: Actor) -> None:
    page = (
        signed_in(manager)
        .post("/roles/tokens/make/", {"name": "", "last_day": "2020-01-01"})
        .content.decode()
    )
    assert "There is a problem" in page and not ApiToken.objects.exists()


def test_an_administrator_sees_every_token_asks_for_one_and_reads_no_secret(manager: Actor) -> None:
    administrator = signed_in(actor_in(Role.ADMINISTRATOR, manager.body))
    page = post_token(administrator, f"/people/roles/{manager.membership.public_id}/token/")
    assert "hw_" not in page and f"{manager.user.name} is told" in page
    listed = administrator.get("/people/tokens/").content.decode()
    assert "Waits to be collected" in listed and manager.user.name in listed
    token = ApiToken.objects.get()
    assert administrator.post(f"/roles/tokens/{token.public_id}/collect/").status_code == 404
    own = signed_in(manager)
    assert "Collect" in own.get("/roles/tokens/").content.decode()
    assert 'value="hw_' in own.post(f"/roles/tokens/{token.public_id}/collect/").content.decode()


def test_anothers_token_is_not_there(manager: Actor) -> None:
    token = ApiTokenFactory(membership=actor_in(Role.CONTRACT_MANAGER, manager.body).membership)
    client = signed_in(manager)
    assert client.get(f"/roles/tokens/{token.public_id}/revoke/").status_code == 404
    assert client.post(f"/roles/tokens/{token.public_id}/revoke/").status_code == 404
    assert client.get("/people/tokens/").status_code == 404
    assert token.name not in client.get("/roles/tokens/").content.decode()
