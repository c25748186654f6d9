"""Writing, sending and checking a referral: what is refused, what is kept."""

from __future__ import annotations

import datetime as dt

import pytest

from homeward.apps.accounts.roles import Role
from homeward.apps.core.models import AuditEvent, Notice
from homeward.apps.core.refusals import Refused
from homeward.apps.referrals import services
from homeward.apps.referrals.content import band_of, content_of, digest_of, names_in
from homeward.apps.referrals.models import Need, Referral, Section
from tests.factories.accounts import actor_in
from tests.factories.children import ChildFactory
from tests.factories.referrals import WRITTEN, Authority
from tests.refusing import refused_by


def test_children_get_letters_in_the_order_they_were_named(authority: Authority) -> None:
    referral = authority.begin()
    letters = [(c.letter, c.child.given_name) for c in referral.children.order_by("letter")]
    assert letters == [("A", "Seren"), ("B", "Macsen")]
    assert AuditEvent.objects.filter(action="begin_referral", thing=referral.public_id).count() == 1


def test_a_referral_is_begun_with_every_reason_why_not(authority: Authority) -> None:
    yesterday = authority.officer.today - dt.timedelta(days=1)
    found = refused_by(authority.begin, children=[], urgency="whenever", needed_by=yesterday)
    assert found == {"referral.urgency_unknown", "referral.needed_in_the_past", "referral.no_child"}
    assert not Referral.objects.exists()


def test_a_child_stands_in_one_open_referral(authority: Authority) -> None:
    first = authority.begin(children=authority.children[:1])
    assert refused_by(authority.begin) == {"referral.open_already"}
    services.withdraw_referral(referral=first, reason="She goes home.", by=authority.officer)
    assert authority.begin().children.count() == 2


def test_a_child_of_another_body_is_not_found(authority: Authority) -> None:
    assert refused_by(authority.begin, children=[ChildFactory()]) == {"record.not_permitted"}


@pytest.mark.parametrize(
    "text", ["Seren has asthma.", "MACSEN’s school", "the Prosser family", "Ask serèn", "number {number}"]
)
def test_a_childs_name_is_refused_however_it_is_written(authority: Authority, text: str) -> None:
    referral = authority.begin()
    text = text.format(number=authority.children[0].client_number)
    given = {"referral": referral, "code": "health", "answers": {"health": text}, "by": authority.officer}
    assert refused_by(services.save_section, **given) == {"referral.names_a_child"}
    need = {"weight": "must", "text": text, "source": "Plan", "referral": referral, "by": authority.officer}
    assert refused_by(services.add_need, **need) == {"referral.names_a_child"}
    assert not referral.sections.exists()


def test_a_word_that_only_holds_a_name_is_no_name(authority: Authority) -> None:
    people = list(authority.begin().children.select_related("child"))
    assert names_in("A serene house; prossers’ lane", people) == []


def test_a_name_that_is_an_everyday_word_counts_with_a_capital_inside_a_sentence(
    authority: Authority,
) -> None:
    """Otherwise nobody could write “will” of a boy called Will."""
    authority.children[0].given_name = "Will"
    authority.children[0].save()
    people = list(authority.begin().children.select_related("child"))
    assert names_in("He will sleep. Will wake early.", people) == []
    assert names_in("At night Will wakes.", people) == ["Will"]


def test_what_is_not_written_is_told_section_by_section(authority: Authority) -> None:
    referral = authority.begin()
    with pytest.raises(Refused) as found:
        services.send_referral(referral=referral, by=authority.officer)
    missing = {str(r.inputs["section"]) for r in found.value.reasons}
    assert len(missing) == len(WRITTEN) + 1  # and the needs
    assert {r.code for r in found.value.reasons} == {"referral.section_missing"}
    assert not referral.versions.exists()


@pytest.mark.parametrize("code", [*WRITTEN, "needs"])
def test_each_section_is_needed(authority: Authority, code: str) -> None:
    referral = authority.write(authority.begin())
    if code == "needs":
        services.remove_need(need=referral.needs.get(), by=authority.officer)
    else:
        services.save_section(referral=referral, code=code, answers={}, by=authority.officer)
    with pytest.raises(Refused) as found:
        services.send_referral(referral=referral, by=authority.officer)
    assert len(found.value.reasons) == 1


def test_apart_needs_its_reason(authority: Authority) -> None:
    """Brothers and sisters live together so far as reasonably practicable; apart has a recorded reason."""
    referral = authority.write(authority.begin())
    answers = {**WRITTEN["together"], "together": "apart_reason"}
    services.save_section(referral=referral, code="together", answers=answers, by=authority.officer)
    assert refused_by(services.send_referral, referral=referral, by=authority.officer) == {
        "referral.section_missing"
    }
    services.save_section(
        referral=referral, code="together", answers={**answers, "apart_reason": "Child A harms Child B."}, by=authority.officer
    )  # fmt: skip
    assert services.send_referral(referral=referral, by=authority.officer).number == 1


def test_who_wrote_what_another_saved_over_does_not_check_it_either(authority: Authority) -> None:
    referral, section = authority.sent(), Section.objects.order_by("pk").first()
    assert section is not None
    for user in (authority.senior.user, authority.officer.user):
        section.saved_by = user
        section.save()
    assert refused_by(services.pass_check, referral=referral, by=authority.senior) == {"referral.own_check"}
    other = actor_in(Role.SENIOR_PRACTITIONER, authority.body)
    assert services.pass_check(referral=referral, by=other).state == "ready"


def test_who_wrote_it_does_not_check_it(authority: Authority) -> None:
    referral = authority.sent()
    assert refused_by(services.pass_check, referral=referral, by=authority.officer) == {
        "record.not_permitted"
    }
    writer = actor_in(Role.SENIOR_PRACTITIONER, authority.body)
    Referral.objects.filter(pk=referral.pk).update(sent_by=writer.user)
    assert refused_by(services.pass_check, referral=referral, by=writer) == {"referral.own_check"}
    passed = services.pass_check(referral=referral, by=authority.senior)
    assert (passed.state, passed.checked_by) == ("ready", authority.senior.user)
    assert Notice.objects.filter(user_id=authority.officer.user.pk).exists()


def test_each_sending_is_a_version_that_never_changes(authority: Authority) -> None:
    referral = authority.sent()
    first = referral.versions.get()
    assert first.digest == digest_of(first.content)
    services.send_back_referral(
        referral=referral, reason="Say where she goes to school.", by=authority.senior
    )
    services.save_section(
        referral=referral, code="health", answers={**WRITTEN["health"], "education": "Year 4, walks there."}, by=authority.officer
    )  # fmt: skip
    second = services.send_referral(referral=referral, by=authority.officer)
    first.refresh_from_db()
    assert (second.number, first.content["sections"]["health"]["education"]) == (
        2,
        "Year 4, no additional needs.",
    )
    assert second.digest != first.digest
    services.pass_check(referral=referral, by=authority.senior)
    passed = [v.passed_at is not None for v in referral.versions.order_by("number")]
    assert passed == [False, True]


def test_a_version_holds_no_name_birthday_or_number(authority: Authority) -> None:
    content = str(authority.sent().versions.get().content)
    for child in authority.children:
        for secret in (
            child.given_name,
            child.family_name,
            child.client_number,
            child.reference,
            str(child.born_on),
        ):
            assert secret not in content
    assert "'age': '5 to 9'" in content


def test_a_checked_referral_is_changed_only_after_opening_it_again(authority: Authority) -> None:
    referral = services.pass_check(referral=authority.sent(), by=authority.senior)
    save = {"referral": referral, "code": "health", "answers": WRITTEN["health"], "by": authority.officer}
    assert refused_by(services.save_section, **save) == {"referral.not_open"}
    assert refused_by(services.reopen_referral, referral=referral, reason=" ", by=authority.officer) == {
        "referral.reason_missing"
    }
    opened = services.reopen_referral(referral=referral, reason="She broke her leg.", by=authority.officer)
    assert opened.state == "draft" and opened.checked_by is None
    services.save_section(**{**save, "referral": opened})


def test_the_content_says_what_was_written(authority: Authority) -> None:
    referral = authority.write(authority.begin())
    content = content_of(referral)
    assert content["needs"][0]["weight"] == Need.Weight.MUST
    assert content["sections"]["place"] == {"district": "CF10", "most_miles": 20}
    referral.refresh_from_db()
    assert referral.placement_types == ["foster_mainstream"]


@pytest.mark.parametrize(
    ("age", "band"),
    [(None, "age not known"), (0, "0 to 4"), (9, "5 to 9"), (17, "16 to 17"), (18, "18 or older")],
)
def test_age_bands(age: int | None, band: str) -> None:
    assert band_of(age) == band
