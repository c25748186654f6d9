"""The description as a person reads it: operations by noun, each with what it takes, answers and refuses."""

from __future__ import annotations

import json
import re
from functools import cache
from http import HTTPStatus
from typing import Any

from homeward.api.description import ABOUT, api

Json = dict[str, Any]
# What each kind of problem is, beside its status.
PROBLEMS = (
    ("400", "not-json", "The body is no JSON, or holds what no record can: a NUL, half a character, NaN."),
    ("401", "unauthorised", "No token, or one that is not (or no longer) in force."),
    (
        "404",
        "not-found",
        "There is no such thing in the role and scopes of the token. Hidden and missing look alike.",
    ),
    ("405", "method", "The address takes other methods: see Allow."),
    (
        "409",
        "refused",
        "The house refuses. Every reason stands in reasons, with what would lift it and who can.",
    ),
    ("412", "changed-meanwhile", "Somebody changed it since you read it. Read it again."),
    ("413", "too-large", "The body is larger than 1 MB."),
    ("415", "media-type", "The body is not sent as application/json."),
    ("422", "invalid", "Something does not fit. Every fault stands in errors, with its field."),
    (
        "429",
        "too-many-bad-tokens",
        "Too many bad tokens from your address. Wait as long as Retry-After says.",
    ),
    ("500", "failed", "Our fault. Nothing was changed; sending it again with the same key is safe."),
)


@cache
def sections() -> list[Json]:
    """Nouns in their order, each with its operations."""
    found: dict[str, list[Json]] = {}
    described = api.get_openapi_schema()
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            found.setdefault(operation["tags"][0], []).append(_operation(method, path, operation))
    return [{"name": name, "slug": name.lower(), "operations": rows} for name, rows in found.items()]


def about() -> list[list[tuple[str, str]]]:
    """The introduction: paragraphs and points, each as runs of (kind, text)."""
    points = re.split(r"\n\n|\n- ", ABOUT.strip())
    return [_runs(" ".join(point.removeprefix("- ").split())) for point in points]


def _runs(text: str) -> list[tuple[str, str]]:
    kinds = {"**": "b", "`": "code", "*": "i"}
    runs = []
    for part in re.split(r"(\*\*.+?\*\*|`.+?`|\*.+?\*)", text):
        mark = next(
            (m for m in kinds if len(part) > 2 * len(m) and part.startswith(m) and part.endswith(m)), ""
        )
        runs.append((kinds.get(mark, ""), part[len(mark) : len(part) - len(mark)] if mark else part))
    return [run for run in runs if run[1]]


def _operation(method: str, path: str, told: Json) -> Json:
    ((status, good), *_rest) = sorted((s, a) for s, a in told["responses"].items() if int(s) < 300)
    body = told.get("requestBody", {}).get("content", {}).get("application/json", {})
    return {
        "id": told["operationId"],
        "method": method.upper(),
        "path": path,
        "summary": told["summary"],
        "text": [_runs(" ".join(p.split())) for p in told["description"].split("\n\n")],
        "permission": " or ".join(told["x-permission"]),
        "parameters": [_parameter(p) for p in told.get("parameters", [])],
        "sends": _pretty(body.get("example")),
        "status": f"{status} {HTTPStatus(int(status)).phrase}",
        "answers": _pretty(good["content"]["application/json"].get("example")),
        "problems": [s for s in sorted(map(str, told["responses"])) if int(s) >= 400],
    }


def _parameter(told: Json) -> Json:
    schema = told["schema"]
    values: list[Any] = schema.get("enum") or next(
        (p["enum"] for p in schema.get("anyOf", []) if "enum" in p), []
    )
    words = told.get("description", "").rstrip()
    if choices := [str(v) for v in values if v != ""]:
        words = f"{words} One of: {', '.join(choices)}.".strip()
    if schema.get("default") not in (None, "", False):
        words = f"{words} Usually {schema['default']}.".strip()
    return {"name": told["name"], "place": told["in"], "required": told["required"], "words": words}


def _pretty(example: Any) -> str:
    return "" if example is None else json.dumps(example, indent=2, ensure_ascii=False)
