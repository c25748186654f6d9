"""From the letter to the signed outcome agreement: who signs what, what is missing, what is varied, what changed."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from homeward.apps.agreements.models import Agreement, Variation
from homeward.apps.agreements.outcome_models import CareModelSummary
from homeward.apps.agreements.services import (
    draw_agreement,
    make_agreement,
    propose_variation,
    set_rate,
)
from homeward.apps.agreements.signed import signed_days, signed_on
from homeward.apps.approvals import services
from homeward.apps.approvals.models import Application
from homeward.apps.approvals.services.raising import raise_tasks
from homeward.apps.core.duties import duties_of
from homeward.apps.core.models import Document
from homeward.apps.core.periods import from_db, to_db
from homeward.kernel.ranges import DateRange
from tests.apps.approvals.road import DAY, Road
from tests.browsing import client_of
from tests.factories.accounts import actor_in
from tests.factories.agreements import LineOverrideFactory
from tests.factories.approvals import ClarificationFactory
from tests.factories.placements import PlacementFactory
from tests.factories.providers import HomeFactory, ProviderFactory
from tests.pdfs import Paper
from tests.refusing import refused_by
from tests.signing import sign_as

pytestmark = pytest.mark.django_db


def begun() -> Road:
    """An application just approved, its letter not signed."""
    road = Road()
    road.to("APPROVED")
    return road


@pytest.fixture(scope="module")
def copied(made_once: Any) -> Any:
    return made_once(begun)


@pytest.fixture
def approved(copied: Any, settings: Any) -> Road:
    settings.DEMO = True
    found: Road = copied()
    return found


@pytest.fixture
def road(approved: Road) -> Road:
    """The letter is signed and the key contact told: contracting has begun."""
    approved.sign_letter()
    approved.move("begin_contracting", approved.manager)
    return approved


def opened(actor: Any, name: str, *parts: Any) -> str:
    answer = client_of(actor).get(reverse(name, args=parts))
    assert answer.status_code == 200, (actor.label, name)
    return answer.content.decode()


# The letter ------------------------------------------------------------------------------------------------------


def test_the_letter_is_written_with_the_decision_and_signed_by_whoever_decided(approved: Road) -> None:
    road, application = approved, approved.application
    letter = application.transition.letter
    assert letter is not None and "Suitable and capable." in Paper(letter.content.content).text
    other = actor_in(road.delegate.role, road.body)
    assert refused_by(sign_as, letter, other) == {"letter.other_decided"}
    assert refused_by(sign_as, letter, road.manager) == {"record.not_permitted"}
    assert any("Sign the letter" in duty.title for duty in duties_of(road.delegate))
    sign_as(letter, road.delegate)
    assert Application.objects.get().transition.letter_sent_on == road.today
    road.move("begin_contracting", road.manager)


# The care model summary ------------------------------------------------------------------------------------------


def test_the_partner_writes_its_summary_and_the_hub_agrees_it(road: Road) -> None:
    given = {"application": road.application}
    summary = services.begin_care_model(**given, by=road.partner)
    assert refused_by(services.begin_care_model, **given, by=road.partner) == {"care_model.open"}
    services.save_care_model(
        **given,
        summary=summary,
        section="care",
        answers={"day": " Breakfast. ", "stray": "no"},
        by=road.worker,
    )
    assert summary.answers["care"] == {"day": "Breakfast."}
    told = {**given, "summary": summary}
    assert refused_by(services.submit_care_model, **told, by=road.partner) == {"care_model.unanswered"}
    assert refused_by(services.agree_care_model, **told, by=road.lead) == {"care_model.not_now"}
    for section in summary.sections:
        answers = {q["code"]: "Ours." for q in section["questions"]}
        services.save_care_model(**told, section=section["code"], answers=answers, by=road.partner)
    services.submit_care_model(**told, by=road.partner)
    assert summary.digest and any("care model summary" in duty.title for duty in duties_of(road.lead))
    assert refused_by(services.save_care_model, **told, section="care", answers={}, by=road.partner) == {
        "care_model.not_now"
    }
    services.return_care_model(**told, remark="Say more of the nights.", by=road.lead)
    assert summary.state == "draft" and summary.digest == ""
    services.submit_care_model(**told, by=road.partner)
    services.agree_care_model(**told, by=road.lead)
    second = services.begin_care_model(**given, by=road.partner)
    assert second.number == 2 and second.answers == summary.answers  # taken over, to be written on
    assert refused_by(services.submit_care_model, **given, summary=second, by=road.partner) == {
        "record.missing"
    }


def test_a_draft_stays_with_the_partner_and_versions_stand_side_by_side(road: Road) -> None:
    key = road.application.public_id
    road.summarise("We live by the sea.")
    page = opened(road.lead, "care_model", key)
    assert "We live by the sea." in page and "Agreed" in page
    client_of(road.partner).post(reverse("care_model_begin", args=[key]))
    draft = CareModelSummary.objects.get(number=2)
    section = reverse("care_model_section", args=[key, draft.public_id, "care"])
    asked = {f"q_{q['code']}": "We live by the river." for q in draft.sections[1]["questions"]}
    assert client_of(road.partner).post(section, asked).status_code == 302
    assert "Version 2" not in opened(road.lead, "care_model", key)
    assert (
        client_of(road.lead).get(reverse("care_model_version", args=[key, draft.public_id])).status_code
        == 404
    )
    assert client_of(road.lead).get(reverse("care_model_compare", args=[key])).status_code == 404
    side = opened(road.partner, "care_model_compare", key)
    assert '<del><span class="hw-vh">left out: </span>sea.</del>' in side
    assert '<ins><span class="hw-vh">new: </span>river.</ins>' in side
    assert (
        client_of(road.partner).get(reverse("care_model_submit", args=[key, draft.public_id])).status_code
        == 200
    )


# The agreement ---------------------------------------------------------------------------------------------------


def test_nothing_is_drawn_up_before_the_approval_is_complete(approved: Road) -> None:
    road = approved
    agreement = road.make_agreement()
    assert refused_by(draw_agreement, agreement=agreement, by=road.local) == {
        "application.not_now", "agreement.no_care_model",
    }  # fmt: skip
    stranger = ProviderFactory(body=road.body)
    bare = make_agreement(
        provider=stranger, reference="OA-9", title="Care", period=from_db(agreement.period), by=road.local
    )
    assert refused_by(draw_agreement, agreement=bare, by=road.local) == {
        "standing.not_approved", "agreement.no_line", "agreement.no_care_model",
    }  # fmt: skip


def test_a_paper_that_is_out_of_date_is_not_signed(road: Road) -> None:
    road.summarise()
    agreement = road.make_agreement()
    first = draw_agreement(agreement=agreement, by=road.local)
    sign_as(first.document, road.partner)
    line = agreement.lines.get()
    line.rates.all().delete()
    set_rate(
        line=line,
        kind="general_support",
        amount=155,
        period=from_db(line.period),
        reference="OA-001",
        by=road.local,
    )
    assert refused_by(sign_as, first.document, road.local) == {"agreement.stale"}
    second = draw_agreement(agreement=agreement, by=road.local)
    assert signed_on(agreement) is None  # the partner's signature was under another paper
    assert "155.00" in str(second.content) and second.document.number == 2
    LineOverrideFactory(
        line=line, parameter="partner_funding.absence_paid_nights", value=28, reference="Clause 9"
    )
    assert refused_by(sign_as, second.document, road.local) == {"agreement.stale"}
    assert "Clause 9" in str(draw_agreement(agreement=agreement, by=road.local).content)
    assert "What changed" in opened(road.partner, "agreement_compare", agreement.public_id)


def test_signed_by_both_it_stands_and_is_varied_not_edited(road: Road) -> None:
    assert refused_by(road.move, "enter_cycle", road.local) == {
        "OUTCOME_AGREEMENT_REQUIRED", "SERVICE_SPECIFICATION_REQUIRED", "CARE_MODEL_SUMMARY_REQUIRED",
        "FUNDING_MODEL_REQUIRED",
    }  # fmt: skip
    road.summarise()
    agreement = road.make_agreement()
    assert "Draw it up" in opened(road.local, "agreement_paper", agreement.public_id)
    client_of(road.local).post(reverse("agreement_draw", args=[agreement.public_id]))
    document = Document.objects.get(kind="outcome_agreement")
    sign_as(document, road.partner)
    assert refused_by(road.move, "enter_cycle", road.local) == {"OUTCOME_AGREEMENT_REQUIRED"}
    assert refused_by(sign_as, document, road.lead) == {"record.not_permitted"}
    sign_as(document, road.local)
    assert signed_on(agreement) == road.today and signed_days([agreement]) == {agreement.pk: road.today}
    road.move("enter_cycle", road.local)
    line = agreement.lines.get()
    assert refused_by(
        set_rate, line=line, kind="general_support", amount=1, period=DateRange(road.today, road.today + DAY),
        reference="x", by=road.local,
    ) >= {"agreement.settled"}  # fmt: skip
    assert refused_by(draw_agreement, agreement=agreement, by=road.local) == {"agreement.settled"}
    for actor in (road.local, road.partner, road.lead):
        assert "Signed by both sides" in opened(actor, "agreement_paper", agreement.public_id)
    copy = client_of(road.partner).get(
        reverse("agreement_paper_pdf", args=[agreement.public_id, agreement.papers.get().public_id])
    )
    assert road.partner.user.name in Paper(copy.content).text


def test_a_suspended_approval_is_not_contracted_with(road: Road) -> None:
    road.summarise()
    agreement = road.make_agreement()
    document = draw_agreement(agreement=agreement, by=road.local).document
    services.move_approval(
        approval=road.application.approval, move="suspend", reason="Not caring well enough.", by=road.delegate
    )
    assert refused_by(sign_as, document, road.partner) == {"APPROVAL_SUSPENDED"}


def vary(road: Road, agreement: Agreement, day: Any, *changes: dict[str, Any]) -> Variation:
    return propose_variation(
        agreement=agreement, effective_on=day, reason="Yearly talk.", reference="Variation 1", changes=changes,
        knows_past=True, by=road.local,
    )  # fmt: skip


def test_funding_and_summary_are_varied_and_a_rate_is_never_back_dated(road: Road) -> None:
    road.summarise("By the sea.")
    agreement = road.make_agreement()
    line = agreement.lines.get()
    rate = {"kind": "rate", "line": line.public_id, "category": "general_support", "after": "160"}
    assert refused_by(vary, road, agreement, road.today, rate) == {"variation.not_signed"}
    road.sign_agreement()
    assert refused_by(vary, road, agreement, road.today - DAY, rate) >= {"variation.outside"}
    summary = {"kind": "care_model", "line": "", "after": "2"}
    assert refused_by(vary, road, agreement, road.today, summary) == {"variation.no_care_model"}
    road.summarise("By the river.", changed="We moved.")
    agreement.period = (road.today - 30 * DAY, agreement.period.upper)  # an agreement that began a month ago
    agreement.save()
    assert "rate.before_notice" in refused_by(vary, road, agreement, road.today - DAY, rate)
    variation = vary(road, agreement, road.today + DAY, rate, summary)
    page = opened(road.partner, "variation", variation.public_id)
    assert "Care model summary" in page and "version 1" in page and "version 2" in page
    for actor in (road.partner, road.local):
        sign_as(variation.document, actor)
    variation.refresh_from_db()
    assert variation.state == "in_force"
    newest = line.rates.order_by("period").last()
    assert newest.amount == Decimal(160) and newest.notice_on == road.today
    held = agreement.care_models.get(period__contains=road.today + DAY)
    assert held.summary.number == 2
    assert signed_on(agreement) == road.today  # as varied it is the same agreement
    side = opened(road.partner, "agreement_compare", agreement.public_id)
    assert "after variation 1" in side and "160.00" in side and "river" in side
    form = opened(road.local, "agreement_vary", agreement.public_id)
    assert "Tonight: version 1." in form and "Version 2" in form


# Afterwards ------------------------------------------------------------------------------------------------------


def test_a_notice_of_revocation_raises_its_work(road: Road) -> None:
    approval = road.application.approval
    services.move_approval(
        approval=approval, move="suspend", reason="Not caring well enough.", by=road.delegate
    )
    task = road.application.raisedtasks.get(task="gazette_notice")
    assert any("Gazette" in duty.title for duty in duties_of(road.delegate))
    assert not any("Gazette" in duty.title for duty in duties_of(road.lead))
    given = {"task": task, "text": "Gazette 2026-go1", "by": road.delegate}
    assert refused_by(services.finish_task, done_on=road.today + DAY, **given) == {"application.in_future"}
    assert refused_by(services.finish_task, **{**given, "by": road.manager}, done_on=road.today) == {
        "application.other_part"
    }
    address = reverse("application_task", args=[road.application.public_id, task.public_id])
    data = {"done_on": road.today.isoformat(), "text": "Gazette 2026-go1"}
    assert client_of(road.delegate).post(address, data).status_code == 302
    assert not any("Gazette" in duty.title for duty in duties_of(road.delegate))
    assert refused_by(services.finish_task, done_on=road.today, **given) == {"task.done"}


def test_each_child_is_looked_at_by_home_and_day_and_improvements_are_carried_on(road: Road) -> None:
    agreement = road.make_agreement()
    home = HomeFactory(provider=agreement.provider, name="Te Whare Pūriri")
    stay = PlacementFactory(home=home, line=agreement.lines.get(), period=to_db(DateRange(road.today)))
    ClarificationFactory(
        application=road.application, improvement="Write the register.", improvement_owner="The manager",
        improvement_by=road.today + 30 * DAY, carried_at=road.application.since, carried_by=road.lead.user,
    )  # fmt: skip
    made = raise_tasks(road.application, ("carry_improvement", "celebrate", "keep_evidence"), road.local)
    assert [(row.task, row.due_on) for row in made] == [
        ("carry_improvement", road.today + 30 * DAY), ("keep_evidence", None),
    ]  # fmt: skip
    assert any("Write the register." in duty.why for duty in duties_of(road.partner))
    services.move_approval(
        approval=road.application.approval, move="suspend", reason="Not caring well enough.", by=road.delegate
    )
    task = road.application.raisedtasks.get(task="child_by_child_review")
    assert task.subject == stay.public_id and task.words.startswith("Te Whare Pūriri, ")
    assert stay.child.reference not in task.words
    assert raise_tasks(road.application, ("child_by_child_review",), road.local) == []  # it is open already


def test_an_approval_is_confirmed_on_a_review_once(road: Road) -> None:
    approval, key = road.application.approval, road.application.public_id
    confirm = {"approval": approval, "move": "confirm", "by": road.lead}
    assert refused_by(services.move_approval, **confirm) == {"QUALITY_CONFIRMATION_REQUIRED"}
    given = {"approval": approval, "reported_on": road.today, "reasons": "Sound practice.", "by": road.lead}
    unsafe = {"safety": "not_yet"}
    assert refused_by(
        services.record_review, outcome="confirmed", views={}, **{**given, "by": road.partner}
    ) == {"record.not_permitted"}
    assert refused_by(services.record_review, outcome="confirmed", views=unsafe, **given) == {"review.safety"}
    assert refused_by(services.record_review, outcome="deferred", views={}, **given) == {"review.again"}
    assert refused_by(services.record_review, outcome="splendid", views={}, **given) == {
        "record.unknown_code"
    }
    review = services.record_review(
        outcome="deferred",
        views={},
        look_again_on=road.today + 60 * DAY,
        **{**given, "reported_on": road.today - 0 * DAY},
    )
    assert refused_by(services.move_approval, **confirm) == {"QUALITY_CONFIRMATION_REQUIRED"}
    services.comment_review(review=review, text="We asked for more time.", by=road.partner)
    assert "We asked for more time." in opened(road.local, "application_approval", key)
    assert opened(road.lead, "approval_review", key) and opened(
        road.partner, "approval_comment", key, review.public_id
    )
    review.delete()
    services.record_review(
        outcome="confirmed_with_plan", views=unsafe, safety="It is being put right.", **given
    )
    services.move_approval(**confirm)
    approval.refresh_from_db()
    assert approval.state == "CONFIRMED"
    assert refused_by(services.move_approval, **confirm) == {"QUALITY_CONFIRMATION_REQUIRED"}
