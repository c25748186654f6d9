"""The hub's report to the quality manager, and the manager's feedback as the lead talked it through."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.approvals.journey import own_part, stands_at
from homeward.apps.approvals.models import Application, Recommendation, RecommendationFeedback
from homeward.apps.approvals.parts import LEAD
from homeward.apps.approvals.services.common import needed, of, take
from homeward.apps.core import audit
from homeward.apps.core.refusals import refuse_if
from homeward.apps.core.writing import service
from homeward.kernel.reasons import Reason

CANNOT_WRITE = "This recommendation cannot be kept"
CANNOT_DISCUSS = "What came of the feedback cannot be recorded"


@service("write_recommendation", CANNOT_WRITE)
def write_recommendation(
    *,
    application: Application,
    text: str,
    kinds: Sequence[str],
    with_whanau: str,
    conditions: str = "",
    by: Actor,
) -> Recommendation:
    """Write the report, or its next version after feedback. Earlier versions stay."""
    take(application, by, P.APPLICATION_LEAD, CANNOT_WRITE)
    given = {"text": text, "kinds": " ".join(kinds), "with_whanau": with_whanau}
    labels = {
        "text": "The report", "kinds": "Kinds of approval", "with_whanau": "Tamariki Māori with whānau, hapū and iwi",
    }  # fmt: skip
    refuse_if(
        CANNOT_WRITE,
        [
            own_part(application, by, LEAD),
            stands_at(application, "CONTENT_AGREED", "QM_FEEDBACK"),
            *needed(given, labels),
        ],
    )
    made = Recommendation.objects.create(
        **of(application), number=application.recommendations.count() + 1, text=text.strip(), kinds=list(kinds),
        conditions=conditions.strip(), with_whanau=with_whanau.strip(), drafted_by=by.user,
    )  # fmt: skip
    audit.record(by, "write_recommendation", application, number=made.number)
    return made


@service("discuss_feedback", CANNOT_DISCUSS)
def discuss_feedback(
    *, feedback: RecommendationFeedback, discussed_on: dt.date, outcome: str, by: Actor
) -> RecommendationFeedback:
    """The lead talked the manager's feedback through with the partner; what came of it."""
    application = take(feedback.application, by, P.APPLICATION_LEAD, CANNOT_DISCUSS)
    future = Reason("application.in_future", {"field": "discussed_on", "day": discussed_on.isoformat()})
    refuse_if(
        CANNOT_DISCUSS,
        [own_part(application, by, LEAD), stands_at(application, "QM_FEEDBACK"),
         future if discussed_on > by.today else None, *needed({"outcome": outcome}, {"outcome": "What came of it"})],
    )  # fmt: skip
    feedback.discussed_on, feedback.outcome, feedback.answered_by = discussed_on, outcome.strip(), by.user
    feedback.save()
    audit.record(by, "discuss_feedback", application)
    return feedback
