"""The use case of `muniment gateway run`: one way for every call, from who asks to what is written down and sent."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from muniment.app.gateway.call_entries import CallEntry
from muniment.app.gateway.callers import NobodyError, Shown, secret_in
from muniment.app.gateway.moves import Moves, NotMovedError, onward_headers
from muniment.app.watch import Watch
from muniment.domain.call import Dialect, Fault
from muniment.domain.patterns import lazily
from muniment.enforce.denials import DENIED, Denial, body_of
from muniment.enforce.elsewhere import refused_elsewhere
from muniment.enforce.model_list import list_body, model_body
from muniment.enforce.paths import MODELS, PATH_OF, PATHS, VERSION_HEADER, dialect_of
from muniment.enforce.requests import encode, read_call
from muniment.errors import CallError, InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from muniment.app.gateway.admission import Admission, Admissions
    from muniment.app.gateway.callers import Callers, Known
    from muniment.app.gateway.moves import Successor
    from muniment.app.gateway.places import Places
    from muniment.app.gateway.settings import RouteSetup
    from muniment.domain.call import ModelCall
    from muniment.domain.gateway import CallContext, Caller, Replacement, ServedModel
    from muniment.enforce.requests import Listed

_PURPOSE: Final = "muniment-purpose"
_AUTHORITY: Final = "muniment-authority"
_BETAS: Final = "anthropic-beta"
_BETA_PATH: Final = (PATH_OF[Dialect.MESSAGES], "beta=true")
"""How a library asks for what is listed as `betas`; it says nothing that the header does not."""
_VERSION: Final = "2023-06-01"
_DAY: Final = lazily(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What came in. Header names are lower case; `certificate` and `subject` are the client's, empty without one.

    `elsewhere` says that a proxy sends the call on itself, as it came, and that the answer goes past the gateway;
    `tools_ruled`, whether tools that answers ask for are ruled on.
    """

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes
    certificate: str = ""
    subject: str = ""
    elsewhere: bool = False
    tools_ruled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is answered without asking a vendor, once `record` is durable, where there is one."""

    status: int
    body: bytes
    why: str
    record: bytes | None = None
    decision: str = ""
    caller: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """A call that goes to a vendor once `record` is durable; only then is the credential put to its headers.

    `asked` is the client's own call, where another than it asked for answers: so the answer is said in its dialect.
    """

    setup: RouteSetup
    call: ModelCall
    context: CallContext
    path: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    record: bytes
    asked: ModelCall | None = None

    @property
    def spoken(self) -> Dialect:
        """Return the dialect of the client."""
        return self.call.dialect if self.asked is None else self.asked.dialect


@dataclass(frozen=True, slots=True)
class _Served:
    setup: RouteSetup
    model: ServedModel


@dataclass(frozen=True, slots=True)
class _On:
    """What is known of a call beside the call."""

    entry: CallEntry
    purpose: str
    authority: str
    headers: Mapping[str, str]

    def sending(self, call: ModelCall, setup: RouteSetup, model: ServedModel, body: bytes = b"") -> Sending:
        """Return `call` as it is sent by the route of `setup`; as `body`, where somebody else sends it."""
        headers = _passed_on(self.headers, call, setup)
        body = body or encode({**call.body, "model": model.sent_as})
        return Sending(
            setup=setup,
            call=call,
            context=self.entry.context(self.purpose, self.authority, setup.route, model),
            path=PATH_OF[call.dialect],
            headers=headers,
            body=body,
            record=self.entry.intent(body),
        )


class _DeniedError(Exception):
    def __init__(self, denial: Denial) -> None:
        super().__init__(denial.code)
        self.denial = denial


class Gateway:
    """Rules on calls. It reads no clock and sends nothing: both are its caller's."""

    def __init__(  # noqa: PLR0913  (each is a part of its own that calls are held to)
        self,
        callers: Callers,
        routes: Iterable[RouteSetup],
        admissions: Admissions,
        *,
        configuration: str,
        name_call: Callable[[], str],
        places: Places,
        replacements: Iterable[Replacement] = (),
    ) -> None:
        """Serve `routes` by `admissions`, and move calls to `replacements` where their own models may not be used.

        `configuration` is the digest of the file; `name_call` names each call anew; `places` are asked of every call.
        """
        self._callers = callers
        self._routes = tuple(routes)
        self._admissions = admissions
        self._places = places
        self._moves = Moves(replacements, self._routes)
        self._configuration = configuration
        self._name_call = name_call
        self._watch = Watch()
        self._served = {
            (dialect, model.name): _Served(setup, model)
            for setup in self._routes
            for dialect in sorted(setup.route.dialects, key=lambda each: each.value)
            for model in setup.route.models
        }

    def believe_clock_after(self, instant: float) -> None:
        """Take `instant`, in seconds since 1970, as one that has surely passed."""
        self._watch.passed(instant)

    def clock_doubt(self, now: float) -> str:
        """Return why nothing can be decided at `now`; empty where it can."""
        return self._watch.doubt(now)

    def admit(self, request: Request, now: float) -> Answer | Sending:
        """Return what becomes of `request` at `now`, in seconds since 1970.

        Nothing that this returns may be carried out before its record is durable.
        """
        dialect = dialect_of(request.path, request.headers)
        try:
            known = self._known(request, now)
        except NobodyError as error:
            return _answer(Denial(status=401, code="not_authenticated", message=str(error)), dialect)
        at = datetime.fromtimestamp(now, UTC)
        entry = CallEntry(self._name_call(), known, dialect, at, self._configuration)
        try:
            return self._of_known(entry, request, now)
        except _DeniedError as error:
            denial = replace(error.denial, decision=entry.name)
            return replace(_answer(denial, dialect), record=entry.denied(denial), caller=known.caller.id)

    def stranger(self, request: Request, now: float) -> str:
        """Return why nobody is known by the headers and the certificate of `request`; empty where somebody is."""
        try:
            self._known(request, now)
        except NobodyError as error:
            return str(error)
        return ""

    def _known(self, request: Request, now: float) -> Known:
        secret = secret_in(request.headers)
        shown = Shown(secret=secret, certificate=request.certificate, subject=request.subject)
        return self._callers.known(shown, now)

    def successor(
        self, caller: Caller, person: str, purpose: str, setup: RouteSetup, model: ServedModel, at: datetime
    ) -> str:
        """Return the model that answers in place of `model` at `at`, for a client in any dialect of its route.

        `person` is who acts. Empty where none would, because nobody chose one, or it may not. Raises: InputError where
        facts contradict each other.
        """
        for dialect in sorted(setup.route.dialects, key=lambda each: each.value):
            onto = self._successor(caller, person, purpose, model, dialect, at)
            if onto is not None and onto.admission.denial is None:
                return onto.model.name
        return ""

    def foresee(
        self, caller: str, purpose: str, dialect: Dialect, model: str, at: datetime
    ) -> tuple[Admission, Successor | None] | None:
        """Return what holds at `at` for a call, and what would answer in place of its model, where somebody chose that.

        Nothing where the caller or the model is not known. Raises: InputError where facts contradict each other.
        """
        known = next((each for each in self._callers.all if each.id == caller), None)
        served = self._served.get((dialect, model))
        if known is None or served is None:
            return None
        admission = self._admissions.on(known, purpose, served.setup.route, served.model, at.date())
        barred = admission.denial is not None
        return admission, self._successor(known, known.person, purpose, served.model, dialect, at) if barred else None

    def out_of_place(self, caller: Caller, person: str, setup: RouteSetup, model: ServedModel) -> Denial | None:
        """Return the denial of a call that the rules on places do not let be made, whatever the law says of it."""
        return self._places.refusal(caller, person, setup.route, model)

    def admissions(self, at: datetime) -> Iterable[tuple[Caller, str, RouteSetup, ServedModel, Admission]]:
        """Yield what holds on the day of `at` for every caller, purpose and model. Raises: InputError."""
        for caller in self._callers.all:
            for purpose in caller.purposes or ("",):
                for setup in self._routes:
                    for model in setup.route.models:
                        admission = self._admissions.on(caller, purpose, setup.route, model, at.date())
                        yield caller, purpose, setup, model, admission

    def _of_known(self, entry: CallEntry, request: Request, now: float) -> Answer | Sending:
        if doubt := self.clock_doubt(now):
            raise _DeniedError(Denial(status=DENIED, code="clock_doubt", message=doubt))
        purpose, authority = _named(request.headers, entry.known)
        entry.serves(purpose, authority)
        path, _, query = request.path.partition("?")
        told_here = request.method == "GET" and not query and not request.elsewhere
        if told_here and (path == MODELS or path.startswith(MODELS + "/")):
            return self._models(path.removeprefix(MODELS).removeprefix("/"), entry, purpose)
        if request.method != "POST" or path not in PATHS or (query and (path, query) != _BETA_PATH):
            what = f"`{request.method} {request.path}` is not served here, and nothing goes on that is not understood"
            raise _DeniedError(Denial(status=DENIED, code="path_not_served", message=what))
        return self._call(entry, request, purpose, authority)

    def _call(self, entry: CallEntry, request: Request, purpose: str, authority: str) -> Sending:
        try:
            call = read_call(entry.dialect, request.body, listed=lambda model: self._listed(entry.dialect, model))
        except CallError as error:
            raise _DeniedError(_not_read(error)) from error
        served = self._of(entry.dialect, call.model)
        setup, model = served.setup, served.model
        entry.reads(call, setup.route, model)
        admission = self._admission(entry, purpose, served)
        entry.rests_on(admission)
        on = _On(entry, purpose, authority, request.headers)
        if admission.denial is not None:
            if request.elsewhere:
                raise _DeniedError(admission.denial)
            return self._moved(on, call, model, admission.denial)
        misplaced = self.out_of_place(entry.known.caller, entry.known.person, setup, model)
        if misplaced is not None:
            raise _DeniedError(misplaced)
        if not request.elsewhere:
            return on.sending(call, setup, model)
        denial = refused_elsewhere(request.body, call, model.sent_as, tools_ruled=request.tools_ruled)
        if denial is not None:
            raise _DeniedError(denial)
        return on.sending(call, setup, model, request.body)

    def _moved(self, on: _On, call: ModelCall, model: ServedModel, barred: Denial) -> Sending:
        """Return the call as its successor is asked; nothing is sent where there is none, or it may not answer."""
        try:
            known = on.entry.known
            onto = self._successor(known.caller, known.person, on.purpose, model, call.dialect, on.entry.at)
            if onto is None:
                raise _DeniedError(barred)
            on.entry.moves(onto)
            moved, lost = self._moves.move(call, onto, barred)
        except NotMovedError as error:
            raise _DeniedError(error.denial) from error
        except InputError as error:
            raise _DeniedError(_contradicting(error)) from error
        headers, left_out = onward_headers(on.headers, onto)
        on.entry.moved(moved, onto, (*lost, *left_out))
        return replace(replace(on, headers=headers).sending(moved, onto.setup, onto.model), asked=call)

    def _successor(
        self, caller: Caller, person: str, purpose: str, model: ServedModel, spoken: Dialect, at: datetime
    ) -> Successor | None:
        def decide(setup: RouteSetup, by: ServedModel) -> Admission:
            admission = self._admissions.on(caller, purpose, setup.route, by, at.date())
            misplaced = self.out_of_place(caller, person, setup, by) if admission.denial is None else None
            return replace(admission, denial=misplaced) if misplaced is not None else admission

        return self._moves.successor(caller, model, spoken, decide)

    def _of(self, dialect: Dialect, model: str) -> _Served:
        found = self._served.get((dialect, model))
        if found is None:
            what = f"no route serves the model `{model[:100]}` in this dialect"
            raise _DeniedError(Denial(status=DENIED, code="model_not_served", message=what))
        return found

    def _listed(self, dialect: Dialect, model: str) -> Listed:
        return self._of(dialect, model).setup.listed

    def _admission(self, entry: CallEntry, purpose: str, served: _Served) -> Admission:
        try:
            return self._admissions.on(entry.known.caller, purpose, served.setup.route, served.model, entry.at.date())
        except InputError as error:
            raise _DeniedError(_contradicting(error)) from error

    def _open(self, entry: CallEntry, purpose: str, served: _Served) -> bool:
        """Say whether a call of that model would be answered, by it or by what takes its place."""
        known, setup, model = entry.known, served.setup, served.model
        if self._admission(entry, purpose, served).denial is None:
            return self.out_of_place(known.caller, known.person, setup, model) is None
        return bool(self.successor(known.caller, known.person, purpose, setup, model, entry.at))

    def _models(self, named: str, entry: CallEntry, purpose: str) -> Answer:
        """Return the list of what the caller may use, or what is told of the one model that is `named`."""
        open_to_caller = {
            served.model.name: served.model for served in self._served.values() if self._open(entry, purpose, served)
        }
        if not named:
            body = list_body(tuple(open_to_caller.values()), entry.dialect)
        elif named in open_to_caller:
            body = model_body(open_to_caller[named], entry.dialect)
        else:
            what = f"no model `{named[:100]}` is open to this caller"
            return _answer(Denial(status=404, code="model_not_found", message=what), entry.dialect)
        return Answer(status=200, body=body, why="models", caller=entry.known.caller.id)


def _answer(denial: Denial, dialect: Dialect) -> Answer:
    return Answer(status=denial.status, body=body_of(denial, dialect), why=denial.code, decision=denial.decision)


def _contradicting(error: InputError) -> Denial:
    return Denial(status=DENIED, code="facts_contradict", message=str(error))


def _not_read(error: CallError) -> Denial:
    status = {Fault.MALFORMED: 400, Fault.TOO_LARGE: 413}.get(Fault(error.code), DENIED)
    told = "; ".join(f"{each.where}: {each.what}" for each in error.problems)
    return Denial(status=status, code=error.code, message=told)


def _named(headers: Mapping[str, str], known: Known) -> tuple[str, str]:
    """Return the purpose and the authority of a call: those it names, or else the caller's first."""
    caller = known.caller
    found = []
    for header, own in ((_PURPOSE, caller.purposes), (_AUTHORITY, caller.authorities)):
        said = headers.get(header, "")
        if said and said not in own:
            what = f"`{header}: {said[:100]}` is none of those that the caller `{caller.id}` may name"
            raise _DeniedError(Denial(status=DENIED, code=header.removeprefix("muniment-") + "_not_open", message=what))
        found.append(said or (own[0] if own else ""))
    return found[0], found[1]


def _passed_on(headers: Mapping[str, str], call: ModelCall, setup: RouteSetup) -> tuple[tuple[str, str], ...]:
    """Return the headers of a call that change what the vendor does, as far as the route lists them."""
    found = []
    if VERSION_HEADER in headers or PATH_OF[call.dialect] == "/v1/messages":
        version = headers.get(VERSION_HEADER, _VERSION)
        if not _DAY.fullmatch(version):
            what = f"`{VERSION_HEADER}: {version[:100]}` is no version"
            raise _DeniedError(Denial(status=DENIED, code="version_not_served", message=what))
        found.append((VERSION_HEADER, version))
    betas = [each.strip() for each in headers.get(_BETAS, "").split(",") if each.strip()]
    for beta in betas:
        if beta not in setup.betas:
            what = f"`{_BETAS}: {beta[:100]}` is not listed for the route `{setup.route.id}`"
            raise _DeniedError(Denial(status=DENIED, code="beta_not_listed", message=what))
    if betas:
        found.append((_BETAS, ",".join(betas)))
    return tuple(found)
