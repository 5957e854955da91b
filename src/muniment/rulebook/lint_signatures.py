"""Checks that every signature recognises its examples, spares its counter-examples, and can be found at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from muniment.discover.judging.match import Matcher
from muniment.discover.text.anchors import anchors
from muniment.domain.evidence import Identifier
from muniment.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.domain.technology import Signature
    from muniment.rulebook.load import Placed


def signature_problems(placed: Placed) -> Iterator[Problem]:
    """Yield what is wrong with the signatures of a rulebook."""
    for signature in placed.rulebook.signatures:
        where = str(placed.signatures[signature.id])
        yield from _kinds_without_example(signature, where)
        yield from _wrongly_recognised(signature, where)
        yield from _not_findable(signature, where)


def _kinds_without_example(signature: Signature, where: str) -> Iterator[Problem]:
    shown = {kind for kind, _ in signature.examples}
    for kind in signature.match:
        if kind not in shown:
            what = f"signature `{signature.id}` matches kind `{kind.value}` and has no example of it"
            yield Problem(where=where, what=what, help="add one under `examples:`")


def _wrongly_recognised(signature: Signature, where: str) -> Iterator[Problem]:
    matcher = Matcher((signature,))
    for kind, value in signature.examples:
        if not matcher.recognise(Identifier(kind, value)):
            what = f"example `{value}` of kind `{kind.value}` is not recognised by its signature `{signature.id}`"
            yield Problem(where=where, what=what, help="mend the pattern under `match:`, or the example")
    for counter in signature.counter_examples:
        if matcher.recognise(Identifier(counter.kind, counter.value)):
            said = f"counter-example `{counter.value}` of kind `{counter.kind.value}`"
            what = f"{said} ({counter.why}) is recognised by signature `{signature.id}`"
            yield Problem(where=where, what=what, help="narrow the pattern, or take it back under `unless:`")


def _not_findable(signature: Signature, where: str) -> Iterator[Problem]:
    try:
        anchors((signature,))
    except ValueError as error:
        yield Problem(
            where=where, what=f"signature `{signature.id}` can never be found: {error}", help="write more of it"
        )
