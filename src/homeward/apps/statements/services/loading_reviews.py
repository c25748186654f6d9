"""The yearly review of contract loadings (section 4.5.2): made for every line, settled by a variation or a decision."""

from __future__ import annotations

from collections.abc import Callable

from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.permissions import Relation
from homeward.apps.accounts.scopes import may
from homeward.apps.agreements.models import Line
from homeward.apps.core import audit
from homeward.apps.core.periods import to_db
from homeward.apps.core.refusals import refuse_if
from homeward.apps.core.writing import permit, service, writing
from homeward.apps.local_policy.queries import pack_of
from homeward.apps.statements.loading_reviews import (
    Year,
    changes_of,
    gather_review,
    lines_to_review,
    variations_of,
    years_over,
)
from homeward.apps.statements.models import LoadingReview
from homeward.engine.loadings.review import decide_review
from homeward.engine.refusal import Refusal
from homeward.kernel.reasons import Reason

Report = Callable[[int, int | None, str], None]
WHAT = "This review cannot be made"


def review_loadings(*, label: str, by: Actor, report: Report | None = None) -> list[tuple[Line, list[str]]]:
    """Review every line of the body for a year; what was decided against before stays as it is.

    Returns the lines that could not be reviewed, with why. Raises Refused when the year's window has not ended.
    """
    permit(by.relation(P.AGREEMENT_WRITE) is Relation.BODY, WHAT)
    year = next((y for y in years_over(by.body) if y.label == label), None)
    lines = lines_to_review(by.body, year) if year else []
    refuse_if(
        WHAT,
        [
            Reason("review.not_over", {"label": label, "field": "year"}) if year is None else None,
            Reason("review.no_lines", {"label": label, "field": "year"}) if year and not lines else None,
        ],
    )
    assert year is not None
    left_out = []
    for done, line in enumerate(lines):
        if report:
            report(done, len(lines) if done == 0 else None, f"{line.organisation.name}, {line}")
        with writing(by, "review_loadings", WHAT):
            why = _review(line, year, by)
        if why:
            left_out.append((line, why))
    return left_out


def _review(line: Line, year: Year, by: Actor) -> list[str]:
    """Make or renew one review; returns why it could not be made."""
    Line.objects.select_for_update(no_key=True).get(pk=line.pk)
    pack = pack_of(line.body)
    gathered = gather_review(line, year)
    before = LoadingReview.objects.filter(line=line, year=year.label).first()
    if before and (before.kept_at or variations_of(before).exists()):
        return []
    if before and (before.facts_digest, before.pack_digest) == (gathered.digest, pack.digest):
        return []
    try:
        decision = decide_review(gathered.facts, pack.policy())
    except Refusal as refusal:
        return [f"{p.message} {p.remedy}" for p in refusal.problems]
    told = decision.to_json()
    review, _ = LoadingReview.objects.update_or_create(
        line=line, year=year.label,
        defaults={
            "body": line.body, "organisation": line.organisation, "period": to_db(year.window),
            "effective_on": year.effective_on, "facts": gathered.facts, "facts_digest": gathered.digest,
            "decision": told, "pack_version": pack.version, "pack_digest": pack.digest,
            "changes": len(changes_of(told)), "made_at": timezone.now(), "made_by": by.user,
        },
    )  # fmt: skip
    audit.record(by, "review_loadings", review, changes=review.changes)
    return []


@service("keep_loadings", "These loadings cannot be kept")
def keep_loadings(*, review: LoadingReview, reason: str, by: Actor) -> LoadingReview:
    """Decide, with a reason, that the contract loadings stay as they are for the next year."""
    what = "These loadings cannot be kept"
    permit(may(by, P.STATEMENT_READ, review) and by.relation(P.AGREEMENT_WRITE) is Relation.BODY, what)
    review = (
        LoadingReview.objects.select_for_update(of=("self",))
        .select_related("line__agreement", "body")
        .get(pk=review.pk)
    )
    follows = variations_of(review).first()
    refuse_if(
        what,
        [
            None
            if reason.strip()
            else Reason("statement.reason_missing", {"what": "Keeping them", "field": "reason"}),
            Reason("review.settled", {"how": "kept as they are"}) if review.kept_at else None,
            Reason("review.settled", {"how": f"put into {follows}"}) if follows else None,
        ],
    )
    review.kept_at, review.kept_by, review.kept_reason = timezone.now(), by.user, reason.strip()
    review.save(update_fields=["kept_at", "kept_by", "kept_reason"])
    audit.record(by, "keep_loadings", review, reason=reason)
    return review
