"""The outcome agreement: what it is made of, as terms that can be told apart and as the text both sides sign."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import Any

from django.utils.translation import gettext as _

from homeward.apps.accounts.models import CommissioningBody
from homeward.apps.agreements.models import PARTNERED, Agreement, Line
from homeward.apps.agreements.outcome_models import AgreementCareModel, AgreementPaper, CareModelSummary
from homeward.apps.agreements.queries import gaps_of, overrides_of, say_policy_value
from homeward.apps.core.periods import from_db, say
from homeward.apps.core.vocabulary import code_list, label_of
from homeward.apps.local_policy.queries import pack_of
from homeward.kernel.reasons import Reason
from homeward.web.numbers import money

Json = dict[str, Any]
AREA = "partner_funding"
# What both sides read from the first day on: how it is counted, paid ahead and set against what was used.
COUNTED_BY = (
    "night_rule", "one_paid_night", "absence_paid_nights", "absence_paid_percent", "missing_nights", "empty_place",
    "additional_mode", "committed_share", "committed_months", "reconcile_every", "reconciliation", "disputed_balance",
    "rate_before_notice", "gst_rate",
)  # fmt: skip


def has_outcome_agreements(body: CommissioningBody) -> bool:
    """Whether agreements here rest on a specification, a care model summary and a funding model."""
    return code_list(body, "funding_methods") is not None


def is_outcome(agreement: Agreement) -> bool:
    """Whether an agreement is drawn up and signed here: one with a line of a partner's funding model, or with a paper."""
    if not has_outcome_agreements(agreement.body):
        return False
    funded = agreement.lines.filter(method__in=[m.value for m in PARTNERED]).exists()
    return funded or agreement.papers.exists()


def signed_paper(agreement: Agreement) -> AgreementPaper | None:
    """The paper that both sides signed."""
    return agreement.papers.exclude(signed_on=None).first()


def settled(agreement: Agreement) -> list[Reason]:
    """A reason against changing terms of an agreement that both sides signed: they are varied."""
    if signed_paper(agreement) is None:
        return []
    return [Reason("agreement.settled", {"reference": agreement.reference})]


def care_model_on(agreement: Agreement, day: dt.date) -> AgreementCareModel | None:
    """The version of the care model summary that an agreement rests on, on a day."""
    rows = agreement.care_models.select_related("summary").filter(period__contains=day)
    return rows.first()


def newest_care_model(agreement: Agreement) -> CareModelSummary | None:
    """The newest version that the hub agreed."""
    rows = CareModelSummary.objects.filter(
        body=agreement.body, organisation=agreement.organisation, state=CareModelSummary.State.AGREED
    )
    return rows.order_by("-number").first()


def lines_of_terms(agreement: Agreement) -> list[Line]:
    rows = agreement.lines.select_related("specification", "body", "agreement", "home")
    return list(rows.prefetch_related("rates", "targets", "loadings", "overrides").order_by("number"))


def faults(agreement: Agreement, summary: CareModelSummary | None) -> list[Reason]:
    """Everything that is missing before the paper can be drawn up: each part of it by its name."""
    lines, told = lines_of_terms(agreement), {"reference": agreement.reference}
    found = [] if lines else [Reason("agreement.no_line", told)]
    for line in lines:
        named = {**told, "line": str(line)}
        if line.specification is None:
            found.append(Reason("agreement.no_specification", named))
        if line.method not in PARTNERED:
            found.append(Reason("agreement.other_method", {**named, "method": line.get_method_display()}))
        found += [Reason("agreement.gap", {**named, "gap": gap}) for gap in gaps_of(line)]
    if summary is None:
        found.append(Reason("agreement.no_care_model", {**told, "name": agreement.organisation.name}))
    return found


def terms_of_paper(agreement: Agreement) -> Json:
    """The terms as codes and numbers, whatever the language: what the digest of a paper is taken of."""
    period = from_db(agreement.period)
    return {
        "reference": agreement.reference, "title": agreement.title, "organisation": agreement.organisation.public_id,
        "period": [str(period.start), str(period.end)],
        "lines": [_line_terms(line) for line in lines_of_terms(agreement)],
        "care_models": [
            [row.summary.number, row.summary.digest, str(row.period.lower), str(row.period.upper)]
            for row in agreement.care_models.select_related("summary").order_by("period")
        ],
        "counted_by": [[used.path, str(used.value)] for _n, used, _p in _counted_by(agreement)],
    }  # fmt: skip


def _line_terms(line: Line) -> Json:
    specification = line.specification
    return {
        "number": line.number, "service": line.service_type, "method": line.method,
        "period": [str(line.period.lower), str(line.period.upper)], "home": line.home.public_id if line.home else None,
        "specification": [specification.code, specification.version] if specification else None,
        "rates": sorted([r.kind, str(r.amount), str(r.period.lower), str(r.period.upper)] for r in line.rates.all()),
        "targets": sorted([t.placements, str(t.period.lower), str(t.period.upper)] for t in line.targets.all()),
        "loadings": sorted(
            [row.category, str(row.placements), str(row.percent), str(row.period.lower), str(row.period.upper)]
            for row in line.loadings.all()
        ),
        "set": sorted(
            [o.parameter, o.key, json.dumps(o.value, sort_keys=True), o.reference, str(o.period.lower), str(o.period.upper)]
            for o in line.overrides.all()
        ),
    }  # fmt: skip


def digest_of_terms(agreement: Agreement) -> str:
    """SHA-256 of the terms as they stand now."""
    text = json.dumps(terms_of_paper(agreement), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _counted_by(agreement: Agreement) -> list[tuple[str, Any, Any]]:
    """The settings both sides read, by name, as they hold on the agreement's first day or today, whichever is later."""
    pack = pack_of(agreement.body)
    policy, day = pack.policy(), max(from_db(agreement.period).start, agreement.body.today)
    found = []
    for name in COUNTED_BY:
        path = f"{AREA}.{name}"
        used = policy.look_or_none(path, on=day) if path in pack.parameters else None
        if used is not None:
            found.append((name, used, pack.parameters[path]))
    return found


def content_of(agreement: Agreement) -> list[Json]:
    """The text of the paper: parts in order, each with its title and lines."""
    lines = lines_of_terms(agreement)
    return [
        {"title": _("The parties and the term"), "lines": _parties(agreement)},
        {"title": _("What the service must be"), "lines": _services(lines)},
        {"title": _("The funding"), "lines": _funding(lines)},
        {"title": _("How it is counted and set against what was used"), "lines": _rules(agreement)},
        *care_model_parts(agreement),
    ]


def _said(label: str, text: str) -> Json:
    return {"label": label, "text": text}


def _parties(agreement: Agreement) -> list[Json]:
    organisation = agreement.organisation
    named = (
        f"{organisation.name}, {organisation.business_number}"
        if organisation.business_number
        else organisation.name
    )
    return [
        _said(_("Between"), agreement.body.name), _said(_("And"), named),
        _said(_("Agreement"), f"{agreement.reference}, {agreement.title}"),
        _said(_("Term"), say(from_db(agreement.period))),
    ]  # fmt: skip


def _services(lines: list[Line]) -> list[Json]:
    said = []
    for line in lines:
        specification = line.specification
        name = _("Line %(number)d") % {"number": line.number}
        service = label_of(line.body, "service_types", line.service_type)
        said.append(_said(name, f"{service}, {say(from_db(line.period))}"))
        if specification is not None:
            words = _("%(name)s, service specification") % {"name": name}
            said.append(
                _said(words, f"{specification.title}, {specification.code}, version {specification.version}")
            )
            said.append(_said(_("%(name)s, what it must be") % {"name": name}, specification.text))
    return said


def _funding(lines: list[Line]) -> list[Json]:
    said = []
    for line in lines:
        name = _("Line %(number)d") % {"number": line.number}
        said.append(
            _said(
                _("%(name)s, funding model") % {"name": name},
                label_of(line.body, "funding_methods", line.method),
            )
        )
        rows = sorted(line.rates.all(), key=lambda r: (r.kind, r.period.lower))
        for place, rate in enumerate(rows, start=1):
            words = f"{money(rate.amount, line.body.currency)}, {say(from_db(rate.period))}"
            if rate.is_placeholder:
                words = _("%(rate)s (invented; no source gives a rate)") % {"rate": words}
            kind = str(rate.get_kind_display()).lower()
            said.append(
                _said(
                    _("%(name)s, rate %(place)d: %(kind)s") % {"name": name, "place": place, "kind": kind},
                    words,
                )
            )
        for row in overrides_of(line):
            words = _("%(value)s, %(when)s. %(reference)s") % {
                "value": row.value, "when": say(from_db(row.override.period)), "reference": row.override.reference,
            }  # fmt: skip
            said.append(_said(_("%(name)s, set for it: %(what)s") % {"name": name, "what": row.words}, words))
    return said


def _rules(agreement: Agreement) -> list[Json]:
    said = []
    for _name, used, parameter in _counted_by(agreement):
        words = say_policy_value(parameter, used.value)
        if parameter.kind != "reading" and parameter.unit:
            words = f"{words} {parameter.unit}"
        if used.standing == "placeholder":
            words = _("%(value)s (a placeholder; no source gives it)") % {"value": words}
        said.append(_said(parameter.description, words))
    return said


def care_model_parts(agreement: Agreement) -> list[Json]:
    """The version or versions of the care model summary that the agreement rests on, section by section."""
    rows = list(agreement.care_models.select_related("summary").order_by("period"))
    parts = []
    for row in rows[-1:]:
        version = _("Version %(number)d, agreed by both; %(when)s") % {
            "number": row.summary.number, "when": say(from_db(row.period))
        }  # fmt: skip
        parts.append(
            {"title": _("Care model summary"), "lines": [_said(_("The care partner’s own words"), version)]}
        )
        parts += summary_parts(row.summary)
    return parts


def summary_parts(summary: CareModelSummary) -> list[Json]:
    """A care model summary as text: its sections with what was said to each question."""
    return [
        {
            "title": section["title"],
            "lines": [
                _said(q["text"], summary.answers.get(section["code"], {}).get(q["code"], ""))
                for q in section["questions"]
            ],
        }
        for section in summary.sections
    ]
