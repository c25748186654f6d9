"""Documents on pages: who adds, reads, replaces and withdraws them, and how their bytes are given out."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.roles import Role
from homeward.apps.agreements import services
from homeward.apps.agreements.models import Variation
from homeward.apps.core.documents import documents_of, replace_document, store_upload, withdraw_document
from homeward.apps.core.documents.shelves import shelves
from homeward.apps.core.models import AuditEvent, Document, DocumentContent
from homeward.apps.core.refusals import Refused, present
from tests.factories.accounts import UserFactory, actor_in
from tests.records import World, make_world, signed_in
from tests.signing import manager_of, pdf_bytes, picture_bytes, provider_of, sign_as, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    cache.clear()
    return make_world()


@pytest.fixture
def manager(world: World) -> Actor:
    return world.actor(Role.CONTRACT_MANAGER)


def stored(world: World, by: Actor, **other: Any) -> Document:
    given: dict[str, Any] = {
        "file": upload(),
        "title": "Signed deed",
        "kind": "signed_agreement",
        "thing": world.agreement,
    } | other
    return store_upload(by=by, **given)


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    for reason in refused.value.reasons:
        assert present(reason).fact and present(reason).lift
    return [r.code for r in refused.value.reasons]


def body_of(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def proposed(world: World) -> Variation:
    return services.propose_variation(
        agreement=world.agreement, effective_on=dt.date(2027, 1, 1), reason="Less need.", reference="Review",
        changes=[{"kind": "target", "line": world.line.public_id, "category": "", "after": "36"}], by=manager_of(world.agreement),
    )  # fmt: skip


# Kept ---------------------------------------------------------------------------------------------------


def test_what_is_kept_is_what_its_digest_says_and_the_same_bytes_are_kept_once(
    world: World, manager: Actor
) -> None:
    first, second = stored(world, manager), stored(world, manager, title="The same again")
    assert first.digest == hashlib.sha256(bytes(first.content.content)).hexdigest()
    assert first.content_id == second.content_id and DocumentContent.objects.count() == 1
    assert first.filename == "scan.pdf" and "scan" not in first.public_id


def test_another_body_keeps_its_own_copy(world: World, manager: Actor) -> None:
    stored(world, manager)
    other = make_world_of_another_body()
    stored(other, other.actor(Role.CONTRACT_MANAGER))
    assert DocumentContent.objects.count() == 2


def make_world_of_another_body() -> World:
    from tests.factories.accounts import CommissioningBodyFactory
    from tests.factories.agreements import AgreementFactory

    agreement = AgreementFactory(provider__body=CommissioningBodyFactory())
    none: Any = None
    return World(
        agreement.body, agreement.provider, none, agreement, none, none, none, none, none, none, none
    )


def test_a_refused_file_leaves_nothing_behind(world: World, manager: Actor) -> None:
    with pytest.raises(Refused) as refused:
        stored(world, manager, file=upload(b"<html>", "a.pdf"))
    assert codes(refused) == ["upload.kind"]
    assert not Document.objects.exists() and not DocumentContent.objects.exists()


@pytest.mark.parametrize(
    ("title", "code"), [("", "record.missing"), ("  ", "record.missing"), ("x" * 161, "document.long_title")]
)
def test_a_document_has_a_title_of_somebodys_words(
    world: World, manager: Actor, title: str, code: str
) -> None:
    with pytest.raises(Refused) as refused:
        stored(world, manager, title=title)
    assert codes(refused) == [code]


def test_quotas_are_told_in_words(world: World, manager: Actor, settings: Any) -> None:
    settings.DOCUMENT_LIMITS = {"on_one_thing": 1, "of_a_person_in_an_hour": 1, "bytes_of_a_body": 10}
    stored(world, manager)
    with pytest.raises(Refused) as refused:
        stored(world, manager)
    assert codes(refused) == ["upload.too_many", "upload.too_often", "upload.full"]
    settings.DOCUMENT_LIMITS = {"bytes": 100}
    with pytest.raises(Refused) as refused:
        stored(world, manager)
    assert codes(refused) == ["upload.size"] and "100 bytes" in present(refused.value.reasons[0]).fact


def test_a_new_version_stands_and_the_earlier_one_is_kept(world: World, manager: Actor) -> None:
    first = stored(world, manager)
    with pytest.raises(Refused) as refused:
        replace_document(document=first, file=upload(), by=manager)
    assert codes(refused) == ["document.same"]
    second = replace_document(document=first, file=upload(pdf_bytes("new")), by=manager)
    assert (second.number, second.replaces, second.title) == (2, first, first.title)
    assert [h.document for h in documents_of(world.agreement, manager)] == [second]
    with pytest.raises(Refused) as refused:
        replace_document(document=first, file=upload(pdf_bytes("newer")), by=manager)
    assert codes(refused) == ["document.replaced"]


def test_a_withdrawn_document_keeps_its_line_and_gives_out_no_bytes(world: World, manager: Actor) -> None:
    found = stored(world, manager)
    client = signed_in(manager)
    with pytest.raises(Refused) as refused:
        withdraw_document(document=found, reason=" ", by=manager)
    assert codes(refused) == ["record.missing"]
    withdraw_document(document=found, reason="Wrong agreement", by=manager)
    assert client.get(f"/documents/{found.public_id}/file/").status_code == 404
    page = body_of(client.get(f"/documents/{found.public_id}/"))
    assert "Wrong agreement" in page and "Withdrawn" in page and "/file/" not in page
    assert "Withdrawn: Wrong agreement" in body_of(client.get(f"/agreements/{world.agreement.public_id}/"))


def test_what_homeward_wrote_and_what_is_signed_stays(world: World, manager: Actor) -> None:
    document = proposed(world).document
    assert document is not None
    for do in (
        lambda: withdraw_document(document=document, reason="x", by=manager),
        lambda: replace_document(document=document, file=upload(), by=manager),
    ):
        with pytest.raises(Refused) as refused:
            do()
        assert codes(refused) == ["record.not_permitted"]  # nobody adds this kind by hand


def test_the_other_sides_document_is_not_ours_to_change(world: World, manager: Actor) -> None:
    variation = proposed(world)
    provider = provider_of(world.agreement)
    theirs = store_upload(file=upload(), title="Our letter", kind="supporting", thing=variation, by=provider)
    with pytest.raises(Refused) as refused:
        withdraw_document(document=theirs, reason="x", by=manager)
    assert codes(refused) == ["document.other_side"]


# Who ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "reads", "adds"),
    [
        (Role.CONTRACT_MANAGER, True, True),
        (Role.CONTRACT_OFFICER, True, False),
        (Role.DIRECTOR, True, False),
        (Role.FINANCE_OFFICER, True, False),
        (Role.AUDITOR, True, False),
        (Role.PROVIDER_MANAGER, True, False),
        (Role.PROVIDER_WORKER, True, False),
        (Role.ADMINISTRATOR, False, False),
    ],
)
def test_who_reads_and_who_adds_to_an_agreement(
    world: World, manager: Actor, role: Role, reads: bool, adds: bool
) -> None:
    found = stored(world, manager)
    client = world.client(role)
    wanted = 200 if reads else 404
    for part in ("", "file/"):
        assert client.get(f"/documents/{found.public_id}/{part}").status_code == wanted
    assert client.get(f"/documents/add/agreements.agreement/{world.agreement.public_id}/").status_code == (
        200 if adds else 404
    )
    for part in ("replace/", "withdraw/"):
        assert client.get(f"/documents/{found.public_id}/{part}").status_code == (200 if adds else 404)
    assert client.get(f"/documents/{found.public_id}/sign/").status_code == 404  # this kind is not signed


def test_a_stranger_finds_nothing_and_cannot_tell_it_from_what_does_not_exist(
    world: World, manager: Actor
) -> None:
    found = stored(world, manager)
    for stranger in (
        signed_in(actor_in(Role.CONTRACT_MANAGER)),
        signed_in(actor_in(Role.PROVIDER_MANAGER, world.body, world.other.organisation)),
    ):
        for part in ("", "file/", "replace/", "withdraw/", "sign/", "paper/"):
            hidden = stranger.get(f"/documents/{found.public_id}/{part}")
            missing = stranger.get(f"/documents/22222222AAAA/{part}")
            assert hidden.status_code == missing.status_code == 404
    assert Client().get(f"/documents/{found.public_id}/file/").status_code == 302


def test_a_thing_without_documents_has_no_form(world: World, manager: Actor) -> None:
    client = signed_in(manager)
    for kind, key in (
        ("accounts.user", manager.user.public_id),
        ("nothing", "x"),
        ("agreements.line", world.line.public_id),
    ):
        assert client.get(f"/documents/add/{kind}/{key}/").status_code == 404


def test_every_shelf_names_its_kinds_once() -> None:
    assert {"agreements.agreement", "agreements.variation", "statements.statement"} <= set(shelves())
    for shelf in shelves().values():
        names = [k.code for k in shelf.kinds]
        assert len(set(names)) == len(names) and all(len(n) <= 40 for n in names)
        for kind in shelf.kinds:
            assert kind.signing is None or kind.signing.scan_kind in names


# Bytes --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "media_type", "inline"),
    [
        (lambda: upload(), "application/pdf", False),
        (lambda: upload(picture_bytes(), "Māori plan.png", "image/png"), "image/png", True),
        (lambda: upload(b"a,b\n1,2\n", "a.csv", "text/csv"), "text/csv; charset=utf-8", False),
    ],
)
def test_bytes_are_given_out_sealed(
    world: World, manager: Actor, file: Any, media_type: str, inline: bool
) -> None:
    found = stored(world, manager, file=file())
    client = signed_in(manager)
    for query, shown in (("", False), ("?show=1", inline)):
        response = client.get(f"/documents/{found.public_id}/file/{query}")
        assert response.content == bytes(found.content.content)
        assert response["Content-Type"] == media_type
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Cache-Control"] == "private, no-store"
        assert response["X-Frame-Options"] == "DENY"
        policy = response["Content-Security-Policy"]
        assert "sandbox" in policy and "default-src 'none'" in policy and "script-src" not in policy
        assert response["Content-Disposition"].startswith("inline" if shown else "attachment")
    read = AuditEvent.objects.filter(action="read_document", kind="agreement", actor_id=manager.user.pk)
    assert read.count() == 2 and read[0].detail["document"] == found.public_id


# Forms, without scripts ---------------------------------------------------------------------------------


def test_a_document_is_added_by_the_form_and_says_what_was_taken_out(world: World, manager: Actor) -> None:
    client = signed_in(manager)
    address = f"/documents/add/agreements.agreement/{world.agreement.public_id}/"
    page = body_of(client.get(address))
    assert 'enctype="multipart/form-data"' in page and "at most 20 MB" in page
    given = {"kind": "signed_agreement", "title": "Signed deed"}
    wrong = body_of(client.post(address, {**given, "file": upload(b"MZ\x00\x01" + bytes(40), "a.pdf")}))
    assert "There is a problem" in wrong and "Taken are PDF, JPEG" in wrong
    assert "Error:" in re.search(r"<title>(.*?)</title>", wrong)[1]  # type: ignore[index]
    empty = body_of(client.post(address, {**given, "file": SimpleUploadedFile("a.pdf", b"")}))
    assert "It holds 0 bytes." in empty
    missing = body_of(client.post(address, given))
    assert "File: choose one." in missing
    done = client.post(
        address,
        {**given, "file": upload(picture_bytes("JPEG", comment=b"secret"), "a.jpg", "image/jpeg")},
        follow=True,
    )
    assert "Taken out: comments." in body_of(done)
    assert "Signed deed" in body_of(client.get(f"/agreements/{world.agreement.public_id}/"))


def test_a_variation_goes_from_form_to_force_by_plain_pages(world: World) -> None:
    manager, provider = manager_of(world.agreement), provider_of(world.agreement)
    client, theirs = signed_in(manager), signed_in(provider)
    for actor in (manager, provider):
        actor.user.authenticator_set.all().delete()  # the form asks for what the person has: here a password alone
    for one in (client, theirs):
        session = one.session
        session["demo_sign_in"] = True
        session.save()
    address = f"/agreements/{world.agreement.public_id}/vary/"
    given = {"effective_on": "2027-01-01", "reason": "Two carer households left.", "reference": "Deed 2"}
    assert "at least one term a new value" in body_of(client.post(address, given))
    check = body_of(client.post(address, {**given, "target_1": "36"}))
    assert "Look it over" in check and "40" in check and 'name="target_1"' in check
    assert not Variation.objects.filter(state="proposed", reference="Deed 2").exists()
    again = body_of(client.post(address, {**given, "target_1": "36", "change": "1"}))
    assert "Look it over</button>" in again
    done = client.post(address, {**given, "target_1": "36", "confirm": "1"}, follow=True)
    assert "is proposed. Both sides were told." in body_of(done)
    variation = Variation.objects.get(reference="Deed 2")
    assert variation.document is not None
    page = body_of(theirs.get(f"/agreements/variations/{variation.public_id}/"))
    assert "Read and sign" in page and "Withdraw" not in page and "Two carer households left." in page
    sign = f"/documents/{variation.document.public_id}/sign/"
    assert variation.document.digest in body_of(theirs.get(sign))
    wrong = body_of(theirs.post(sign, {"typed_name": provider.user.name, "password": "no"}))
    assert "The password" in wrong or "password you sign in with" in wrong
    signed = theirs.post(
        sign, {"typed_name": provider.user.name, "password": UserFactory.PASSWORD}, follow=True
    )
    assert "Signed as Provider manager" in body_of(signed)
    assert theirs.get(sign).status_code == 409
    client.post(sign, {"typed_name": manager.user.name, "password": UserFactory.PASSWORD})
    page = body_of(client.get(f"/agreements/variations/{variation.public_id}/"))
    assert "Both sides have signed" in page and page.count("Fits the paper") == 2
    checked = body_of(client.get(f"/documents/{variation.document.public_id}/"))
    assert checked.count("Fits: the bytes are those that were signed") == 2
    assert "36" in body_of(client.get(f"/agreements/lines/{world.line.public_id}/"))


def test_a_day_in_the_past_is_told_on_the_page_before_it_is_proposed(world: World) -> None:
    client = signed_in(manager_of(world.agreement))
    address = f"/agreements/{world.agreement.public_id}/vary/"
    given = {"effective_on": "2025-07-01", "reason": "Late.", "reference": "Deed 3", "target_1": "36"}
    page = body_of(client.post(address, given))
    assert "which is past" in page and 'name="knows_past"' in page
    untold = body_of(client.post(address, {**given, "confirm": "1"}))
    assert (
        "Read what follows and confirm it" in untold
        and not Variation.objects.filter(reference="Deed 3").exists()
    )
    client.post(address, {**given, "confirm": "1", "knows_past": "1"})
    assert Variation.objects.get(reference="Deed 3").state == "proposed"


def test_a_paper_is_added_and_witnessed_by_plain_pages(world: World) -> None:
    variation = proposed(world)
    document = variation.document
    assert document is not None
    officer, witness = signed_in(manager_of(world.agreement)), signed_in(manager_of(world.agreement))
    address = f"/documents/{document.public_id}/paper/"
    given = {
        "side": "provider",
        "signer_name": "Alex Moreau",
        "capacity": "Chief executive",
        "file": upload(pdf_bytes("s")),
    }
    today = world.body.today.isoformat()
    officer.post(address, {**given, "signed_on": today})
    scan = document.scans.get()
    assert officer.get(f"{address}{scan.public_id}/").status_code == 409
    page = body_of(witness.get(f"{address}{scan.public_id}/"))
    assert "Alex Moreau" in page and f"/documents/{scan.public_id}/file/" in page
    assert "tick this to go on" in body_of(witness.post(f"{address}{scan.public_id}/", {"compared": ""}))
    witness.post(f"{address}{scan.public_id}/", {"compared": "on"})
    variation.refresh_from_db()
    assert variation.state == "provider_signed"
    assert "witnessed by" in body_of(witness.get(f"/documents/{document.public_id}/"))


def test_the_list_of_variations_is_each_sides_own(world: World) -> None:
    variation = proposed(world)
    for role in (Role.CONTRACT_MANAGER, Role.PROVIDER_MANAGER, Role.AUDITOR):
        page = body_of(world.client(role).get("/agreements/variations/?state=open"))
        assert str(variation) in page and "1 variation" in page
    other = signed_in(actor_in(Role.PROVIDER_MANAGER, world.body, world.other.organisation))
    assert str(variation) not in body_of(other.get("/agreements/variations/"))
    assert other.get(f"/agreements/variations/{variation.public_id}/").status_code == 404


def test_declining_and_withdrawing_by_plain_pages(world: World) -> None:
    for role, move in ((Role.PROVIDER_MANAGER, "decline"), (Role.CONTRACT_MANAGER, "withdraw")):
        variation = proposed(world)
        client = world.client(role)
        address = f"/agreements/variations/{variation.public_id}/{move}/"
        assert "fill this in" in body_of(client.post(address, {"reason": ""}))
        page = body_of(client.post(address, {"reason": "Not now."}, follow=True))
        assert "Not now." in page
        assert client.get(address).status_code == 409
    worker = world.client(Role.PROVIDER_WORKER)
    for move in ("decline", "withdraw", "renew"):
        assert worker.post(f"/agreements/variations/{proposed(world).public_id}/{move}/").status_code == 404


def test_a_stale_variation_says_so_and_offers_to_draw_it_up_anew(world: World) -> None:
    first, second = proposed(world), proposed(world)
    assert first.document is not None
    sign_as(first.document, provider_of(world.agreement))
    sign_as(first.document, manager_of(world.agreement))
    client = world.client(Role.CONTRACT_MANAGER)
    page = body_of(client.get(f"/agreements/variations/{second.public_id}/"))
    assert "The terms have changed meanwhile" in page and "Read and sign" not in page
    answer = client.post(f"/agreements/variations/{second.public_id}/renew/")
    assert answer.status_code == 409  # the same target stands already: drawn up anew it would change nothing
    assert "Nothing would change" in body_of(answer)
