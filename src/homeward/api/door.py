"""The door of every address of the interface: who calls, may they, is the call sound, was it answered before.

One door for all, so that no operation can be forgotten; what an operation needs it declares (`operations.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from typing import Any

import pghistory
import structlog
from allauth.core.internal import ratelimit
from django.core.exceptions import RequestDataTooBig
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone, translation
from ninja.errors import ValidationError as NinjaValidationError
from ninja.operation import Operation, PathView

from homeward.api import problems
from homeward.api.operations import declared
from homeward.api.problems import Stopped
from homeward.api.strict_json import NotJson, is_text
from homeward.apps.accounts.actors import Actor
from homeward.apps.accounts.models import AnsweredCall, ApiToken
from homeward.apps.accounts.permissions import Permission
from homeward.apps.accounts.services import answers, tokens
from homeward.apps.children.models import Child
from homeward.apps.core import audit
from homeward.apps.core.refusals import Refused
from homeward.web.words import words_of

log = structlog.get_logger(__name__)
LARGEST_BODY = 1024 * 1024
# Secrets are long and random: the limit is there for broken programs and noise, not for guessing.
BAD_TOKENS = "30/m/ip"
_KEPT_HEADERS = ("Content-Type", "ETag", "Location")


class Call:
    """What a call carries from the door to its operation and back."""

    def __init__(self, actor: Actor, token: ApiToken) -> None:
        self.actor, self.token = actor, token
        self.children: set[str] = set()
        self.etag = ""
        self.location = ""


def call_of(request: HttpRequest) -> Call:
    found = request.call  # type: ignore[attr-defined]
    assert isinstance(found, Call)
    return found


def door(view: PathView) -> Callable[..., HttpResponse]:
    """The view of one address: its operations by method, behind the door."""
    operations = {method: op for op in view.operations for method in op.methods}

    def answer(request: HttpRequest, **parts: Any) -> HttpResponse:
        return _guarded(request, lambda call: _enter(request, operations, parts, call))

    answer.permissions = {m: declared(op.view_func).permissions for m, op in operations.items()}  # type: ignore[attr-defined]
    return programs_only(answer)


def programs_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Mark a view that takes no cookie and answers bad text itself: no forged form can reach it."""
    view.csrf_exempt = view.reads_text_itself = True  # type: ignore[attr-defined]
    return view


@programs_only
def nowhere(request: HttpRequest, rest: str = "") -> HttpResponse:
    """An address that does not exist: to strangers as closed as any other."""

    def leave(call: Call) -> HttpResponse:
        raise problems.missing()

    return _guarded(request, leave)


nowhere.permissions = {}  # type: ignore[attr-defined]  # nothing is behind it


def _guarded(request: HttpRequest, go_on: Callable[[Call], HttpResponse]) -> HttpResponse:
    """Recognise who calls, let them go on, and put whatever stops them into words."""
    try:
        call = _recognised(request)
        with _acting(call.actor):
            response = go_on(call)
    except Exception as error:
        response = failed(request, error)
    if response.status_code >= 400 and not hasattr(response, "undo"):
        response.undo = True  # type: ignore[attr-defined]
    return response


def failed(request: HttpRequest, error: Exception) -> HttpResponse:
    """What stopped a call, as a problem. What nobody foresaw is logged, and told without its insides."""
    return problems.respond(_stopped(error))


def _stopped(error: Exception) -> Stopped:
    match error:
        case Stopped():
            return error
        case Refused():
            return problems.refused(error)
        case Http404():
            return problems.missing()
        case NinjaValidationError():
            return problems.invalid(map(_fault_of, error.errors))
        case RequestDataTooBig():
            return _too_large()
    if isinstance(error.__cause__, NotJson):
        return Stopped(400, "not-json", str(error.__cause__), "The body cannot be read")
    log.error("api_failed", exc_info=error)
    return Stopped(
        500, "failed", "Something failed on our side. Nothing was changed; it was written to the log."
    )


def _fault_of(error: Mapping[str, Any]) -> problems.FaultShape:
    where, *path = [str(part) for part in error["loc"]]
    names = path[1:] if where in ("body", "query") else path  # the first is our own name for the whole
    message = str(error["msg"]).removeprefix("Value error, ")
    return problems.fault(".".join(names), error["type"], message[:1].upper() + message[1:] + ".", where)


# Who calls --------------------------------------------------------------------------------------------


def _recognised(request: HttpRequest) -> Call:
    """Whom the bearer token makes act. A good token is never held up by a neighbour's bad ones."""
    kind, _space, secret = request.headers.get("Authorization", "").partition(" ")
    known = tokens.recognise(secret.strip()) if kind.lower() == "bearer" and secret.isascii() else None
    if known is None:
        if kind and not _may_still_try(request):
            raise _slow_down()
        raise problems.unauthorised()
    call = Call(*known)
    request.call = call  # type: ignore[attr-defined]
    request.actor = call.actor  # type: ignore[attr-defined]
    structlog.contextvars.bind_contextvars(token=call.token.public_id)
    return call


def _may_still_try(request: HttpRequest) -> bool:
    """Whether this address may show another bad token; each one counts."""
    limits = {"bad_token": BAD_TOKENS}
    return bool(
        ratelimit.consume(request, app="homeward.api", action="bad_token", config=limits, limit_get=True)
    )


def _slow_down() -> Stopped:
    return Stopped(
        429, "too-many-bad-tokens", "Too many calls without a good token came from this address. Wait a minute.",
        headers={"Retry-After": "60"},
    )  # fmt: skip


@contextmanager
def _acting(actor: Actor) -> Iterator[None]:
    told = {
        "user": actor.user.public_id,
        "role": actor.role.value,
        "acting_for": actor.acting_for,
        "token": actor.token,
    }
    with (
        pghistory.context(**told),
        timezone.override(actor.body.time_zone),
        translation.override("en"),
        words_of(actor.body.pack),
    ):
        yield


# Is the call sound ------------------------------------------------------------------------------------


def _enter(
    request: HttpRequest, operations: Mapping[str, Operation], parts: dict[str, Any], call: Call
) -> HttpResponse:
    if request.method == "HEAD" and "GET" in operations:
        request.method = "GET"
        return _without_body(_enter(request, operations, parts, call))
    operation = operations.get(request.method or "")
    if operation is None:
        allowed = ", ".join(sorted(operations))
        raise Stopped(405, "method", f"This address takes {allowed}.", headers={"Allow": allowed})
    wanted = declared(operation.view_func)
    if not any(p is Permission.MEMBER or call.actor.holds(p) for p in wanted.permissions):
        raise problems.missing()
    _check_parts(operation, request, parts)
    if wanted.keyed:
        _check_body(request)
    key = request.headers.get("Idempotency-Key")
    if key is None or not wanted.keyed:
        return _finish(operation.run(request, **parts), call)
    return _once(request, operation, parts, call, _checked_key(key))


def _without_body(response: HttpResponse) -> HttpResponse:
    response["Content-Length"] = str(len(response.content))
    response.content = b""
    return response


def _check_parts(operation: Operation, request: HttpRequest, parts: dict[str, Any]) -> None:
    if not all(is_text(str(part)) for part in parts.values()):
        raise problems.missing()
    known: set[str] = set()
    for model in operation.models:
        if model.__ninja_param_source__ == "query":
            known |= set(model.__ninja_flatten_map__)
    faults = [
        problems.fault(
            name[:60] if is_text(name) else "", "unknown", "There is no such parameter here.", "query"
        )
        for name in request.GET
        if name not in known
    ]
    faults += [
        problems.fault(name, "text", "This text holds a character no record can hold.", "query")
        for name, values in request.GET.lists()
        if name in known and not all(map(is_text, values))
    ]
    if faults:
        raise problems.invalid(faults)


def _check_body(request: HttpRequest) -> None:
    length = request.headers.get("Content-Length", "0")
    if length.isdigit() and int(length) > LARGEST_BODY:
        raise _too_large()
    if request.content_type != "application/json":
        raise Stopped(415, "media-type", "Send the body as application/json.")
    if len(request.body) > LARGEST_BODY:
        raise _too_large()


def _too_large() -> Stopped:
    return Stopped(413, "too-large", f"A body may have {LARGEST_BODY:,} bytes at most. Send less at once.")


def _checked_key(key: str) -> str:
    if not (0 < len(key) <= 200 and all("!" <= c <= "~" for c in key)):
        message = "A key has 1 to 200 visible ASCII characters, without spaces."
        raise problems.invalid_field("Idempotency-Key", "key", message, "header")
    return key


# Was it answered before -------------------------------------------------------------------------------


def _once(
    request: HttpRequest, operation: Operation, parts: dict[str, Any], call: Call, key: str
) -> HttpResponse:
    """Do it, and keep the answer with what was done; or tell the answer of the first time again."""
    kept, is_new = answers.open_call(token=call.token, key=key, digest=_digest(request))
    if not is_new:
        return _again(request, kept, call)
    with transaction.atomic():
        response = _finish(operation.run(request, **parts), call)
        if response.status_code >= 400:
            transaction.set_rollback(True)  # the refusal itself is kept
    if response.status_code < 500:
        response.undo = False  # type: ignore[attr-defined]
        headers = {name: response[name] for name in _KEPT_HEADERS if response.has_header(name)}
        answers.keep_answer(
            call=kept, status=response.status_code, headers=headers, content=response.content.decode(),
            children=call.children if response.status_code < 400 else (),
        )  # fmt: skip
    return response


def _digest(request: HttpRequest) -> str:
    match = request.headers.get("If-Match", "")
    said = f"{request.method} {request.get_full_path()}\n{match}\n".encode()
    return sha256(said + request.body).hexdigest()


def _again(request: HttpRequest, kept: AnsweredCall, call: Call) -> HttpResponse:
    if kept.digest != _digest(request):
        message = "This key was used within the last 24 hours for another call. Take a new key."
        raise problems.invalid_field("Idempotency-Key", "key_used", message, "header")
    children = Child.objects.filter(body=call.actor.body, public_id__in=kept.children)
    audit.record_reads(call.actor, children, answer_again=request.path)
    response = HttpResponse(kept.content, status=kept.status, headers=kept.headers)
    response["Idempotency-Replayed"] = "true"
    response.undo = False  # type: ignore[attr-defined]
    return response


def _finish(response: HttpResponseBase, call: Call) -> HttpResponse:
    assert isinstance(response, HttpResponse)  # no operation streams
    if call.etag and response.status_code < 300:
        response["ETag"] = call.etag
    if call.location and response.status_code == 201:
        response["Location"] = call.location
    return response
