"""The approver desk over HTTP: pages, sign-in, and votes that were signed in the browser.

Nothing here is believed because it was asked for: a vote counts by its signature, over what the page showed.
"""

from __future__ import annotations

import asyncio
import base64
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Protocol

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from muniment.domain.hold import HoldId, VoteVerdict
from muniment.errors import InputError, MunimentError, Problem, RefusedError
from muniment.prove.webauthn import Assertion

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping, Sequence
    from datetime import datetime

    from starlette.requests import Request

    from muniment.app.approvals.desk import Challenge, Desk
    from muniment.app.approvals.held import Listed
    from muniment.domain.hold import HoldRecord

_COOKIE: Final = "__Host-muniment-desk"
_LARGEST: Final = 2**20
_LOOK: Final = 1.0
"""Seconds between two looks at whether something has changed."""
_HEADERS: Final = {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "publickey-credentials-get=(self), publickey-credentials-create=(self)",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
}
_TLS_HEADERS: Final = {"strict-transport-security": "max-age=31536000"}


class Pages(Protocol):
    """What people see. `assets` are files by their names, each with its type."""

    @property
    def assets(self) -> Mapping[str, tuple[str, bytes]]:
        """Return what the pages load."""

    def sign_in(self) -> str:
        """Return the page for whoever has yet to come in."""

    def enrol(self) -> str:
        """Return the page on which an authenticator makes a key for the trust policy."""

    def holds(self, person: str, found: Listed, at: datetime) -> str:
        """Return the list of what waits."""

    def hold(self, person: str, record: HoldRecord, at: datetime, *, can_sign: bool) -> str:
        """Return one hold; `can_sign` where the person has an authenticator."""

    def missing(self, person: str) -> str:
        """Return the page for what is not there."""

    def unreadable(self, person: str, why: Sequence[str]) -> str:
        """Return the page for when holds cannot be read."""

    def list_state(self, found: Listed, at: datetime) -> object:
        """Return what of the list may change while it is open, as JSON."""

    def hold_state(self, record: HoldRecord, at: datetime) -> object:
        """Return what of one hold may change while it is open, as JSON."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """The desk, its pages, the origin and host name under which browsers know it."""

    desk: Desk
    pages: Pages
    origin: str
    party: str


def desk_app(setup: Setup) -> Starlette:
    """Return the application."""
    served = _Served(setup)
    return Starlette(
        routes=[
            Route("/", served.list_page),
            Route("/sign-in/challenge", served.sign_in_challenge, methods=["POST"]),
            Route("/sign-in", served.sign_in, methods=["POST"]),
            Route("/sign-out", served.sign_out, methods=["POST"]),
            Route("/enrol", served.enrol),
            Route("/live", served.live_list),
            Route("/holds/{hold}", served.hold_page),
            Route("/holds/{hold}/text", served.text),
            Route("/holds/{hold}/live", served.live_hold),
            Route("/holds/{hold}/ballots", served.ballot, methods=["POST"]),
            Route("/holds/{hold}/votes", served.vote, methods=["POST"]),
            Route("/{asset}", served.asset),
        ],
        exception_handlers={MunimentError: _told, 404: served.missing},
    )


class _Served:
    def __init__(self, setup: Setup) -> None:
        self._desk, self._pages, self._setup = setup.desk, setup.pages, setup
        self._headers = _HEADERS | (_TLS_HEADERS if setup.origin.startswith("https:") else {})

    def list_page(self, request: Request) -> Response:
        person = self._person(request)
        if not person:
            return self._html(self._pages.sign_in())
        everything = request.query_params.get("all") == "yes"
        try:
            found = self._desk.all() if everything else self._desk.waiting()
        except InputError as error:
            return self._unreadable(person, error)
        return self._html(self._pages.holds(person, found, self._desk.now()))

    def hold_page(self, request: Request) -> Response:
        person = self._person(request)
        if not person:
            return RedirectResponse("/", status_code=303, headers=self._headers)
        try:
            record = self._desk.find(_hold(request))
        except InputError as error:
            return self._unreadable(person, error)
        if record is None:
            return self._html(self._pages.missing(person), 404)
        can_sign = bool(self._desk.credentials(person))
        return self._html(self._pages.hold(person, record, self._desk.now(), can_sign=can_sign))

    def text(self, request: Request) -> Response:
        """Return what is signed, byte for byte."""
        self._known_person(request)
        record = self._desk.find(_hold(request))
        if record is None:
            raise RefusedError(Problem(where=_hold(request), what="is not known"))
        return Response(record.text, media_type="application/json", headers=self._headers)

    def enrol(self, _: Request) -> Response:
        return self._html(self._pages.enrol())

    def asset(self, request: Request) -> Response:
        found = self._pages.assets.get(request.path_params["asset"])
        if found is None:
            return self.missing(request, None)
        return Response(found[1], media_type=found[0], headers=self._headers)

    def missing(self, request: Request, _: object) -> Response:
        return self._html(self._pages.missing(self._person(request)), 404)

    def _unreadable(self, person: str, error: InputError) -> Response:
        """Answer where holds cannot be read now."""
        return self._html(self._pages.unreadable(person, [f"{each.where} {each.what}" for each in error.problems]), 503)

    async def sign_in_challenge(self, request: Request) -> Response:
        await self._said(request)
        return self._json(_challenge(await run_in_threadpool(self._desk.sign_in_challenge), self._setup.party))

    async def sign_in(self, request: Request) -> Response:
        said = await self._said(request)
        nonce, credential = _bytes(said, "text").decode("ascii", "replace"), _word(said, "credential")
        secret = await run_in_threadpool(self._desk.sign_in, nonce, credential, _assertion(said))
        answer = self._json({"signed_in": True})
        answer.set_cookie(_COOKIE, secret, secure=True, httponly=True, samesite="strict", path="/")
        return answer

    async def sign_out(self, request: Request) -> Response:
        await self._said(request)
        self._desk.sign_out(request.cookies.get(_COOKIE, ""))
        answer = self._json({"signed_in": False})
        answer.delete_cookie(_COOKIE, path="/", secure=True, httponly=True, samesite="strict")
        return answer

    async def ballot(self, request: Request) -> Response:
        said, person = await self._said(request), await run_in_threadpool(self._known_person, request)
        verdict = VoteVerdict(_choice(said, "verdict", [each.value for each in VoteVerdict]))
        found = await run_in_threadpool(self._desk.ballot, person, _hold(request), verdict, _word(said, "reason"))
        return self._json(_challenge(found, self._setup.party))

    async def vote(self, request: Request) -> Response:
        said, person = await self._said(request), await run_in_threadpool(self._known_person, request)
        if "envelope" in said:
            record = await run_in_threadpool(self._desk.cast_signed, person, _hold(request), _bytes(said, "envelope"))
        else:
            text, credential = _bytes(said, "text"), _word(said, "credential")
            record = await run_in_threadpool(
                self._desk.cast, person, _hold(request), text, credential, _assertion(said)
            )
        return self._json(self._pages.hold_state(record, self._desk.now()))

    async def live_list(self, request: Request) -> Response:
        return await self._live(request, lambda: self._pages.list_state(self._desk.waiting(), self._desk.now()))

    async def live_hold(self, request: Request) -> Response:
        name = _hold(request)

        def state() -> object:
            record = self._desk.find(name)
            return None if record is None else self._pages.hold_state(record, self._desk.now())

        return await self._live(request, state)

    async def _live(self, request: Request, state: Callable[[], object]) -> Response:
        await run_in_threadpool(self._known_person, request)
        return StreamingResponse(self._events(request, state), media_type="text/event-stream", headers=self._headers)

    async def _events(self, request: Request, state: Callable[[], object]) -> AsyncIterator[str]:
        """Yield the state when it has changed, and at the latest every ten looks, until the person is gone."""
        last, quiet = "", 0
        while not await request.is_disconnected() and await run_in_threadpool(self._watches, request):
            try:
                now = json.dumps(await run_in_threadpool(state))
            except InputError:  # what cannot be read now, is read at a later look
                now = last
            quiet = 0 if now != last else quiet + 1
            if now != last:
                yield f"data: {now}\n\n"
            elif quiet % 10 == 9:  # noqa: PLR2004  (every tenth look)
                yield ": still here\n\n"
            last = now
            await asyncio.sleep(_LOOK)
        yield "event: gone\ndata: null\n\n"

    async def _said(self, request: Request) -> dict[str, Any]:
        """Return what the page sent. Raises: RefusedError for what another site's page could have sent."""
        if request.headers.get("origin") != self._setup.origin:
            raise RefusedError(Problem(where="request", what="does not come from the desk's own pages"))
        if request.headers.get("content-type") != "application/json":
            raise RefusedError(Problem(where="request", what="is not JSON"))
        body = b""
        async for part in request.stream():
            body += part
            if len(body) > _LARGEST:
                raise InputError(Problem(where="request", what="is larger than 1 MiB"))
        try:
            found = json.loads(body)
        except ValueError as error:
            raise InputError(Problem(where="request", what="is not JSON")) from error
        if not isinstance(found, dict):
            raise InputError(Problem(where="request", what="is not an object"))
        return found

    def _person(self, request: Request, *, acts: bool = True) -> str:
        certificate = request.scope.get("state", {}).get("certificate_key", "")
        return self._desk.person(request.cookies.get(_COOKIE, ""), certificate, acts=acts)

    def _watches(self, request: Request) -> bool:
        return bool(self._person(request, acts=False))

    def _known_person(self, request: Request) -> str:
        person = self._person(request)
        if not person:
            raise RefusedError(Problem(where="session", what="is over", help="sign in"))
        return person

    def _html(self, text: str, status: int = 200) -> Response:
        return HTMLResponse(text, status_code=status, headers=self._headers)

    def _json(self, value: object) -> Response:
        return JSONResponse(value, headers=self._headers)


async def _told(_: Request, error: Exception) -> Response:
    """Answer with what is wrong, as one line for each problem."""
    problems = error.problems if isinstance(error, MunimentError) else ()
    told = [f"{each.where} {each.what}" + (f": {each.help}" if each.help else "") for each in problems]
    status = 400 if isinstance(error, InputError) else 403
    return JSONResponse({"problems": told}, status_code=status, headers=_HEADERS)


def _challenge(found: Challenge, party: str) -> dict[str, Any]:
    return {
        "text": base64.b64encode(found.text).decode(),
        "challenge": base64.b64encode(found.challenge).decode(),
        "credentials": list(found.credentials),
        "party": party,
    }


def _assertion(said: Mapping[str, Any]) -> Assertion:
    return Assertion(
        authenticator_data=_bytes(said, "authenticatorData"),
        client_data=_bytes(said, "clientDataJSON"),
        signature=_bytes(said, "signature"),
    )


def _hold(request: Request) -> HoldId:
    return HoldId(request.path_params["hold"])


def _word(said: Mapping[str, Any], name: str) -> str:
    value = said.get(name)
    if not isinstance(value, str) or not value:
        raise InputError(Problem(where=name, what="is missing"))
    return value


def _choice(said: Mapping[str, Any], name: str, known: list[str]) -> str:
    value = _word(said, name)
    if value not in known:
        raise InputError(Problem(where=name, what=f"is none of {', '.join(known)}"))
    return value


def _bytes(said: Mapping[str, Any], name: str) -> bytes:
    try:
        return base64.b64decode(_word(said, name), validate=True)
    except ValueError as error:
        raise InputError(Problem(where=name, what="is not base64")) from error
