"""The use case of `muniment gateway run`: one way for every call, from who asks to what is written down and sent."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Final

from muniment.app.gateway.call_entries import CallEntry
from muniment.app.gateway.callers import NobodyError, Shown, secret_in
from muniment.app.gateway.calls import Answer, Sending, Standing, Way
from muniment.app.gateway.heads import DeniedError, named, passed_on, refuse_unserved
from muniment.app.gateway.moves import Moves, NotMovedError, onward_headers
from muniment.app.gateway.ways import Ways
from muniment.app.watch import Watch
from muniment.domain.call import Fault
from muniment.domain.gateway import DecisionId
from muniment.enforce.denials import DENIED, Denial, body_of
from muniment.enforce.elsewhere import refused_elsewhere
from muniment.enforce.model_list import list_body, model_body
from muniment.enforce.paths import COUNT_PATH_OF, MODELS, PATH_OF, dialect_of, only_counts
from muniment.enforce.requests import read_call
from muniment.errors import CallError, InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime

    from muniment.app.gateway.admission import Admission, Admissions
    from muniment.app.gateway.callers import Callers
    from muniment.app.gateway.calls import Request
    from muniment.app.gateway.moves import Successor
    from muniment.app.gateway.places import Places
    from muniment.app.gateway.settings import RouteSetup
    from muniment.domain.call import Dialect, ModelCall
    from muniment.domain.gateway import Caller, Replacement, ServedModel
    from muniment.enforce.allowance import Allowance

_NO_WAY: Final = (date.min, None)
_DAY: Final = 86_400
"""Seconds."""
_FIRST_DAY: Final = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class _Served:
    setup: RouteSetup
    model: ServedModel


@dataclass(frozen=True, slots=True)
class _On:
    """What is known of a call beside the call."""

    entry: CallEntry
    standing: Standing
    headers: Mapping[str, str]

    def way(self, call: ModelCall, setup: RouteSetup, model: ServedModel) -> Way:
        """Return how `call` goes to `model` by the route of `setup`. Raises: DeniedError."""
        return Way(
            setup=setup,
            model=model,
            path=(COUNT_PATH_OF if call.counts else PATH_OF)[call.dialect],
            known=self.standing.known,
            purpose=self.standing.purpose,
            authority=self.standing.authority,
            headers=passed_on(self.headers, call.dialect, setup),
            common=self.entry.in_common(),
            labels=(setup.route.id, call.dialect.value),
        )


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
        self._ways = Ways()
        self._served = {
            (dialect, model.name): _Served(setup, model)
            for setup in self._routes
            for dialect in sorted(setup.route.dialects, key=lambda each: each.value)
            for model in setup.route.models
        }

    def believe_clock_after(self, instant: float) -> None:
        """Take `instant`, in seconds since 1970, as one that has surely passed."""
        self._watch.passed(instant)

    @property
    def latest(self) -> float:
        """Return the latest instant, in seconds since 1970, that has surely passed."""
        return self._watch.latest

    def clock_doubt(self, now: float) -> str:
        """Return why nothing can be decided at `now`; empty where it can."""
        return self._watch.doubt(now)

    def admit(self, request: Request, body: bytes, now: float) -> Answer | Sending:
        """Return what becomes of `request` with `body` at `now`, in seconds since 1970.

        Nothing that this returns may be carried out before its record is durable.
        """
        try:
            standing = self._standing(request, now)
        except NobodyError as error:
            dialect = dialect_of(request.path, request.headers)
            return _answer(Denial(status=401, code="not_authenticated", message=str(error)), dialect)
        name = DecisionId(self._name_call())
        if standing.served and not self._watch.doubt(now):
            return self._call(name, now, standing, request, body)
        entry = self._entry(name, now, standing)
        try:
            answer = self._of_head(entry, standing, request, now)
        except DeniedError as error:
            return self._denied(entry, error.denial)
        return answer or self._call(name, now, standing, request, body)

    def stranger(self, request: Request, now: float) -> str:
        """Return why nobody is known by the headers and the certificate of `request`; empty where somebody is."""
        try:
            self._standing(request, now)
        except NobodyError as error:
            return str(error)
        return ""

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

    def admissions(
        self, at: datetime, only: tuple[str, str, str] | None = None
    ) -> Iterable[tuple[Caller, str, RouteSetup, ServedModel, Admission]]:
        """Yield what holds on the day of `at` for every caller, purpose and model, or for `only` one by their names.

        Raises: InputError.
        """
        for caller in self._callers.all:
            for purpose in caller.purposes or ("",):
                for setup in self._routes:
                    for model in setup.route.models:
                        if only is not None and only != (caller.id, purpose, model.name):
                            continue
                        admission = self._admissions.on(caller, purpose, setup.route, model, at.date())
                        yield caller, purpose, setup, model, admission

    def _standing(self, request: Request, now: float) -> Standing:
        """Return who asks, and what was found for their head before. Raises: NobodyError."""
        found = request.standing
        if found is None or found.by is not self or now >= found.known.until:
            secret = secret_in(request.headers)
            shown = Shown(secret=secret, certificate=request.certificate, subject=request.subject)
            known, dialect = self._callers.known(shown, now), dialect_of(request.path, request.headers)
            found = request.standing = Standing(
                by=self,
                known=known,
                dialect=dialect,
                counts=only_counts(request.path),
                listed=partial(self._listed, dialect),
            )
        return found

    def _entry(self, name: DecisionId, now: float, standing: Standing) -> CallEntry:
        entry = CallEntry(name, standing.known, standing.dialect, now, self._configuration)
        if standing.served:
            entry.serves(standing.purpose, standing.authority)
        return entry

    def _of_head(self, entry: CallEntry, standing: Standing, request: Request, now: float) -> Answer | None:
        """Return what is answered to a head that asks for no call; nothing where calls with it are served."""
        if doubt := self.clock_doubt(now):
            raise DeniedError(Denial(status=DENIED, code="clock_doubt", message=doubt))
        standing.purpose, standing.authority = purpose, authority = named(request.headers, entry.known)
        entry.serves(purpose, authority)
        path, _, query = request.path.partition("?")
        told_here = request.method == "GET" and not query and not request.elsewhere
        if told_here and (path == MODELS or path.startswith(MODELS + "/")):
            return self._models(path.removeprefix(MODELS).removeprefix("/"), entry, purpose)
        refuse_unserved(request.method, request.path)
        standing.served = True
        return None

    def _call(
        self, name: DecisionId, now: float, standing: Standing, request: Request, body: bytes
    ) -> Answer | Sending:
        """Return what becomes of a call. One by a way that was open to its head today goes like those before it."""
        try:
            call = read_call(standing.dialect, body, listed=standing.listed, counts=standing.counts)
        except CallError as error:
            return self._denied(self._entry(name, now, standing), _not_read(error))
        except DeniedError as error:
            return self._denied(self._entry(name, now, standing), error.denial)
        today = _day(now // _DAY)
        open_on, way = standing.ways.get(call.model, _NO_WAY)
        if way is not None and open_on == today:
            return way.sending(name, now, call)
        if not request.elsewhere:
            way = self._ways.found(standing, request.headers, call.model, today)
            if way is not None:
                standing.ways[call.model] = (today, way)
                return way.sending(name, now, call)
        entry = self._entry(name, now, standing)
        try:
            return self._decided(entry, standing, request, call, body)
        except DeniedError as error:
            return self._denied(entry, error.denial)

    def _denied(self, entry: CallEntry, denial: Denial) -> Answer:
        whole = replace(denial, decision=entry.name)
        told = _answer(whole, entry.dialect)
        return replace(told, record=entry.denied(whole), caller=entry.known.caller.id)

    def _decided(self, entry: CallEntry, standing: Standing, request: Request, call: ModelCall, body: bytes) -> Sending:
        served, on = self._of(standing.dialect, call.model), _On(entry, standing, request.headers)
        setup, model = served.setup, served.model
        entry.reads(call, setup.route, model)
        admission = self._admission(entry, standing.purpose, served)
        entry.rests_on(admission)
        if admission.denial is not None:
            if request.elsewhere:
                raise DeniedError(admission.denial)
            return self._moved(on, call, model, admission.denial)
        misplaced = self.out_of_place(entry.known.caller, entry.known.person, setup, model)
        if misplaced is not None:
            raise DeniedError(misplaced)
        way = on.way(call, setup, model)
        if request.elsewhere:
            denial = refused_elsewhere(body, call, model.sent_as, tools_ruled=request.tools_ruled)
            if denial is not None:
                raise DeniedError(denial)
            return way.sending(entry.name, entry.seconds, call, body)
        today = _day(entry.seconds // _DAY)
        standing.ways[call.model] = (today, way)
        self._ways.keep(standing, request.headers, way, today)
        return way.sending(entry.name, entry.seconds, call)

    def _moved(self, on: _On, call: ModelCall, model: ServedModel, barred: Denial) -> Sending:
        """Return the call as its successor is asked; nothing is sent where there is none, or it may not answer."""
        entry, known = on.entry, on.entry.known
        try:
            onto = self._successor(known.caller, known.person, on.standing.purpose, model, call.dialect, entry.at)
            if onto is None:
                raise DeniedError(barred)
            entry.moves(onto)
            moved, lost = self._moves.move(call, onto, barred)
        except NotMovedError as error:
            raise DeniedError(error.denial) from error
        except InputError as error:
            raise DeniedError(_contradicting(error)) from error
        onward, left_out = onward_headers(on.headers, onto)
        entry.moved(moved, onto, (*lost, *left_out))
        way = replace(on, headers=onward).way(moved, onto.setup, onto.model)
        sending = way.sending(entry.name, entry.seconds, moved)
        sending.asked = call
        return sending

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
            what = f"no route serves the model `{model[:100]}` in the dialect `{dialect.value}`"
            raise DeniedError(Denial(status=DENIED, code="model_not_served", message=what))
        return found

    def _listed(self, dialect: Dialect, model: str) -> Allowance:
        return self._of(dialect, model).setup.listed

    def _admission(self, entry: CallEntry, purpose: str, served: _Served) -> Admission:
        try:
            return self._admissions.on(entry.known.caller, purpose, served.setup.route, served.model, entry.at.date())
        except InputError as error:
            raise DeniedError(_contradicting(error)) from error

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


@lru_cache(maxsize=2)
def _day(number: float) -> date:
    """Return the day so many days after the first of 1970, in UTC."""
    return date.fromordinal(_FIRST_DAY + int(number))


def _answer(denial: Denial, dialect: Dialect) -> Answer:
    return Answer(status=denial.status, body=body_of(denial, dialect), why=denial.code, decision=denial.decision)


def _contradicting(error: InputError) -> Denial:
    return Denial(status=DENIED, code="facts_contradict", message=str(error))


def _not_read(error: CallError) -> Denial:
    status = {Fault.MALFORMED: 400, Fault.TOO_LARGE: 413}.get(Fault(error.code), DENIED)
    told = "; ".join(f"{each.where}: {each.what}" for each in error.problems)
    return Denial(status=status, code=error.code, message=told)
