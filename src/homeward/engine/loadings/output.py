"""The loadings of a decision as JSON."""

from __future__ import annotations

from homeward.engine.loadings.adjust import Gap, LoadingLine, Loadings
from homeward.engine.loadings.facts import ABORIGINAL
from homeward.engine.utilisation.funding import placements_json
from homeward.kernel.jsontypes import JSON, exact_text


def loadings_json(loadings: Loadings) -> dict[str, JSON]:
    if loadings.status == "not_applicable":
        return {"status": loadings.status}
    net = loadings.net
    found: dict[str, JSON] = {
        "status": loadings.status,
        "base_nights": loadings.base_nights,
        "counted_nights": sum(item.nights for item in loadings.carried),
        "lines": [_line(line, loadings) for line in loadings.lines],
        "netted": loadings.is_netted,
        "net": None
        if net is None or net.amount is None
        else {"amount": net.amount.text, "status": net.status, "limit": _limit("net", loadings)},
        "gaps": [gap_json(gap) for gap in loadings.gaps],
        "class_missing_nights": sum(gap.nights for gap in loadings.gaps if gap.code == "class_missing"),
        "status_missing_nights": sum(gap.nights for gap in loadings.gaps if gap.code == "status_missing"),
    }
    if loadings.authority is not None:  # read apart: nothing else of the decision rests on these
        found["values"] = [used.to_json() for used in loadings.authority.values]
        found["placeholders"] = [
            used.path for used in loadings.authority.values if used.standing == "placeholder"
        ]
    return found


def _line(line: LoadingLine, loadings: Loadings) -> dict[str, JSON]:
    rate = line.rate
    return {
        "category": line.category,
        "kind": "identity" if line.category == ABORIGINAL else "remoteness",
        "status": line.status,
        "rate": None
        if rate is None
        else {"percent": str(rate.value), "standing": rate.standing, "path": rate.path, "key": rate.key},
        "percent": None if line.percent is None else exact_text(line.percent),
        "contract": None
        if line.pieces is None or line.contract is None
        else {
            **_placements(line.contract),
            "pieces": [piece.to_json() for piece in line.pieces],
        },
        "actual": {"nights": line.actual_nights, **_placements(line.actual)},
        "difference": placements_json(line.difference),
        "amount": None if line.amount is None else line.amount.text,
        "growth": None if line.growth is None else line.growth.text,
        "limit": _limit(line.category, loadings),
    }


def _placements(value: object) -> dict[str, JSON]:
    found = placements_json(value)  # type: ignore[arg-type]
    assert isinstance(found, dict)
    return found


def _limit(category: str, loadings: Loadings) -> JSON:
    limit, _ = loadings.limit_of(category)
    return None if limit is None else limit.text


def gap_json(gap: Gap) -> dict[str, JSON]:
    return {
        "code": gap.code,
        **gap.range.to_json(),
        "nights": gap.nights,
        "child": gap.child,
        "home": gap.home,
    }
