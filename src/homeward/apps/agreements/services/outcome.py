"""The outcome agreement's paper: drawn up from lines and summary, signed by both sides, written anew after a variation."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import User
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.queries.whom import people_in, roles_with
from homeward.apps.accounts.roles import HeldAt
from homeward.apps.accounts.scopes import may
from homeward.apps.agreements import outcome
from homeward.apps.agreements.events import AgreementAsked, AgreementDrawn, AgreementSigned
from homeward.apps.agreements.models import Agreement, Variation
from homeward.apps.agreements.outcome_models import AgreementCareModel, AgreementPaper, CareModelSummary
from homeward.apps.agreements.outcome_papers import agreement_paper
from homeward.apps.agreements.signed import paper_to_sign, signed_state
from homeward.apps.core import audit
from homeward.apps.core.documents.services import store_made
from homeward.apps.core.events import publish
from homeward.apps.core.models import Document, Signature
from homeward.apps.core.notices import Saying, saying, tell
from homeward.apps.core.periods import from_db, to_db
from homeward.apps.core.refusals import refuse_if
from homeward.apps.core.writing import hold, permit, service
from homeward.kernel.reasons import Reason

WHAT = "This agreement cannot be drawn up"
PAPER = "outcome_agreement"  # the kind of document that both sides sign
SIDES = {"provider": HeldAt.ORGANISATION, "body": HeldAt.BODY}


@service("draw_agreement", WHAT)
def draw_agreement(*, agreement: Agreement, by: Actor) -> AgreementPaper:
    """Write the paper both sides sign, from the lines and the newest agreed summary; or write it anew.

    Refused with everything that is missing: the approval, a specification, a rate, the summary. What one side signed
    before was another paper, and counts no longer. Once both have signed, terms are varied instead.
    """
    permit(may(by, P.AGREEMENT_WRITE, agreement), WHAT)
    hold(agreement)
    refuse_if(WHAT, [*outcome.settled(agreement), *what_is_missing(agreement, by)])
    summary = outcome.newest_care_model(agreement)
    assert summary is not None
    _rest_on(agreement, summary)
    made = _write(agreement, None, by)
    audit.record(by, "draw_agreement", agreement, number=made.number)
    publish(AgreementDrawn(agreement, by))
    title = saying("Outcome agreement %(reference)s waits to be signed", reference=agreement.reference)
    _tell(agreement, ("provider", "body"), title, by)
    return made


def what_is_missing(agreement: Agreement, by: Actor) -> list[Reason]:
    """Everything that stands in the way of drawing the paper up now."""
    return [*outcome.faults(agreement, outcome.newest_care_model(agreement)), *_asked(agreement, by)]


def _asked(agreement: Agreement, by: Actor) -> list[Reason]:
    """What apps above know to be in the way: an approval that is missing, or stands no longer."""
    question = AgreementAsked(agreement, by)
    publish(question)
    return question.reasons


def _rest_on(agreement: Agreement, summary: CareModelSummary) -> None:
    """Let an agreement that is not signed rest on one version for its whole term."""
    agreement.care_models.all().delete()
    AgreementCareModel.objects.create(
        body=agreement.body, organisation=agreement.organisation, agreement=agreement, summary=summary,
        reference=agreement.reference, period=to_db(from_db(agreement.period)),
    )  # fmt: skip


def _write(agreement: Agreement, variation: Variation | None, by: Actor) -> AgreementPaper:
    earlier = None if variation else paper_to_sign(agreement)
    last = agreement.papers.order_by("-number").values_list("number", flat=True).first() or 0
    paper = AgreementPaper(
        body=agreement.body, organisation=agreement.organisation, agreement=agreement, number=last + 1,
        variation=variation, content=outcome.content_of(agreement), digest=outcome.digest_of_terms(agreement),
        drawn_by=by.user,
    )  # fmt: skip
    titles = {"reference": agreement.reference}
    title = _("Outcome agreement %(reference)s") % titles
    if variation is not None:
        title = _("Outcome agreement %(reference)s, as varied") % titles
    paper.document = store_made(
        content=agreement_paper(paper), filename=f"agreement-{agreement.reference}-{paper.number}.pdf",
        media_type="application/pdf", title=title, kind="as_varied" if variation else PAPER, thing=agreement, by=by,
        replaces=earlier.document if earlier else None,
    )  # fmt: skip
    paper.save()
    return paper


def write_varied(variation: Variation, by: Actor) -> None:
    """Keep how a signed agreement reads after a variation. Called in the variation's own writing."""
    if outcome.signed_paper(variation.agreement) is not None:
        _write(variation.agreement, variation, by)


def why_not_sign(document: Document, agreement: Agreement, by: Actor, side: str) -> list[Reason]:
    """Every reason against signing now, asked before the form is shown and again when it is signed."""
    paper = paper_to_sign(agreement)
    if paper is None or paper.document_id != document.pk:
        return [Reason("signature.not_newest", {"title": document.title})]
    found = _asked(agreement, by)
    if paper.signed_on is None and paper.digest != outcome.digest_of_terms(agreement):
        found.append(Reason("agreement.stale", {"reference": agreement.reference}))
    return found


def signed(signature: Signature, agreement: Agreement, by: Actor) -> None:
    """A signature counts: the first waits for the other side, the second makes the agreement stand. Both are told."""
    document = signature.document
    refuse_if("You cannot sign this document", why_not_sign(document, agreement, by, signature.side))
    audit.record(by, "sign_agreement", agreement, side=signature.side, digest=signature.digest)
    day = signed_state(agreement).on
    if day is None:
        other = "body" if signature.side == "provider" else "provider"
        title = saying(
            "Outcome agreement %(reference)s is signed by %(name)s and waits for you",
            reference=agreement.reference, name=signature.name,
        )  # fmt: skip
        _tell(agreement, (other,), title, by)
        return
    paper = paper_to_sign(agreement)
    assert paper is not None
    paper.signed_on = day
    paper.save(update_fields=["signed_on"])
    publish(AgreementSigned(agreement, day, by))
    title = saying("Outcome agreement %(reference)s is signed by both sides", reference=agreement.reference)
    _tell(agreement, ("provider", "body"), title, by)


def signers(agreement: Agreement, side: str) -> list[User]:
    """The people who could sign for a side today."""
    roles = roles_with(P.VARIATION_SIGN, SIDES[side])
    return people_in(roles, body=agreement.body, organisation_id=agreement.organisation_id)


def _tell(agreement: Agreement, sides: tuple[str, ...], title: Saying, by: Actor) -> None:
    people = {u.pk: u for side in sides for u in signers(agreement, side) if u.pk != by.user.pk}
    tell(
        people.values(), body=agreement.body, title=title, organisation_id=agreement.organisation_id,
        url=reverse("agreement_paper", args=[agreement.public_id]),
    )  # fmt: skip
