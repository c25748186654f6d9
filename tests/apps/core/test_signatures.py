"""Signatures: under exact bytes, by who shows who they are; on paper with a witness; void with any change."""

from __future__ import annotations

import datetime as dt
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.core.cache import cache
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.presence import TRIES
from homeward.apps.accounts.roles import Role
from homeward.apps.agreements import services
from homeward.apps.agreements.models import Line, Variation
from homeward.apps.core.documents import queries, replace_document, withdraw_document
from homeward.apps.core.documents.queries import digest_now
from homeward.apps.core.models import AuditEvent, Document, Signature
from homeward.apps.core.refusals import Refused, present
from homeward.apps.core.signatures import add_signed_paper, checked_signatures_of, sign, witness_paper
from homeward.apps.core.signatures.queries import waiting_scans
from homeward.config import grants
from tests import database
from tests.factories.accounts import UserFactory, actor_in
from tests.factories.agreements import LineFactory, LineTargetFactory
from tests.signing import manager_of, pdf_bytes, provider_of, sign_as, upload

pytestmark = pytest.mark.django_db
PASSWORD = UserFactory.PASSWORD


@pytest.fixture(autouse=True)
def _no_tries_left_over() -> None:
    cache.clear()


@pytest.fixture
def line() -> Line:
    line: Line = LineFactory()
    LineTargetFactory(line=line)
    return line


@pytest.fixture
def variation(line: Line) -> Variation:
    return services.propose_variation(
        agreement=line.agreement, effective_on=dt.date(2026, 12, 1), reason="Less need.", reference="Review", knows_past=True,
        changes=[{"kind": "target", "line": line.public_id, "category": "", "after": "36"}], by=manager_of(line.agreement),
    )  # fmt: skip


@pytest.fixture
def document(variation: Variation) -> Document:
    assert variation.document is not None
    return variation.document


@pytest.fixture
def provider(line: Line) -> Actor:
    return provider_of(line.agreement)


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    for reason in refused.value.reasons:
        assert present(reason).fact and present(reason).lift
    return [r.code for r in refused.value.reasons]


def refusal(document: Document, by: Actor, **other: str) -> list[str]:
    with pytest.raises(Refused) as refused:
        sign_as(document, by, **other)
    return codes(refused)


# Signing here -----------------------------------------------------------------------------------------


def test_a_signature_names_the_person_the_capacity_the_moment_and_the_bytes(
    document: Document, provider: Actor
) -> None:
    given_ = sign_as(document, provider)
    assert provider.organisation is not None
    assert given_.capacity == f"Provider manager, {provider.organisation.name}"
    assert given_.digest == document.digest == digest_now(document)
    assert (given_.side, given_.name, given_.proof) == ("provider", provider.user.name, "password")
    assert abs(timezone.now() - given_.signed_at) < dt.timedelta(minutes=1)
    event = AuditEvent.objects.get(action="sign_document")
    assert event.detail["digest"] == document.digest and event.kind == "variation"


@pytest.mark.parametrize("typed", ["Somebody Else", "", "   ", "Robin"])
def test_the_typed_name_is_the_persons_own(document: Document, provider: Actor, typed: str) -> None:
    assert refusal(document, provider, typed_name=typed) == ["signature.other_name"]
    assert not Signature.objects.exists()


def test_a_name_is_the_same_without_its_accents_and_in_any_case(document: Document, line: Line) -> None:
    by = actor_in(Role.PROVIDER_MANAGER, line.body, line.organisation, user=UserFactory(name="Siân Tāwhai"))
    assert sign_as(document, by, typed_name="  sian   TAWHAI ").name == "sian TAWHAI"


def test_a_wrong_password_is_refused_beside_every_other_reason(document: Document, provider: Actor) -> None:
    assert refusal(document, provider, password="wrong") == ["signature.wrong_password"]
    assert refusal(document, provider, password="wrong", typed_name="x") == [
        "signature.other_name",
        "signature.wrong_password",
    ]


def test_after_so_many_wrong_tries_even_the_right_password_waits(document: Document, provider: Actor) -> None:
    for _ in range(TRIES):
        assert refusal(document, provider, password="wrong") == ["signature.wrong_password"]
    assert refusal(document, provider) == ["signature.too_many_tries"]
    other = actor_in(Role.PROVIDER_MANAGER, provider.body, provider.organisation)
    assert sign_as(document, other).name == other.user.name  # another person is not shut out with them


def test_a_right_password_gives_the_tries_back(document: Document, provider: Actor) -> None:
    for _ in range(TRIES - 1):
        refusal(document, provider, password="wrong")
    assert refusal(document, provider, typed_name="x") == ["signature.other_name"]
    assert refusal(document, provider, password="wrong") == ["signature.wrong_password"]


def test_who_has_one_time_codes_signs_with_one_and_a_code_works_once(
    document: Document, provider: Actor
) -> None:
    secret = generate_totp_secret()
    TOTP.activate(provider.user, secret)
    assert refusal(document, provider) == ["signature.wrong_code"]
    assert refusal(document, provider, code="000000") == ["signature.wrong_code"]
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    assert sign_as(document, provider, code=code).proof == "password and one-time code"
    again = refusal(document, in_the_department(provider), code=code)
    assert again == ["signature.wrong_code", "signature.both_sides"]


def in_the_department(provider: Actor) -> Actor:
    """The same person in the department's role, to try a code a second time."""
    return actor_in(Role.CONTRACT_MANAGER, provider.body, user=provider.user)


def test_a_recovery_code_serves_where_the_authenticator_is_lost(document: Document, provider: Actor) -> None:
    TOTP.activate(provider.user, generate_totp_secret())
    code = RecoveryCodes.activate(provider.user).get_unused_codes()[0]
    assert sign_as(document, provider, code=code).proof == "password and recovery code"


def test_who_has_a_passkey_confirms_with_it_within_minutes(document: Document, provider: Actor) -> None:
    Authenticator.objects.create(user=provider.user, type=Authenticator.Type.WEBAUTHN, data={})
    assert refusal(document, provider) == ["signature.needs_passkey"]
    for minutes, proof in ((6, ""), (4, "password and passkey")):
        used = timezone.now() - dt.timedelta(minutes=minutes)

        def give(used: dt.datetime = used) -> Signature:
            return sign(
                document=document,
                typed_name=provider.user.name,
                password=PASSWORD,
                passkey_at=used,
                by=provider,
            )

        if proof:
            assert give().proof == proof
        else:
            with pytest.raises(Refused) as refused:
                give()
            assert codes(refused) == ["signature.needs_passkey"]


def test_a_side_signs_once(document: Document, provider: Actor) -> None:
    sign_as(document, provider)
    other = actor_in(Role.PROVIDER_MANAGER, provider.body, provider.organisation)
    assert "signature.twice" in refusal(document, other)


def test_one_person_does_not_sign_for_both_sides_in_whichever_role(
    document: Document, provider: Actor
) -> None:
    sign_as(document, provider)
    assert refusal(document, actor_in(Role.DIRECTOR, provider.body, user=provider.user)) == [
        "signature.both_sides"
    ]
    namesake = actor_in(Role.DIRECTOR, provider.body, user=UserFactory(name=provider.user.name.upper()))
    assert refusal(document, namesake) == ["signature.both_sides"]


def test_a_deputy_signs_with_the_name_of_whom_they_stand_in_for(document: Document, line: Line) -> None:
    principal = provider_of(line.agreement)
    deputy = actor_in(Role.PROVIDER_MANAGER, line.body, line.organisation, deputy_for=principal.membership)
    assert sign_as(document, deputy).capacity.endswith(f", for {principal.user.name}")


# Void with any change ---------------------------------------------------------------------------------


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_changed_byte_voids_a_signature(data: st.DataObject, document: Document, provider: Actor) -> None:
    if not document.signatures.exists():
        sign_as(document, provider)
    whole = bytes(document.content.content)
    content = bytearray(whole)
    change = data.draw(st.sampled_from(["flip", "cut", "add"]))
    if change == "flip":
        content[data.draw(st.integers(0, len(content) - 1))] ^= data.draw(st.integers(1, 255))
    elif change == "cut":
        del content[data.draw(st.integers(0, len(content) - 1)) :]
    else:
        content += data.draw(st.binary(min_size=1, max_size=9))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            queries, "content_of", lambda found: bytes(content) if found.pk == document.pk else whole
        )
        (checked,) = checked_signatures_of(document)
    assert (checked.fits, checked.why) == (False, "changed")
    assert checked_signatures_of(document)[0].fits


@pytest.mark.django_db(transaction=True)
def test_bytes_changed_behind_the_house_are_found_and_signed_no_more() -> None:
    line = LineFactory()
    LineTargetFactory(line=line)
    variation = services.propose_variation(
        agreement=line.agreement, effective_on=dt.date(2026, 12, 1), reason="x", reference="x", knows_past=True,
        changes=[{"kind": "target", "line": line.public_id, "category": "", "after": "36"}], by=manager_of(line.agreement),
    )  # fmt: skip
    document = variation.document
    assert document is not None
    sign_as(document, provider_of(line.agreement))
    with database.as_owner() as owner:
        owner.execute(
            "update core_documentcontent set content = content || ' '::bytea where id = %s",
            [document.content_id],
        )
    assert [c.why for c in checked_signatures_of(document)] == ["changed"]
    assert refusal(document, manager_of(line.agreement)) == ["signature.bytes_changed"]


def test_neither_bytes_nor_signatures_can_be_changed_by_the_application() -> None:
    assert {
        "core_documentcontent",
        "core_signature",
    } <= grants.history_tables()  # tests/estate tries each of them


# Paper ------------------------------------------------------------------------------------------------


def add_paper(document: Document, by: Actor, **other: object) -> Document:
    given_: dict[str, object] = {
        "file": upload(pdf_bytes("signed")), "signer_name": "Alex Moreau", "capacity": "Chief executive", "side": "provider",
        "signed_on": by.today,
    } | other  # fmt: skip
    return add_signed_paper(document=document, by=by, **given_)  # type: ignore[arg-type]


def test_a_signed_paper_counts_once_a_second_person_has_witnessed_it(
    document: Document, variation: Variation, line: Line
) -> None:
    officer, witness = manager_of(line.agreement), manager_of(line.agreement)
    scan = add_paper(document, officer)
    variation.refresh_from_db()
    assert variation.state == Variation.State.PROPOSED and waiting_scans(document) == [scan]
    with pytest.raises(Refused) as refused:
        witness_paper(document=document, scan=scan, by=officer)
    assert codes(refused) == ["signature.witness_uploaded"]
    given_ = witness_paper(document=document, scan=scan, by=witness)
    assert (given_.manner, given_.name, given_.capacity) == ("paper", "Alex Moreau", "Chief executive")
    assert (given_.signer_id, given_.witness_id, given_.organisation_id) == (
        None,
        witness.user.pk,
        line.organisation_id,
    )
    variation.refresh_from_db()
    assert variation.state == Variation.State.PROVIDER_SIGNED and waiting_scans(document) == []
    with pytest.raises(Refused) as refused:
        witness_paper(document=document, scan=scan, by=witness)
    assert {"signature.scan_used", "signature.twice"} <= set(codes(refused))


def test_both_sides_may_sign_on_paper(document: Document, variation: Variation, line: Line) -> None:
    officer, witness = manager_of(line.agreement), manager_of(line.agreement)
    for side, name in (("provider", "Alex Moreau"), ("body", "Dana Whitlam")):
        witness_paper(
            document=document, scan=add_paper(document, officer, side=side, signer_name=name), by=witness
        )
    variation.refresh_from_db()
    assert variation.state == Variation.State.IN_FORCE
    assert all(c.fits for c in checked_signatures_of(document))


def test_the_signer_is_not_the_witness_and_not_on_both_sides(document: Document, line: Line) -> None:
    officer, witness = manager_of(line.agreement), manager_of(line.agreement)
    scan = add_paper(document, officer, signer_name=witness.user.name)
    with pytest.raises(Refused) as refused:
        witness_paper(document=document, scan=scan, by=witness)
    assert codes(refused) == ["signature.witness_signed"]
    witness_paper(document=document, scan=scan, by=manager_of(line.agreement))
    with pytest.raises(Refused) as refused:
        add_paper(document, officer, side="body", signer_name=witness.user.name)
    assert codes(refused) == ["signature.both_sides"]


def test_a_provider_adds_its_own_sides_paper_only(document: Document, provider: Actor) -> None:
    assert add_paper(document, provider).paper["side"] == "provider"
    with pytest.raises(Refused) as refused:
        add_paper(document, provider, side="body", signer_name="Dana Whitlam")
    assert codes(refused) == ["signature.other_side"]


@pytest.mark.parametrize("days", [-400, 1])
def test_the_day_on_the_paper_lies_between_its_writing_and_today(
    document: Document, provider: Actor, days: int
) -> None:
    with pytest.raises(Refused) as refused:
        add_paper(document, provider, signed_on=provider.today + dt.timedelta(days=days))
    assert codes(refused) == ["signature.wrong_day"]


def test_the_scan_of_one_document_does_not_serve_for_another(
    document: Document, line: Line, provider: Actor
) -> None:
    scan = add_paper(document, provider)
    other = services.propose_variation(
        agreement=line.agreement, effective_on=dt.date(2026, 12, 1), reason="x", reference="x", knows_past=True,
        changes=[{"kind": "target", "line": line.public_id, "category": "", "after": "30"}], by=manager_of(line.agreement),
    )  # fmt: skip
    assert other.document is not None
    with pytest.raises(Refused) as refused:
        witness_paper(document=other.document, scan=scan, by=manager_of(line.agreement))
    assert codes(refused) == ["record.not_permitted"]


def test_the_same_side_cannot_sign_here_what_it_signed_on_paper(
    document: Document, line: Line, provider: Actor
) -> None:
    witness_paper(
        document=document, scan=add_paper(document, manager_of(line.agreement)), by=manager_of(line.agreement)
    )
    assert "signature.twice" in refusal(document, provider)


def test_a_wrong_scan_is_withdrawn_until_somebody_has_witnessed_it(document: Document, line: Line) -> None:
    officer, witness = manager_of(line.agreement), manager_of(line.agreement)
    wrong = add_paper(document, officer)
    with pytest.raises(Refused) as refused:
        replace_document(document=wrong, file=upload(pdf_bytes("other")), by=officer)
    assert codes(refused) == ["document.scan"]
    withdraw_document(document=wrong, reason="Another agreement's paper", by=officer)
    assert waiting_scans(document) == []
    with pytest.raises(Refused) as refused:
        witness_paper(document=document, scan=wrong, by=witness)
    assert codes(refused) == ["signature.scan_gone"]
    right = add_paper(document, officer)
    witness_paper(document=document, scan=right, by=witness)
    with pytest.raises(Refused) as refused:
        withdraw_document(document=right, reason="Too late", by=officer)
    assert codes(refused) == ["document.signed"]
