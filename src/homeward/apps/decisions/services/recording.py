"""What is recorded towards a placement: checks, waivers, the visit, and what the area authority was told."""

from __future__ import annotations

import datetime as dt

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core import audit
from homeward.apps.core.documents.services import store_upload
from homeward.apps.core.periods import say_day
from homeward.apps.core.refusals import refuse_if
from homeward.apps.core.vocabulary import is_code, label_of
from homeward.apps.core.writing import permit, service
from homeward.apps.decisions.facts import accept_facts, ask, role_code
from homeward.apps.decisions.models import AreaNotice, Check, Decision, Visit
from homeward.apps.decisions.obstacles import reasons_of
from homeward.apps.decisions.services.taking import nameless, take
from homeward.apps.local_policy.queries import pack_of
from homeward.engine.standing.facts import AgreementFact, CheckFact
from homeward.engine.standing.may_accept import decide_acceptance
from homeward.kernel.reasons import Reason

CHECKS, VISIT = "pre_placement_checks", "visit"
PROOF = "proof"  # the kind of document a check or a visit rests on


def check_words(check: Check) -> str:
    """Which check of the policy's list it is."""
    return label_of(check.body, CHECKS, check.code)


def _check_of(decision: Decision, code: str) -> Check:
    found = Check.objects.filter(decision=decision, code=code).first()
    return found or Check(body=decision.body, decision=decision, code=code)


def _open(decision: Decision) -> Reason | None:
    return None if decision.is_live else Reason("decision.closed", {"state": decision.get_state_display()})


def _known(decision: Decision, code: str) -> Reason | None:
    if is_code(decision.body, CHECKS, code, decision.body.today):
        return None
    return Reason("decision.check_unknown", {"code": code, "field": "code"})


def _day(decision: Decision, day: dt.date, field: str) -> Reason | None:
    if day <= decision.body.today:
        return None
    return Reason("decision.in_future", {"day": day.isoformat(), "field": field})


@service("record_check", "This check cannot be recorded")
def record_check(
    *,
    decision: Decision,
    code: str,
    done_on: dt.date,
    words: str,
    file: UploadedFile | None = None,
    by: Actor,
) -> Check:
    """A check before the placement is done, with the paper it rests on; one that was waived is made good by it."""
    what = "This check cannot be recorded"
    take(decision, by, P.DECISION_PROPOSE, what)
    refuse_if(what, [
        _open(decision), _known(decision, code), _day(decision, done_on, "done_on"),
        None if words.strip() else Reason("decision.words_missing", {"field": "words"}),
        *nameless(decision, words=words),
    ])  # fmt: skip
    made = _check_of(decision, code)
    made.done_on, made.done_by, made.words = done_on, by.user, words.strip()
    made.save()
    audit.record(by, "record_check", decision, check=code)
    if file is not None:
        store_upload(file=file, title=check_words(made)[:160], kind=PROOF, thing=made, by=by)
    return made


@service("waive_check", "This check cannot be waived")
def waive_check(*, decision: Decision, code: str, reason: str, by: Actor) -> Check:
    """Waive a check in an emergency, with a reason; it is made good within the pack's days."""
    what = "This check cannot be waived"
    permit(by.holds(P.DECISION_CARRY_OUT) or by.holds(P.DECISION_DECIDE), what)
    take(decision, by, P.DECISION_READ, what)
    made = _check_of(decision, code)
    label = label_of(decision.body, CHECKS, code)
    refuse_if(what, [
        _open(decision), _known(decision, code),
        None if reason.strip() else Reason("decision.reason_missing", {"field": "reason"}),
        Reason("decision.check_done", {"check": label}) if made.done_on else None,
        *_not_an_emergency(decision, code, reason, by),
    ])  # fmt: skip
    made.waived_at, made.waived_by, made.waived_role = timezone.now(), by.user, by.role
    made.waived_because = reason.strip()
    made.save()
    audit.record(by, "waive_check", decision, check=code, reason=reason.strip())
    return made


def _not_an_emergency(decision: Decision, code: str, reason: str, by: Actor) -> list[Reason]:
    """What the rule would say of the waiver."""
    if not reason.strip() or _known(decision, code) is not None:
        return []
    waived = AgreementFact(by=by.user.public_id, role=role_code(by.role), at=timezone.now(), reason=reason)
    facts = accept_facts(decision, "contract")
    checks = [c for c in facts.checks if c.code != code] + [CheckFact(code=code, waived=waived)]
    found = decide_acceptance(facts.model_copy(update={"checks": checks}), pack_of(decision.body).policy())
    mine = [
        item
        for item in (*found.refusals, *found.warnings)
        if item.code == "waiver_not_emergency" and item.reason.inputs.get("check") == code
    ]
    return reasons_of(decision, mine)


@service("record_visit", "This visit cannot be recorded")
def record_visit(
    *, decision: Decision, on: dt.date, visitors: str, child_came: bool, why_not: str = "", found: str,
    file: UploadedFile | None = None, by: Actor,
) -> Visit:  # fmt: skip
    """The visit before the placement: whether the children came, or why not; with its report. It is one of the checks."""
    what = "This visit cannot be recorded"
    take(decision, by, P.DECISION_PROPOSE, what)
    refuse_if(what, [
        _open(decision), _day(decision, on, "on"),
        None if visitors.strip() else Reason("decision.words_missing", {"field": "visitors"}),
        None if found.strip() else Reason("decision.words_missing", {"field": "found"}),
        None if child_came or why_not.strip() else Reason("decision.reason_missing", {"field": "why_not"}),
        *nameless(decision, visitors=visitors, why_not=why_not, found=found),
    ])  # fmt: skip
    made = Visit.objects.create(
        body=decision.body, decision=decision, on=on, by=by.user, visitors=visitors.strip(), child_came=child_came,
        why_not="" if child_came else why_not.strip(), found=found.strip(),
    )  # fmt: skip
    if _known(decision, VISIT) is None:
        check = _check_of(decision, VISIT)
        check.done_on, check.done_by, check.words = on, by.user, found.strip()[:400]
        check.save()
    audit.record(by, "record_visit", decision, child_came=child_came)
    if file is not None:
        store_upload(file=file, title=f"Visit on {say_day(on)}", kind=PROOF, thing=made, by=by)
    return made


@service("tell_area", "This cannot be recorded")
def tell_area(
    *, decision: Decision, kind: str, on: dt.date, authority: str, words: str, by: Actor
) -> AreaNotice:
    """The authority in whose area the home lies was notified, or consulted."""
    what = "This cannot be recorded"
    take(decision, by, P.DECISION_CARRY_OUT, what)
    permit(kind in AreaNotice.Kind.values, what)
    where = ask(decision, "contract").match.where
    needed = where.at_a_distance if kind == AreaNotice.Kind.CONSULTED else where.out_of_area
    refuse_if(what, [
        _open(decision), _day(decision, on, "on"),
        None if needed else Reason("decision.not_needed", {}),
        None if authority.strip() else Reason("decision.words_missing", {"field": "authority"}),
        None if words.strip() else Reason("decision.words_missing", {"field": "words"}),
        *nameless(decision, words=words),
    ])  # fmt: skip
    made, _ = AreaNotice.objects.update_or_create(
        decision=decision, kind=kind,
        defaults={"body": decision.body, "on": on, "authority": authority.strip(), "words": words.strip(), "by": by.user},
    )  # fmt: skip
    audit.record(by, "tell_area", decision, kind=kind, authority=authority.strip())
    return made
