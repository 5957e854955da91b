"""Calls that may not go where they were meant to, moved to what people chose in its place.

A replacement goes through the whole decision on its own facts. Where that does not permit it, the call is denied, and
so it is where the other dialect cannot ask the same. It is moved before it is sent, or never: no stream changes under
way.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from muniment.domain.call import Dialect
from muniment.domain.conversation import Lost
from muniment.enforce.denials import DENIED, Denial
from muniment.enforce.requests import encode, read_call
from muniment.enforce.translate.losses import UntranslatableError
from muniment.enforce.translate.moving import Terms, moved
from muniment.errors import CallError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from muniment.app.gateway.admission import Admission
    from muniment.app.gateway.settings import RouteSetup
    from muniment.domain.call import ModelCall
    from muniment.domain.gateway import Caller, Replacement, ServedModel

_PREFERRED: Final = (Dialect.CHAT, Dialect.RESPONSES, Dialect.MESSAGES)
_BETAS: Final = Lost("anthropic-beta", "what one vendor tries out is nothing that another does")


class NotMovedError(Exception):
    """A call stays where it was meant to go, which is denied."""

    def __init__(self, denial: Denial) -> None:
        """Keep what is told."""
        super().__init__(denial.code)
        self.denial = denial


@dataclass(frozen=True, slots=True, kw_only=True)
class Successor:
    """What would answer in place of a model: by whose choice, on which route, in which dialect, and whether it may."""

    replacement: Replacement
    setup: RouteSetup
    model: ServedModel
    dialect: Dialect
    admission: Admission


class Moves:
    """Finds what takes the place of a model, and says calls to it."""

    def __init__(self, replacements: Iterable[Replacement], routes: Iterable[RouteSetup]) -> None:
        """Choose among `replacements`, each of which names a model that one of `routes` serves."""
        self._replacements = sorted(replacements, key=lambda each: each.narrowness, reverse=True)
        self._served = {
            (model.name, dialect): (setup, model)
            for setup in routes
            for dialect in setup.route.dialects
            for model in setup.route.models
        }

    def successor(
        self,
        caller: Caller,
        model: ServedModel,
        spoken: Dialect,
        decide: Callable[[RouteSetup, ServedModel], Admission],
    ) -> Successor | None:
        """Return what takes the place of `model` for `caller`, who speaks `spoken`; nothing where nobody chose.

        Vectors of one model cannot be compared with those of another, so embeddings have no replacement.
        """
        if spoken is Dialect.EMBEDDINGS:
            return None
        chosen = next(
            (each for each in self._replacements if each.serves(caller, model) and each.by != model.name), None
        )
        if chosen is None:
            return None
        for dialect in (chosen.dialect,) if chosen.dialect else (spoken, *_PREFERRED):
            found = self._served.get((chosen.by, dialect))
            if found is not None:
                setup, by = found
                admission = decide(setup, by)
                return Successor(replacement=chosen, setup=setup, model=by, dialect=dialect, admission=admission)
        return None

    def move(self, call: ModelCall, onto: Successor, barred: Denial) -> tuple[ModelCall, tuple[Lost, ...]]:
        """Return `call`, which is `barred`, as it is asked of its successor, and what could not be carried over.

        What is sent is read by the same strict reader as what came in. Raises: NotMovedError.
        """
        if onto.admission.denial is not None:
            raise NotMovedError(_both(barred, onto.model, onto.admission.denial))
        if call.counts and onto.dialect is not call.dialect:
            what = f"{barred.message}; `{onto.model.name}`, which takes its place, counts in no other dialect"
            raise NotMovedError(replace(barred, code="replacement_cannot_say", message=what))
        chosen = onto.replacement
        terms = Terms(model=onto.model.name, max_tokens=chosen.max_tokens, may_lose=chosen.may_lose)
        try:
            found = moved(call.body, call.dialect, onto.dialect, terms)
            read = read_call(onto.dialect, encode(found.body), listed=lambda _: onto.setup.listed, counts=call.counts)
        except (UntranslatableError, CallError) as error:
            told = "; ".join(f"{each.where}: {each.what}" for each in error.problems)
            what = f"{barred.message}; `{onto.model.name}`, which takes its place, cannot be asked the same: {told}"
            raise NotMovedError(replace(barred, code="replacement_cannot_say", message=what)) from error
        return read, found.lost


def onward_headers(headers: Mapping[str, str], onto: Successor) -> tuple[Mapping[str, str], tuple[Lost, ...]]:
    """Return the headers that may mean something to the successor, and what of them is left out."""
    if onto.dialect is Dialect.MESSAGES:
        return headers, ()
    lost = (_BETAS,) if headers.get(_BETAS.field) else ()
    return {name: value for name, value in headers.items() if not name.startswith("anthropic-")}, lost


def _both(barred: Denial, by: ServedModel, other: Denial) -> Denial:
    """Return that neither the model nor what takes its place may be used."""
    return Denial(
        status=DENIED,
        code=barred.code,
        message=f"{barred.message}; `{by.name}`, which takes its place, may not be used either: {other.message}",
        rules=tuple(dict.fromkeys((*barred.rules, *other.rules))),
        cited=tuple(dict.fromkeys((*barred.cited, *other.cited))),
        missing=tuple(dict.fromkeys((*barred.missing, *other.missing))),
    )
