"""Children whose placement is looked at because their home was restricted."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from homeward.apps.accounts.actors import actor_of
from homeward.apps.accounts.pages import get_visible, page
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.core import audit
from homeward.apps.core.forms import edit
from homeward.apps.core.periods import say_day
from homeward.apps.restrictions import queries, services
from homeward.apps.restrictions.forms import ReviewForm
from homeward.apps.restrictions.lists import REVIEWS, review_state
from homeward.apps.restrictions.models import RestrictionReview
from homeward.apps.restrictions.views.restrictions import crumbs_to


@page(P.RESTRICTION_REVIEW)
def reviews(request: HttpRequest) -> HttpResponse:
    """Every review, what is urgent and what is late first."""
    lede = _("One for each child who was there when a restriction was imposed. Their placements go on.")
    return REVIEWS.respond(
        request, queries.reviews(actor_of(request)), heading=_("Placements to review"), lede=lede,
        crumbs=crumbs_to(),
    )  # fmt: skip


@page(P.RESTRICTION_REVIEW)
def review(request: HttpRequest, public_id: str) -> HttpResponse:
    """One child's review: what is asked, or what was found."""
    actor = actor_of(request)
    get_visible(RestrictionReview, request, public_id)
    found = queries.reviews(actor).get(public_id=public_id)
    audit.record_read(actor, found.placement.child, page="restriction review")
    words, colour = review_state(found)
    return edit(
        request, ReviewForm(request.POST or None, review=found),
        lambda data: services.record_review(
            review=found, found=data["found"], visited_on=data["visited_on"], by=actor
        ),
        lambda done: (_("Recorded."), reverse("restriction", args=[found.restriction.public_id])),
        template="restrictions/review.html", verb=_("Record what was found"), review=found, state=words, state_colour=colour,
        heading=_("Review: %(child)s at %(home)s")
        % {"child": found.placement.child.reference, "home": found.placement.home.name},
        caption=_("Restriction of %(subject)s") % {"subject": found.restriction.subject},
        lede=_("By %(day)s, with a visit.") % {"day": say_day(found.due_on)}
        if found.is_urgent
        else _("By %(day)s.") % {"day": say_day(found.due_on)},
        back=reverse("restriction", args=[found.restriction.public_id]), crumbs=crumbs_to(found.restriction),
    )  # fmt: skip
