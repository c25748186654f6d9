"""The file of a batch: made once, kept, and the same bytes each time it leaves."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from django.db.models import F
from django.utils import timezone

from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.permissions import Permission
from homeward.apps.agreements.models import Agreement
from homeward.apps.core import audit
from homeward.apps.core.periods import from_db
from homeward.apps.core.refusals import refuse_if
from homeward.apps.core.writing import permit, service
from homeward.apps.finance.layouts import Value, write_file
from homeward.apps.finance.models import BatchFile, FileLayout
from homeward.apps.finance.services.layouts import settings_on
from homeward.apps.statements.models import Payment, PaymentBatch
from homeward.kernel.reasons import Reason

WHAT = "This batch cannot be exported"


@service("payment.export", WHAT)
def export_batch(*, batch: PaymentBatch, by: Actor) -> BatchFile:
    """The file of a batch as it leaves now; made by the layout in force at the first export and kept from then on."""
    batch = _locked(batch, by)
    file = batch.files.first() or _make(batch, number=1, reason="", by=by)
    BatchFile.objects.filter(pk=file.pk).update(exports=F("exports") + 1, exported_at=timezone.now())
    file.refresh_from_db()
    audit.record(by, "payment.export", batch, file=file.name, digest=file.digest, times=file.exports)
    return file


@service("payment.remake", WHAT)
def remake_file(*, batch: PaymentBatch, reason: str, by: Actor) -> BatchFile:
    """Make the file anew by today's layout, for a file the finance system could not take. Refused once it answered."""
    batch = _locked(batch, by)
    settled = batch.payments.exclude(state=Payment.State.SENT).count()
    refuse_if(
        WHAT,
        [
            Reason("finance.batch_answered", {"batch": batch.number, "count": settled}) if settled else None,
            Reason("finance.no_reason", {"field": "reason"}) if not reason.strip() else None,
        ],
    )
    before = batch.files.first()
    made = _make(batch, number=before.number + 1 if before else 1, reason=reason.strip()[:300], by=by)
    audit.record(by, "payment.remake", batch, reason=reason, file=made.name, digest=made.digest)
    return made


def _locked(batch: PaymentBatch, by: Actor) -> PaymentBatch:
    """The batch with its row locked: two exports at once make one file."""
    found = PaymentBatch.objects.allowed_to(by, Permission.PAYMENT_MAKE).filter(pk=batch.pk)
    permit(found.exists(), WHAT)
    return PaymentBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)


def _make(batch: PaymentBatch, *, number: int, reason: str, by: Actor) -> BatchFile:
    settings = settings_on(batch.body, FileLayout.Kind.EXPORT, by.today)
    rows = list(rows_of(batch))
    written = write_file(settings, rows, batch=batch.number, count=batch.count, total=batch.control_total)
    return BatchFile.objects.create(
        body=batch.body, batch=batch, number=number, name=written.name, content=written.content, settings=settings,
        digest=hashlib.sha256(written.content).hexdigest(), made_by=by.user, reason=reason,
    )  # fmt: skip


def rows_of(batch: PaymentBatch) -> Iterator[dict[str, Value]]:
    """What each payment of a batch tells of itself, in the order in which it was made."""
    payments = batch.payments.select_related("organisation", "statement__line__agreement__provider")
    for payment in payments.order_by("pk"):
        line, period = payment.statement.line, from_db(payment.statement.period)
        agreement: Agreement = line.agreement
        yield {
            "batch": batch.number,
            "reference": payment.public_id,
            "kind": "CREDIT" if payment.is_credit else "PAYMENT",
            "payee": payment.organisation.name,
            "payee_reference": agreement.provider.reference,
            "business_number": payment.organisation.business_number,
            "agreement": agreement.reference,
            "line": line.number,
            "cost_code": payment.cost_code,
            "quarter": payment.statement.label,
            "first": period.start,
            "last": period.last_night,
            "amount": payment.amount,
            "currency": batch.currency,
            "sent": timezone.localtime(batch.created_at).date(),
            "text": f"{agreement.reference} {line.number} {payment.statement.label}",
        }
