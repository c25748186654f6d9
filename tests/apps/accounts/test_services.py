"""Inviting, changing, ending, standing in: who may, and every reason why not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from homeward.apps.accounts import services
from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import CommissioningBody, Invitation, Membership, Organisation, User
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.roles import Role
from homeward.apps.core.models import AuditEvent, Notice, OutgoingMail
from tests.apps.accounts.conftest import add_second_factor, has_second_factor, signed_in
from tests.factories.accounts import InvitationFactory, OrganisationFactory, UserFactory, actor_in
from tests.refusing import refused_by

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


# Inviting ---------------------------------------------------------------------------------------------


def test_an_invitation_is_sent_by_letter_and_recorded(admin: Actor) -> None:
    invitation = services.invite(email=" Priya@Example.org ", name="Priya  Raman", role="director", by=admin)
    assert (invitation.email, invitation.name, invitation.start) == (
        "priya@example.org",
        "Priya Raman",
        admin.today,
    )
    letter = OutgoingMail.objects.get()
    assert letter.to == "priya@example.org"
    token = letter.text.split("/invitation/")[1].split("/")[0]
    assert token not in str(Invitation.objects.values().get())
    assert AuditEvent.objects.get(action="invite").thing == invitation.public_id


def test_an_impossible_invitation_is_refused_for_every_reason_at_once(admin: Actor) -> None:
    stranger = OrganisationFactory(name="Not Known Here")
    found = refused_by(
        services.invite,
        email="nobody",
        name=" ",
        role=Role.PROVIDER_MANAGER,
        start=admin.today,
        end=admin.today,
        scope=[stranger],
        delegation_limit=Decimal("-1"),
        by=admin,
    )
    assert found == {
        "accounts.not_an_address",
        "accounts.name_missing",
        "accounts.dates_reversed",
        "accounts.role_needs_organisation",
        "accounts.scope_for_provider",
        "accounts.unknown_organisation",
        "accounts.limit_not_for_role",
        "accounts.limit_negative",
    }
    assert not Invitation.objects.exists() and not OutgoingMail.objects.exists()


def test_a_role_of_the_body_is_not_held_for_a_provider(
    admin: Actor, provider_of: Callable[[CommissioningBody, str], Organisation]
) -> None:
    wattle = provider_of(admin.body, "Wattle Care")
    invite = {"email": "a@example.org", "name": "A", "organisation": wattle, "by": admin}
    assert refused_by(services.invite, role=Role.DIRECTOR, **invite) == {"accounts.role_without_organisation"}
    assert services.invite(role=Role.PROVIDER_WORKER, **invite).organisation == wattle


def test_a_role_of_another_jurisdiction_is_refused(admin: Actor) -> None:
    invite = {"email": "a@example.org", "name": "A", "role": Role.HEAD_OF_SERVICE, "by": admin}
    assert refused_by(services.invite, **invite) == {"accounts.role_not_here"}
    CommissioningBody.objects.filter(pk=admin.body.pk).update(pack="gb_eng")
    admin.body.refresh_from_db()
    assert services.invite(**invite).role == Role.HEAD_OF_SERVICE


def test_the_same_person_is_not_offered_the_same_role_twice(admin: Actor) -> None:
    services.invite(email="a@example.org", name="A", role=Role.AUDITOR, by=admin)
    again = {"email": "A@example.org", "name": "A", "role": Role.AUDITOR, "by": admin}
    assert refused_by(services.invite, **again) == {"accounts.already_invited"}
    held = actor_in(Role.AUDITOR, admin.body)
    again["email"] = held.user.email
    assert refused_by(services.invite, **again) == {"accounts.already_member"}


@pytest.mark.parametrize("role", [r for r in Role if r is not Role.ADMINISTRATOR])
def test_only_an_administrator_invites(role: Role, body: CommissioningBody) -> None:
    by = actor_in(role, body)
    found = refused_by(services.invite, email="a@example.org", name="A", role=Role.AUDITOR, by=by)
    assert found == {"record.not_permitted"}


def test_a_person_accepts_and_holds_the_role(admin: Actor) -> None:
    invitation = InvitationFactory(
        body=admin.body, role="director", delegation_limit=Decimal("900"), created_by=admin.user
    )
    made = services.accept_invitation(
        digest=invitation.token_digest, name="Kim L", password="gravel ponies 19"
    )
    assert (made.role, made.delegation_limit, made.body) == ("director", Decimal("900"), admin.body)
    assert made.user.check_password("gravel ponies 19")
    assert made.is_active_on(admin.today)
    assert Notice.objects.filter(user_id=admin.user.pk).exists()
    assert AuditEvent.objects.get(action="accept_invitation").actor_id == made.user.pk


@pytest.mark.parametrize("state", ["accepted", "withdrawn", "expired"])
def test_a_used_withdrawn_or_old_invitation_lets_nobody_in(state: str, admin: Actor) -> None:
    long_ago = admin.user.created_at - 30 * DAY
    field = {"accepted": "accepted_at", "withdrawn": "withdrawn_at", "expired": "expires_at"}[state]
    invitation = InvitationFactory(body=admin.body, **{field: long_ago})
    assert invitation.state == state
    found = refused_by(
        services.accept_invitation, digest=invitation.token_digest, name="Kim", password="gravel ponies 19"
    )
    assert found == {"accounts.invitation_unusable"}
    assert not User.objects.filter(email=invitation.email).exists()


def test_an_earlier_letter_stops_working_when_a_new_one_is_sent(admin: Actor) -> None:
    invitation = InvitationFactory(body=admin.body, token="earlier")
    earlier = invitation.token_digest
    services.send_invitation_again(invitation=invitation, by=admin)
    found = refused_by(services.accept_invitation, digest=earlier, name="Kim", password="gravel ponies 19")
    assert found == {"accounts.invitation_unusable"}


def test_a_weak_password_and_a_missing_name_are_both_said(admin: Actor) -> None:
    invitation = InvitationFactory(body=admin.body)
    found = refused_by(services.accept_invitation, digest=invitation.token_digest, name="", password="short")
    assert found == {"accounts.weak_password", "accounts.name_missing"}


def test_who_is_known_already_must_be_signed_in_to_accept(admin: Actor) -> None:
    known, other = UserFactory(), UserFactory()
    invitation = InvitationFactory(body=admin.body, email=known.email)
    for somebody in (None, other):
        found = refused_by(
            services.accept_invitation,
            digest=invitation.token_digest,
            name="X",
            password="gravel ponies 19",
            signed_in=somebody,
        )
        assert found == {"accounts.invitation_for_another"}
    made = services.accept_invitation(digest=invitation.token_digest, signed_in=known)
    assert made.user == known
    assert known.check_password(UserFactory.PASSWORD)


def test_a_withdrawn_invitation_cannot_be_withdrawn_again(admin: Actor) -> None:
    invitation = InvitationFactory(body=admin.body)
    services.withdraw_invitation(invitation=invitation, by=admin)
    assert refused_by(services.withdraw_invitation, invitation=invitation, by=admin) == {
        "accounts.invitation_unusable"
    }


# Changing ---------------------------------------------------------------------------------------------


def test_a_new_role_ends_the_old_and_both_stay_to_be_seen(admin: Actor) -> None:
    officer = actor_in(Role.CONTRACT_OFFICER, admin.body)
    new = services.change_membership(
        membership=officer.membership,
        role=Role.DIRECTOR,
        delegation_limit=Decimal("5000"),
        reason="Promoted",
        by=admin,
    )
    old = Membership.objects.get(pk=officer.membership.pk)
    assert old.ended_at is not None and old.ended_by == admin.user and old.role == Role.CONTRACT_OFFICER
    assert (new.role, new.delegation_limit, new.start) == (Role.DIRECTOR, Decimal("5000"), admin.today)
    event = AuditEvent.objects.get(action="change_membership")
    assert event.detail["before"]["role"] == "contract_officer" and event.reason == "Promoted"
    history = Membership.pgh_event_model.objects.filter(pgh_obj_id=old.pk)  # type: ignore[attr-defined]
    assert [e.pgh_label for e in history.order_by("pgh_id")] == ["insert", "update"]


def test_a_last_day_alone_stays_in_the_same_membership(admin: Actor) -> None:
    officer = actor_in(Role.CONTRACT_OFFICER, admin.body)
    changed = services.change_membership(membership=officer.membership, end=admin.today + 30 * DAY, by=admin)
    assert changed.pk == officer.membership.pk
    assert changed.is_active_on(admin.today + 29 * DAY) and not changed.is_active_on(admin.today + 30 * DAY)


def test_a_scope_narrows_what_is_seen_from_the_change_on(
    admin: Actor, provider_of: Callable[[CommissioningBody, str], Organisation]
) -> None:
    wattle = provider_of(admin.body, "Wattle Care")
    officer = actor_in(Role.CONTRACT_OFFICER, admin.body)
    new = services.change_membership(membership=officer.membership, scope=[wattle], by=admin)
    assert Actor.of(new).scope_ids == {wattle.pk}


def test_nothing_changed_is_refused(admin: Actor) -> None:
    officer = actor_in(Role.CONTRACT_OFFICER, admin.body)
    assert refused_by(services.change_membership, membership=officer.membership, by=admin) == {
        "accounts.nothing_changed"
    }


def test_nobody_changes_or_ends_their_own_role(admin: Actor) -> None:
    actor_in(Role.ADMINISTRATOR, admin.body)
    own = admin.membership
    assert refused_by(services.change_membership, membership=own, role=Role.AUDITOR, by=admin) == {
        "accounts.own_membership"
    }
    assert refused_by(services.end_membership, membership=own, reason="x", by=admin) == {
        "accounts.own_membership"
    }


def test_a_limit_of_ones_own_is_set_by_another(admin: Actor) -> None:
    both = actor_in(Role.DIRECTOR, admin.body, user=admin.user)
    found = refused_by(
        services.change_membership, membership=both.membership, delegation_limit=Decimal("9"), by=admin
    )
    assert found == {"accounts.own_membership"}


def test_the_last_administrator_is_not_ended_changed_or_given_a_last_day(admin: Actor) -> None:
    other = actor_in(Role.ADMINISTRATOR, admin.body)
    services.end_membership(membership=other.membership, reason="left", by=admin)
    deputy = actor_in(Role.AUDITOR, admin.body)
    stand_in = Actor.of(
        Membership.objects.create(
            user=deputy.user,
            body=admin.body,
            role=Role.ADMINISTRATOR,
            start=admin.today,
            end=admin.today + DAY,
            deputy_for=other.membership,
        )
    )
    for call, arguments in (
        (services.end_membership, {"reason": "x"}),
        (services.end_membership, {"reason": "x", "on": admin.today + 9 * DAY}),
        (services.change_membership, {"role": Role.AUDITOR}),
        (services.change_membership, {"end": admin.today + 9 * DAY}),
    ):
        assert refused_by(call, membership=admin.membership, by=stand_in, **arguments) == {
            "accounts.last_administrator"
        }


def test_an_administrator_whose_days_are_counted_is_no_successor(admin: Actor) -> None:
    leaving = actor_in(Role.ADMINISTRATOR, admin.body, end=admin.today + 5 * DAY)
    found = refused_by(
        services.end_membership, membership=admin.membership, on=admin.today + 9 * DAY, reason="x", by=leaving
    )
    assert found == {"accounts.last_administrator"}


def test_a_membership_of_another_body_is_not_found(admin: Actor) -> None:
    foreign = actor_in(Role.DIRECTOR)
    for call, arguments in (
        (services.change_membership, {"role": Role.AUDITOR}),
        (services.end_membership, {"reason": "x"}),
    ):
        assert refused_by(call, membership=foreign.membership, by=admin, **arguments) == {
            "record.not_permitted"
        }


# Ending -----------------------------------------------------------------------------------------------


def test_sessions_die_at_once_with_the_last_role(admin: Actor) -> None:
    officer = actor_in(Role.CONTRACT_OFFICER, admin.body)
    client = signed_in(officer)
    assert client.get("/inbox/").status_code == 200
    services.end_membership(membership=officer.membership, reason="Left", by=admin)
    response = client.get("/inbox/")
    assert response.status_code == 302 and "/accounts/login/" in response["Location"]


def test_sessions_go_on_in_another_role_but_not_in_the_ended_one(admin: Actor) -> None:
    officer = actor_in(Role.CONTRACT_OFFICER, admin.body)
    auditor = actor_in(Role.AUDITOR, admin.body, user=officer.user)
    client = signed_in(officer)
    services.end_membership(membership=officer.membership, reason="Moved", by=admin)
    sent = client.post("/inbox/read/")
    assert sent.status_code == 302 and sent["Location"] == "/roles/"
    page = client.get("/roles/").content.decode()
    assert "The role you acted in has ended" in page
    assert client.session["membership"] == auditor.membership.public_id


def test_a_last_day_in_the_future_leaves_the_role_in_force_until_then(admin: Actor) -> None:
    officer = actor_in(Role.CONTRACT_OFFICER, admin.body)
    services.end_membership(
        membership=officer.membership, on=admin.today + 3 * DAY, reason="Contract ends", by=admin
    )
    officer.membership.refresh_from_db()
    assert officer.membership.is_active_on(admin.today + 2 * DAY)
    assert not officer.membership.is_active_on(admin.today + 3 * DAY)


def test_an_ended_role_is_not_ended_again_and_a_reason_is_asked_for(admin: Actor) -> None:
    officer = actor_in(Role.CONTRACT_OFFICER, admin.body)
    services.end_membership(membership=officer.membership, reason="Left", by=admin)
    found = refused_by(services.end_membership, membership=officer.membership, reason=" ", by=admin)
    assert found == {"accounts.already_over", "accounts.reason_missing"}


# Standing in ------------------------------------------------------------------------------------------


def stand_in(admin: Actor, **principal: Any) -> tuple[Actor, Actor, Membership]:
    director = actor_in(Role.DIRECTOR, admin.body, delegation_limit=Decimal("5000"), **principal)
    officer = actor_in(Role.CONTRACT_OFFICER, admin.body)
    made = services.deputise(
        principal=director.membership,
        deputy=officer.user,
        start=admin.today,
        end=admin.today + 10 * DAY,
        by=admin,
    )
    return director, officer, made


def test_a_deputy_acts_with_the_role_scope_and_limit_of_the_principal(
    admin: Actor, provider_of: Callable[[CommissioningBody, str], Organisation]
) -> None:
    wattle = provider_of(admin.body, "Wattle Care")
    director, officer, made = stand_in(admin, scope=[wattle])
    acting = Actor.of(made)
    assert (acting.role, acting.scope_ids, made.delegation_limit) == (
        Role.DIRECTOR,
        {wattle.pk},
        Decimal("5000"),
    )
    assert acting.acting_for == director.user.name
    assert acting.holds(P.STATEMENT_APPROVE) and not officer.holds(P.STATEMENT_APPROVE)
    assert Notice.objects.filter(user_id__in=[director.user.pk, officer.user.pk]).count() == 2


def test_a_deputy_acts_only_between_the_two_days(admin: Actor) -> None:
    _, _, made = stand_in(admin)
    assert not made.is_active_on(admin.today - DAY)
    assert made.is_active_on(admin.today) and made.is_active_on(admin.today + 9 * DAY)
    assert not made.is_active_on(admin.today + 10 * DAY)


def test_a_deputy_loses_the_role_when_the_principal_does(admin: Actor) -> None:
    director, _, made = stand_in(admin)
    director.membership.end = admin.today + 2 * DAY
    director.membership.save()
    made = Membership.objects.get(pk=made.pk)
    assert made.is_active_on(admin.today + DAY) and not made.is_active_on(admin.today + 2 * DAY)
    active = Membership.objects.active_on(admin.today + 2 * DAY)
    assert made not in active and made in Membership.objects.active_on(admin.today)
    services.end_membership(membership=director.membership, reason="Left", by=admin)
    made.refresh_from_db()
    assert made.ended_at is not None


def test_a_change_of_the_principals_role_ends_the_deputy(admin: Actor) -> None:
    director, _, made = stand_in(admin)
    services.change_membership(membership=director.membership, delegation_limit=Decimal("1"), by=admin)
    made.refresh_from_db()
    assert made.ended_at is not None


def test_a_deputy_may_not_deputise_on(admin: Actor) -> None:
    director, _, made = stand_in(admin)
    third = actor_in(Role.CONTRACT_OFFICER, admin.body)
    days = {"start": admin.today, "end": admin.today + DAY}
    found = refused_by(services.deputise, principal=made, deputy=third.user, by=admin, **days)
    assert found == {"accounts.deputy_of_deputy"}
    assert refused_by(
        services.change_membership, membership=made, delegation_limit=Decimal("9"), by=admin
    ) == {"accounts.change_deputy"}


def test_every_reason_against_a_deputy_is_said_at_once(admin: Actor) -> None:
    director = actor_in(Role.DIRECTOR, admin.body, start=admin.today, end=admin.today + 5 * DAY)
    stranger = actor_in(Role.DIRECTOR)
    found = refused_by(
        services.deputise,
        principal=director.membership,
        deputy=stranger.user,
        start=admin.today - 3 * DAY,
        end=admin.today - DAY,
        by=admin,
    )
    assert found == {"accounts.deputy_not_colleague", "accounts.dates_past", "accounts.deputy_outside"}
    found = refused_by(
        services.deputise,
        principal=director.membership,
        deputy=director.user,
        start=admin.today,
        end=None,
        by=admin,
    )
    assert found == {"accounts.deputy_self", "accounts.deputy_needs_end"}


def test_an_administrator_does_not_name_themselves_deputy(admin: Actor) -> None:
    director = actor_in(Role.DIRECTOR, admin.body)
    found = refused_by(
        services.deputise,
        principal=director.membership,
        deputy=admin.user,
        start=admin.today,
        end=admin.today + DAY,
        by=admin,
    )
    assert found == {"accounts.own_membership"}


def test_a_provider_worker_does_not_stand_in_for_the_bodys_director(
    admin: Actor, provider_of: Callable[[CommissioningBody, str], Organisation]
) -> None:
    worker = actor_in(Role.PROVIDER_WORKER, admin.body, provider_of(admin.body, "Wattle Care"))
    director = actor_in(Role.DIRECTOR, admin.body)
    found = refused_by(
        services.deputise,
        principal=director.membership,
        deputy=worker.user,
        start=admin.today,
        end=admin.today + DAY,
        by=admin,
    )
    assert found == {"accounts.deputy_not_colleague"}


def test_the_same_deputy_is_not_named_twice_for_the_same_days(admin: Actor) -> None:
    director, officer, _ = stand_in(admin)
    found = refused_by(
        services.deputise,
        principal=director.membership,
        deputy=officer.user,
        start=admin.today + 9 * DAY,
        end=admin.today + 20 * DAY,
        by=admin,
    )
    assert found == {"accounts.deputy_twice"}


def test_the_trail_names_whom_a_deputy_acted_for(admin: Actor) -> None:
    actor_in(Role.ADMINISTRATOR, admin.body)
    officer = actor_in(Role.CONTRACT_OFFICER, admin.body)
    other = actor_in(Role.ADMINISTRATOR, admin.body)
    made = services.deputise(
        principal=admin.membership, deputy=officer.user, start=admin.today, end=admin.today + DAY, by=other
    )
    services.invite(email="a@example.org", name="A", role=Role.AUDITOR, by=Actor.of(made))
    assert AuditEvent.objects.get(action="invite").acting_for == admin.user.name
    assert refused_by(
        services.end_membership, membership=admin.membership, reason="x", by=Actor.of(made)
    ) == {"accounts.own_membership"}


# Second factor ----------------------------------------------------------------------------------------


def test_a_reset_removes_the_factor_ends_sessions_and_tells_the_person(admin: Actor) -> None:
    officer = actor_in(Role.CONTRACT_OFFICER, admin.body)
    client = signed_in(officer)
    assert services.reset_mfa(user=officer.user, reason="Lost telephone, called back", by=admin) == 1
    assert not has_second_factor(officer)
    assert client.get("/inbox/").status_code == 302
    assert OutgoingMail.objects.get().to == officer.user.email
    assert AuditEvent.objects.get(action="reset_mfa").reason == "Lost telephone, called back"


def test_a_reset_needs_a_reason_a_factor_and_another_person(admin: Actor) -> None:
    officer = actor_in(Role.CONTRACT_OFFICER, admin.body)
    assert refused_by(services.reset_mfa, user=officer.user, reason="", by=admin) == {
        "accounts.no_second_factor",
        "accounts.reason_missing",
    }
    add_second_factor(admin)
    assert refused_by(services.reset_mfa, user=admin.user, reason="x", by=admin) == {
        "accounts.own_second_factor"
    }
    stranger = actor_in(Role.DIRECTOR)
    add_second_factor(stranger)
    assert refused_by(services.reset_mfa, user=stranger.user, reason="x", by=admin) == {
        "record.not_permitted"
    }


# The first administrator ------------------------------------------------------------------------------


def test_the_first_administrator_gets_a_link_and_the_pack_gives_the_rest() -> None:
    made = services.create_first_administrator(
        body_name="Department of Families", pack="au_sa", email="Ada@example.org", name="Ada Lindgren"
    )
    assert (made.body.currency, made.body.time_zone, made.body.languages) == (
        "AUD",
        "Australia/Adelaide",
        ["en"],
    )
    token = made.link.rstrip("/").split("/")[-1]
    from homeward.apps.accounts.services.invitations import digest_of

    joined = services.accept_invitation(digest=digest_of(token), name="Ada", password="gravel ponies 19")
    assert Actor.of(joined).holds(P.MEMBERSHIP_MANAGE)
    found = refused_by(
        services.create_first_administrator,
        body_name="Department of Families",
        pack="au_sa",
        email="b@example.org",
        name="B",
    )
    assert found == {"accounts.body_exists"}


def test_a_second_run_before_anybody_accepted_replaces_the_link() -> None:
    arguments = {"body_name": "Department", "pack": "au_sa", "email": "ada@example.org", "name": "Ada"}
    first, second = (services.create_first_administrator(**arguments) for _ in range(2))
    assert first.body == second.body and first.link != second.link
    assert Invitation.objects.filter(withdrawn_at=None).count() == 1


def test_an_unknown_pack_is_refused() -> None:
    found = refused_by(
        services.create_first_administrator, body_name="D", pack="xx", email="a@example.org", name="A"
    )
    assert found == {"accounts.unknown_pack"}


def test_a_language_is_kept_on_the_person(admin: Actor) -> None:
    admin.body.languages = ["en", "cy"]
    services.choose_language(language="cy", by=admin)
    assert User.objects.get(pk=admin.user.pk).language == "cy"
    assert refused_by(services.choose_language, language="mi", by=admin) == {"accounts.unknown_language"}
