"""The documents of a provider outside the framework: received by whoever asked, reviewed by the contract manager."""

from __future__ import annotations

from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse
from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission as P
from homeward.apps.accounts.queries.whom import people_in
from homeward.apps.accounts.roles import Role
from homeward.apps.accounts.scopes import may
from homeward.apps.core import audit
from homeward.apps.core.documents.queries import documents_of
from homeward.apps.core.documents.services import store_upload
from homeward.apps.core.notices import saying, tell
from homeward.apps.core.refusals import refuse_if
from homeward.apps.core.writing import permit, service
from homeward.apps.searches.models import Evidence
from homeward.apps.searches.shelves import PAPER, kind_words
from homeward.kernel.reasons import Reason

RECEIVE, REVIEW = "This document cannot be put down as received", "This document cannot be reviewed"
State = Evidence.State


@service("receive_evidence", RECEIVE)
def receive_evidence(
    *, evidence: Evidence, words: str, file: UploadedFile | None = None, by: Actor
) -> Evidence:
    """Put down what came, with the document itself where it is at hand. What was not in order may come again."""
    evidence = _locked(evidence, by, P.EVIDENCE_WRITE, RECEIVE)
    refuse_if(
        RECEIVE,
        [
            None if words.strip() else Reason("search.evidence_without_words", {"field": "words"}),
            Reason("search.evidence_accepted", {"kind": evidence.kind}) if evidence.state == State.ACCEPTED else None,
        ],
    )  # fmt: skip
    evidence.state, evidence.words = State.RECEIVED, words.strip()
    evidence.received_at, evidence.received_by = timezone.now(), by.user
    evidence.reviewed_at, evidence.reviewed_by, evidence.note = None, None, ""
    evidence.save()
    audit.record(by, "receive_evidence", evidence, organisation_id=evidence.organisation_id)
    if file is not None:
        store_upload(file=file, title=kind_words(evidence)[:160], kind=PAPER, thing=evidence, by=by)
    people = people_in([Role.CONTRACT_MANAGER], body=evidence.body, organisation_id=evidence.organisation_id)
    tell(
        [u for u in people if u.pk != by.user.pk], body=evidence.body,
        title=saying("A document of %(provider)s waits for your review", provider=evidence.organisation.name),
        url=reverse("review_evidence", args=[evidence.public_id]),
    )  # fmt: skip
    return evidence


@service("review_evidence", REVIEW)
def review_evidence(*, evidence: Evidence, in_order: bool, note: str = "", by: Actor) -> Evidence:
    """In order, or not and why. Never by whoever put it down as received."""
    evidence = _locked(evidence, by, P.EVIDENCE_REVIEW, REVIEW)
    refuse_if(
        REVIEW,
        [
            Reason("search.evidence_not_received", {"state": evidence.get_state_display()})
            if evidence.state != State.RECEIVED
            else None,
            Reason("search.own_evidence", {"name": by.user.name}) if _brought(evidence, by) else None,
            None if in_order or note.strip() else Reason("search.reason_missing", {"field": "note"}),
        ],
    )  # fmt: skip
    evidence.state = State.ACCEPTED if in_order else State.REJECTED
    evidence.note, evidence.reviewed_at, evidence.reviewed_by = note.strip(), timezone.now(), by.user
    evidence.save()
    audit.record(by, "review_evidence", evidence, in_order=in_order, organisation_id=evidence.organisation_id)
    if evidence.received_by is not None:
        tell(
            [evidence.received_by], body=evidence.body, text=evidence.note, url=reverse("evidence"),
            title=saying("A document of %(provider)s is in order", provider=evidence.organisation.name) if in_order
            else saying("A document of %(provider)s is not in order", provider=evidence.organisation.name),
        )  # fmt: skip
    return evidence


def _brought(evidence: Evidence, by: Actor) -> bool:
    """Whether this person put it down as received, or added one of the documents that stand now."""
    added = [held.document.added_by_id for held in documents_of(evidence, by)]
    return by.user.pk in (evidence.received_by_id, *added)


def _locked(evidence: Evidence, by: Actor, permission: P, what: str) -> Evidence:
    permit(may(by, permission, evidence), what)
    rows = Evidence.objects.select_for_update(of=("self",)).select_related(
        "organisation", "body", "received_by"
    )
    found: Evidence = rows.get(pk=evidence.pk)
    return found
