"""Signing in: by invitation, with a second factor, without telling who is known."""

from __future__ import annotations

import datetime as dt
import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.adapter import MFAAdapter
from homeward.apps.accounts.models import Membership, User
from homeward.apps.accounts.roles import Role
from homeward.apps.core.models import AuditEvent, OutgoingMail
from tests.apps.accounts.conftest import add_second_factor, signed_in
from tests.factories.accounts import InvitationFactory, UserFactory, actor_in

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"


@pytest.fixture(autouse=True)
def _no_limits_left_over() -> None:
    cache.clear()


def code_now(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def give_password(client: Client, email: str, password: str = UserFactory.PASSWORD) -> str:
    """Post the sign-in form; returns where it leads, or nothing when it is shown again."""
    response = client.post(LOGIN, {"login": email, "password": password})
    return str(response.headers.get("Location", ""))


# With a second factor ---------------------------------------------------------------------------------


def test_password_and_code_together_sign_in(admin: Actor) -> None:
    secret = add_second_factor(admin)
    client = Client()
    assert give_password(client, admin.user.email) == reverse("mfa_authenticate")
    assert client.get("/inbox/").status_code == 302  # the password alone opens nothing
    response = client.post(reverse("mfa_authenticate"), {"code": code_now(secret)})
    assert response.status_code == 302 and response["Location"] == "/"
    assert client.get("/inbox/").status_code == 200
    assert AuditEvent.objects.get(action="sign_in").actor_id == admin.user.pk
    admin.user.refresh_from_db()
    assert admin.user.last_login is not None


def test_a_wrong_code_signs_nobody_in(admin: Actor) -> None:
    add_second_factor(admin)
    client = Client()
    give_password(client, admin.user.email)
    response = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert response.status_code == 200
    assert client.get("/inbox/").status_code == 302


def test_a_recovery_code_works_once_and_is_long(admin: Actor) -> None:
    add_second_factor(admin)
    codes = RecoveryCodes.activate(admin.user).generate_codes()
    assert len(codes) == 10 and all(re.fullmatch(r"\d{34}", code) for code in codes)
    for expected in (302, 200):
        client = Client()
        give_password(client, admin.user.email)
        assert client.post(reverse("mfa_authenticate"), {"code": codes[0]}).status_code == expected


def test_seeds_are_not_stored_in_the_clear(admin: Actor) -> None:
    secret = add_second_factor(admin)
    seed = RecoveryCodes.activate(admin.user).instance.data["seed"]
    stored = Authenticator.objects.get(user=admin.user, type="totp").data["secret"]
    assert secret not in stored
    assert MFAAdapter().decrypt(stored) == secret and MFAAdapter().decrypt(seed) not in seed


def test_an_earlier_secret_key_still_opens_what_it_closed(settings: object) -> None:
    closed = MFAAdapter().encrypt("seed")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]  # type: ignore[attr-defined]
    settings.SECRET_KEY = "another key altogether, long enough for anybody"  # type: ignore[attr-defined]
    assert MFAAdapter().decrypt(closed) == "seed"


@pytest.mark.parametrize("role", Role)
def test_every_role_must_set_up_a_second_factor_before_anything_else(role: Role) -> None:
    client = signed_in(actor_in(role), second_factor=False)
    for name in ("inbox", "memberships", "jobs", "people", "audit"):
        response = client.get(reverse(name))
        assert response.status_code == 302 and response["Location"] == reverse("mfa_index"), name
    assert client.post("/inbox/read/")["Location"] == reverse("mfa_index")


def test_recovery_codes_alone_are_no_second_factor(admin: Actor) -> None:
    RecoveryCodes.activate(admin.user)
    client = signed_in(admin, second_factor=True)  # finds the codes and adds no app
    assert client.get("/inbox/")["Location"] == reverse("mfa_index")


# By invitation only -----------------------------------------------------------------------------------


def test_nobody_signs_up(client: Client) -> None:
    page = client.get("/accounts/signup/")
    data = {"email": "new@example.org", "password1": "gravel ponies 19", "password2": "gravel ponies 19"}
    client.post("/accounts/signup/", data)
    assert page.status_code == 200
    assert not User.objects.filter(email="new@example.org").exists()


def test_from_the_letter_to_the_second_factor(client: Client, admin: Actor) -> None:
    invitation = InvitationFactory(token="lantern-in-the-window", body=admin.body, role="director")
    opened = client.get("/invitation/lantern-in-the-window/")
    assert opened["Location"] == "/invitation/"  # the token stands in no address after this
    assert "Accountable director" in client.get("/invitation/").content.decode()
    data = {"name": "Kim Lindqvist", "password": "gravel ponies 19", "again": "gravel ponies 19"}
    accepted = client.post("/invitation/", data)
    assert accepted["Location"] == reverse("mfa_index")
    made = Membership.objects.get(user__email=invitation.email)
    assert made.role == "director"
    assert client.get("/inbox/")["Location"] == reverse("mfa_index")
    assert client.get(reverse("mfa_activate_totp")).status_code == 200  # no second question for the password


def test_the_whole_way_in_with_a_one_time_code_app(client: Client, admin: Actor) -> None:
    InvitationFactory(token="lantern", body=admin.body)
    client.get("/invitation/lantern/")
    client.post("/invitation/", {"name": "Kim", "password": "gravel ponies 19", "again": "gravel ponies 19"})
    page = client.get(reverse("mfa_activate_totp"))
    secret = client.session["mfa.totp.secret"]
    assert page.status_code == 200
    client.post(reverse("mfa_activate_totp"), {"code": code_now(secret)})
    assert client.get("/inbox/").status_code == 200


def test_two_different_passwords_are_said_beside_the_field(client: Client, admin: Actor) -> None:
    InvitationFactory(token="lantern", body=admin.body)
    client.get("/invitation/lantern/")
    page = client.post(
        "/invitation/", {"name": "Kim", "password": "gravel ponies 19", "again": "other"}
    ).content.decode()
    assert "The two passwords differ." in page and "<title>Error:" in page
    weak = client.post(
        "/invitation/", {"name": "Kim", "password": "short", "again": "short"}
    ).content.decode()
    assert "too short" in weak


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("accepted_at", "It has been used"),
        ("withdrawn_at", "It was withdrawn"),
        ("expires_at", "It is too old"),
    ],
)
def test_a_letter_that_no_longer_works_says_why(client: Client, admin: Actor, field: str, words: str) -> None:
    InvitationFactory(
        token="lantern", body=admin.body, **{field: admin.user.created_at - dt.timedelta(days=30)}
    )
    client.get("/invitation/lantern/")
    page = client.get("/invitation/")
    assert page.status_code == 410 and words in page.content.decode()
    assert client.post("/invitation/", {"name": "Kim", "password": "gravel ponies 19"}).status_code == 410


def test_a_guessed_token_finds_nothing(client: Client, db: None) -> None:
    client.get("/invitation/guessed/")
    assert client.get("/invitation/").status_code == 404


def test_a_known_person_signs_in_and_adds_the_role(admin: Actor) -> None:
    officer = actor_in(Role.CONTRACT_OFFICER)
    InvitationFactory(token="lantern", body=admin.body, email=officer.user.email, role="auditor")
    stranger = Client()
    stranger.get("/invitation/lantern/")
    assert "Sign in with it" in stranger.get("/invitation/").content.decode()
    client = signed_in(officer)
    client.get("/invitation/lantern/")
    assert client.post("/invitation/")["Location"] == "/"
    assert set(officer.user.memberships.values_list("role", flat=True)) == {"contract_officer", "auditor"}


def test_an_invitation_for_another_person_is_not_accepted(admin: Actor) -> None:
    InvitationFactory(token="lantern", body=admin.body)
    client = signed_in(admin)
    client.get("/invitation/lantern/")
    assert "is for another person" in client.get("/invitation/").content.decode()
    assert client.post("/invitation/").status_code == 409


# Telling nobody who is known --------------------------------------------------------------------------


def without_tokens(page: bytes) -> bytes:
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]*"', b"", page)


def test_a_wrong_password_and_an_unknown_address_read_the_same(admin: Actor) -> None:
    pages = []
    for email in (admin.user.email, "nobody@example.org"):
        response = Client().post(LOGIN, {"login": email, "password": "wrong wrong wrong"})
        pages.append(without_tokens(response.content).replace(email.encode(), b"X"))
    assert pages[0] == pages[1]


def test_asking_for_a_new_password_reads_the_same_for_a_stranger(admin: Actor) -> None:
    answers = []
    for email in (admin.user.email, "nobody@example.org"):
        response = Client().post("/accounts/password/reset/", {"email": email}, follow=True)
        answers.append((response.redirect_chain, without_tokens(response.content)))
    assert answers[0] == answers[1]
    assert {m.to for m in OutgoingMail.objects.all()} == {admin.user.email, "nobody@example.org"}
    assert mail.outbox == []  # the page does not wait for a mail server


def test_a_new_password_is_set_from_the_letter_and_still_asks_for_the_code(admin: Actor) -> None:
    add_second_factor(admin)
    client = Client()
    client.post("/accounts/password/reset/", {"email": admin.user.email})
    letter = OutgoingMail.objects.get()
    assert letter.body_id == admin.body.pk
    address = re.search(r"/accounts/password/reset/key/\S+", letter.text)
    assert address is not None
    page = client.get(address[0], follow=True)
    client.post(
        page.redirect_chain[-1][0], {"password1": "gravel ponies 19", "password2": "gravel ponies 19"}
    )
    assert give_password(Client(), admin.user.email) == ""
    assert give_password(Client(), admin.user.email, "gravel ponies 19") == reverse("mfa_authenticate")


def test_guessing_is_slowed_down(admin: Actor) -> None:
    add_second_factor(admin)
    client = Client()
    for _ in range(5):
        give_password(client, admin.user.email, "wrong wrong wrong")
    assert give_password(client, admin.user.email) == ""  # right, but too late


# Sessions, roles, language ----------------------------------------------------------------------------


def test_a_form_without_its_token_is_refused(admin: Actor) -> None:
    plain = signed_in(admin)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = plain.cookies
    for address in ("/inbox/read/", "/roles/choose/", "/people/invite/", "/language/", "/demo/", LOGIN):
        assert strict.post(address, {}).status_code == 403, address


def test_a_person_switches_between_their_roles(admin: Actor) -> None:
    other = actor_in(Role.AUDITOR, user=admin.user)
    client = signed_in(admin)
    assert "You act as administrator" in client.get("/roles/").content.decode()
    client.post("/roles/choose/", {"membership": other.membership.public_id})
    page = client.get("/roles/").content.decode()
    assert "You act as auditor" in page and other.body.name in page
    assert client.get("/people/").status_code == 404


def test_nobody_switches_into_a_role_of_somebody_else_or_one_that_is_over(admin: Actor) -> None:
    client = signed_in(admin)
    foreign = actor_in(Role.DIRECTOR)
    over = actor_in(Role.AUDITOR, user=admin.user, end=admin.today)
    for membership in (foreign.membership, over.membership):
        assert client.post("/roles/choose/", {"membership": membership.public_id}).status_code == 404


def test_who_has_no_role_is_told_so(admin: Actor) -> None:
    officer = actor_in(Role.AUDITOR, start=admin.today + dt.timedelta(days=4))
    add_second_factor(officer)
    client = Client()
    client.force_login(officer.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get("/inbox/")["Location"] == "/no-role/"
    page = client.get("/no-role/").content.decode()
    assert "Your account has no role now" in page and "Auditor" in page


def test_acting_for_somebody_is_shown_on_every_page(admin: Actor) -> None:
    director = actor_in(Role.DIRECTOR, admin.body, user__name="Priya Raman")
    officer = actor_in(Role.CONTRACT_OFFICER, admin.body)
    acting = actor_in(Role.DIRECTOR, admin.body, user=officer.user, deputy_for=director.membership)
    client = signed_in(acting)
    for address in ("/inbox/", "/roles/", "/jobs/", "/audit/"):
        assert "for Priya Raman" in client.get(address).content.decode(), address


def test_the_language_is_kept_on_the_person(admin: Actor) -> None:
    admin.body.languages = ["en", "cy"]
    admin.body.save()
    client = signed_in(admin)
    client.post("/language/", {"language": "cy", "next": "/inbox/"})
    admin.user.refresh_from_db()
    assert admin.user.language == "cy"
    assert '<html lang="cy"' in client.get("/inbox/").content.decode()


def test_ones_own_sign_in_pages_answer(admin: Actor) -> None:
    client = signed_in(admin)
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time(), "reauthenticated": True}
    ]
    session["account_authentication_methods_user"] = str(admin.user.pk)
    session.save()
    for name in (
        "mfa_index",
        "usersessions_list",
        "account_change_password",
        "mfa_add_webauthn",
        "mfa_list_webauthn",
    ):
        response = client.get(reverse(name))
        assert response.status_code == 200, name
        assert "unsafe-inline" not in response["Content-Security-Policy"]


def test_one_address_a_person_and_no_other_can_be_added(admin: Actor) -> None:
    client = signed_in(admin)
    client.post(reverse("account_email"), {"action_add": "", "email": "second@example.org"})
    assert not admin.user.emailaddress_set.filter(email="second@example.org").exists()  # type: ignore[attr-defined]
