"""Policy values in words: what a parameter is called, what a value says, where it is written, how well founded."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from homeward.apps.core.periods import say_day
from homeward.apps.core.vocabulary import label_of
from homeward.apps.local_policy.models import LocalValue
from homeward.apps.local_policy.monthdays import say as say_month_day
from homeward.kernel.reasons import Clause, Origin
from homeward.policy import Pack, load_pack
from homeward.policy.parameters import Parameter

# standing: words, colour of the mark, what it means
STANDINGS = {
    "sourced": (gettext_lazy("Sourced"), "ok", gettext_lazy("A source that was read gives it.")),
    "inferred": (
        gettext_lazy("Chosen reading"),
        "chosen",
        gettext_lazy("The source does not say it outright; this pack reads it so."),
    ),
    "placeholder": (
        gettext_lazy("Placeholder"),
        "placeholder",
        gettext_lazy("No published figure was found. Do not quote it as a department rule."),
    ),
    "local": (
        gettext_lazy("Entered here"),
        "ok",
        gettext_lazy("Entered by a policy steward with its source, and confirmed by a second person."),
    ),
}
RESPONSES = "level_responses"
UNIT_SUFFIX = {
    "percent": "%",
    "percent_of_base_unit": gettext_lazy("% of the base unit price"),
    "money_per_night": gettext_lazy("a night"),
    "miles": gettext_lazy("miles"),
}
RULES = {
    "engine.nights": gettext_lazy("Which nights count"),
    "engine.utilisation": gettext_lazy("Share, level, growth, abatement and payment of each quarter"),
    "engine.due_dates": gettext_lazy("Dates by which something is due"),
    "engine.loadings": gettext_lazy("Loadings of each quarter"),
    "engine.adjustments": gettext_lazy("What becomes of a locked quarter whose records change"),
    "engine.invoices": gettext_lazy("Holding an invoice against its statement"),
    "engine.ranking": gettext_lazy("Ranking of a lot's providers, and the scored choice for one child"),
    "engine.matching": gettext_lazy("Which homes fit a referral, and how well"),
    "engine.allocation": gettext_lazy("Proposing homes for a whole panel"),
    "engine.standing": gettext_lazy("Whether an offer may be accepted, a contract signed, a placement start"),
    "engine.approval": gettext_lazy("Each step on the way to a care partner’s approval"),
    "engine.partner_funding": gettext_lazy("What a care partner is paid for a month"),
    "engine.privacy": gettext_lazy("Clocks of the privacy law"),
    "apps.exchange": gettext_lazy("What care partners hand in"),
    "apps.funding": gettext_lazy("Taking a funding matter further"),
    "apps.intake": gettext_lazy("Checks of a statutory return"),
}


def name_of(parameter: Parameter) -> str:
    """The parameter's own description, without its last full stop."""
    return parameter.description.strip().rstrip(".")


def parameter_name(pack: Pack, path: str) -> str:
    """What a parameter is called; its path, where the pack holds it no more."""
    parameter = pack.parameters.get(path)
    return name_of(parameter) if parameter else path


def short_name(path: str) -> str:
    """The last part of a parameter's path in words: `Contracted nights`."""
    return path.rsplit(".", 1)[-1].replace("_", " ").capitalize()


def area_name(path: str) -> str:
    return path.split(".")[0].replace("_", " ").capitalize()


def describe(value: LocalValue) -> str:
    """A local value in one line, for a notice or a duty."""
    parameter = load_pack(value.body.pack).parameters.get(value.path)
    name = name_of(parameter) if parameter else value.path
    first = say_day(value.period.lower if hasattr(value.period, "lower") else value.period[0])
    if value.withdraws_id:
        return _("%(name)s from %(day)s no longer holds") % {"name": name, "day": first}
    return _("%(name)s, from %(day)s") % {"name": name, "day": first}


def rule_words(read_by: str) -> str:
    """What a rule works out, in words; an area without a rule says so."""
    for rule, words in RULES.items():
        if read_by.startswith(rule):
            return str(words)
    return _("No rule reads it yet")


def keys_words(body: Any, parameter: Parameter, keys: Any) -> str:
    return ", ".join(label_of(body, parameter.keyed_by or "", key) for key in keys)


def value_lines(body: Any, parameter: Parameter, value: Any) -> list[str]:
    """A value as a person reads it, one line for each level, row or code; nothing chosen reads "None"."""
    if parameter.kind == "reading":
        return [str(parameter.options.get(value, value)).strip()]
    unit = parameter.unit
    if unit == "level_bands":
        return [_band(value, place) for place in range(len(value))] or [_("No levels are set")]
    if unit == "responses_by_level":
        return [
            _("Level %(level)s: %(responses)s")
            % {
                "level": row["level"],
                "responses": ", ".join(label_of(body, RESPONSES, r) for r in row["responses"])
                or _("nothing"),
            }
            for row in value
        ]
    if unit in ("code", "codes"):
        codes = value if isinstance(value, list) else [value]
        return [label_of(body, parameter.vocabulary or "", code) for code in codes] or [_("None")]
    if unit == "escalation":
        return [
            _("Level %(level)s for %(periods)s quarters in a row: %(response)s")
            % {
                "level": value["level"],
                "periods": value["consecutive_periods"],
                "response": label_of(body, RESPONSES, value["response"]),
            }
        ]
    if unit == "date_window":
        return [
            _("%(first)s to %(last)s")
            % {"first": say_month_day(value["first"]), "last": say_month_day(value["last"])}
        ]
    return [_simple(body, unit, value)]


def value_words(body: Any, parameter: Parameter, value: Any) -> str:
    return "; ".join(value_lines(body, parameter, value))


def _band(value: Any, place: int) -> str:
    band = value[place]
    if place == 0:
        return _("Level %(level)s: %(edge)s %% and above") % {
            "level": band["level"],
            "edge": band["at_least"],
        }
    above = value[place - 1]["at_least"]
    told = {"level": band["level"], "edge": band["at_least"], "above": above}
    if band["at_least"] in ("0", "0.0"):
        return _("Level %(level)s: below %(above)s %%") % told
    return _("Level %(level)s: %(edge)s %% and above, below %(above)s %%") % told


def _simple(body: Any, unit: str, value: Any) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if unit == "month_day":
        return say_month_day(value)
    if unit in ("money", "money_per_night"):
        return f"{body.currency} {value}" + (f" {UNIT_SUFFIX[unit]}" if unit in UNIT_SUFFIX else "")
    if unit in UNIT_SUFFIX:
        return f"{value} {UNIT_SUFFIX[unit]}"
    if unit in COUNTED:
        return COUNTED[unit](value) % {"n": value}
    return plain(value)


COUNTED = {
    "nights": lambda n: ngettext("%(n)s night", "%(n)s nights", n),
    "days": lambda n: ngettext("%(n)s day", "%(n)s days", n),
    "business_days": lambda n: ngettext("%(n)s working day", "%(n)s working days", n),
    "weeks": lambda n: ngettext("%(n)s week", "%(n)s weeks", n),
    "months": lambda n: ngettext("%(n)s month", "%(n)s months", n),
    "years": lambda n: ngettext("%(n)s year", "%(n)s years", n),
    "hours": lambda n: ngettext("%(n)s hour", "%(n)s hours", n),
    "places": lambda n: ngettext("%(n)s place", "%(n)s places", n),
    "decimal_places": lambda n: ngettext("%(n)s decimal", "%(n)s decimals", n),
}


def plain(value: Any) -> str:
    """A code or number without underscores."""
    return str(value).replace("_", " ")


def clause_words(pack: Pack, clause: Clause) -> str:
    """Where a value is written: document and place."""
    source = pack.sources.get(clause.source)
    title = f"{source.title} {source.edition or ''}".strip() if source else clause.source
    where = clause.clause
    return f"{title}, {_('section %(where)s') % {'where': where} if where[:1].isdigit() else where}"


def origin_words(origin: Origin) -> str:
    """Who entered and who confirmed a local value, and when."""
    return _("Read on %(read)s. Entered by %(who)s on %(entered)s, confirmed by %(second)s on %(confirmed)s.") % {
        "read": say_day(origin.read_on), "who": origin.entered_by, "entered": say_day(origin.entered_on),
        "second": origin.confirmed_by, "confirmed": say_day(origin.confirmed_on),
    }  # fmt: skip


def said(value: LocalValue) -> str:
    """What a local value says, in one line; a withdrawal says what it takes away."""
    row = value.withdraws or value
    parameter = load_pack(value.body.pack).parameters.get(value.path)
    if parameter is None:
        return plain(row.value)
    keys = keys_words(value.body, parameter, row.keys)
    text = value_words(value.body, parameter, row.value)
    return f"{keys}: {text}" if keys else text
