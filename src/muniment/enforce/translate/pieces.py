"""An answer as it arrives, in pieces that every dialect can say, and put in order for those that say one at a time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING, TypeAlias

from muniment.domain.conversation import NO_TOKENS, Answer, Called, Refusal, Stop, Text, Tokens

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.errors import RefusedError

Block: TypeAlias = Text | Refusal | Called
"""What an answer is made of; as the opening of a piece its text, or its arguments, are empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Began:
    """The answer has begun. `tokens` is what is known so far."""

    id: str
    model: str
    tokens: Tokens = NO_TOKENS


@dataclass(frozen=True, slots=True)
class Opened:
    """A block of the answer begins; `key` names it until it is closed."""

    key: str
    block: Block


@dataclass(frozen=True, slots=True)
class More:
    """More of a block: words, or the text of arguments."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class Closed:
    """A block is whole."""

    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """The answer is whole. `said` is why the model declined, where it told."""

    stop: Stop
    sequence: str = ""
    said: str = ""
    tokens: Tokens = NO_TOKENS


@dataclass(frozen=True, slots=True)
class Broke:
    """The answer will never be whole. `kind` is the vendor's word for it, if any."""

    message: str
    kind: str = ""


class Waiting(Enum):
    """The other side is still there, and has nothing to say."""

    STILL = "still"


Piece: TypeAlias = Began | Opened | More | Closed | Ended | Broke | Waiting


class OneAtATime:
    """Puts pieces in an order in which a block is closed before the next is opened.

    The first open block passes at once, others wait for it. A call without arguments gets empty ones. After the end
    nothing passes.
    """

    def __init__(self) -> None:
        self._waiting: dict[str, list[Piece]] = {}
        self._silent: set[str] = set()
        self._over = False

    def put(self, piece: Piece) -> Iterator[Piece]:
        """Yield what may pass now."""
        if self._over:
            return
        self._keep(piece)
        yield from self._release()
        if isinstance(piece, Began | Ended | Broke | Waiting):
            self._over = isinstance(piece, Ended | Broke)
            yield piece

    def _keep(self, piece: Piece) -> None:
        match piece:
            case Opened(key, block):
                self._waiting[key] = [piece]
                if isinstance(block, Called):
                    self._silent.add(key)
            case More(key, text):
                if text and key in self._waiting:
                    self._waiting[key].append(piece)
                    self._silent.discard(key)
            case Closed(key):
                self._close(key)
            case Ended():
                for key in self._waiting:
                    self._close(key)
            case Began() | Broke() | Waiting():
                pass

    def _close(self, key: str) -> None:
        held = self._waiting.get(key)
        if held is None or (held and isinstance(held[-1], Closed)):
            return
        if key in self._silent:
            self._silent.discard(key)
            held.append(More(key, "{}"))
        held.append(Closed(key))

    def _release(self) -> Iterator[Piece]:
        for key in tuple(self._waiting):
            held = self._waiting[key]
            yield from held
            if not (held and isinstance(held[-1], Closed)):
                self._waiting[key] = []
                return
            del self._waiting[key]


class Gathering:
    """Joins pieces, in order, to the whole answer so far."""

    def __init__(self) -> None:
        self._blocks: dict[str, Block] = {}
        self._texts: dict[str, list[str]] = {}
        self.answer = Answer(id="", model="", parts=(), stop=Stop.END)

    def put(self, piece: Piece) -> None:
        """Add `piece`."""
        match piece:
            case Began():
                self.answer = replace(self.answer, id=piece.id, model=piece.model, tokens=piece.tokens)
            case Opened(key, block):
                self._blocks[key] = block
                self._texts[key] = []
            case More(key, text):
                self._texts[key].append(text)
            case Ended(stop=stop, sequence=sequence, said=said, tokens=tokens):
                parts = tuple(self.block(key) for key in self._blocks)
                told = replace(self.answer, stop=stop, sequence=sequence, said=said, tokens=tokens)
                self.answer = replace(told, parts=parts)
            case Closed() | Broke() | Waiting():
                pass

    def opening(self, key: str) -> Block:
        """Return how a block began, whatever has been said since."""
        return self._blocks[key]

    def block(self, key: str) -> Block:
        """Return a block as it stands."""
        return _filled(self._blocks[key], "".join(self._texts[key]))


def _filled(opening_: Block, text: str) -> Block:
    match opening_:
        case Text():
            return Text(text)
        case Refusal():
            return Refusal(text)
        case Called():
            return replace(opening_, arguments=text)


def opening(block: Block) -> tuple[Block, str]:
    """Return how `block` begins, and all of its text."""
    match block:
        case Text(text):
            return Text(""), text
        case Refusal(text):
            return Refusal(""), text
        case Called(arguments=text):
            return replace(block, arguments=""), text


def pieces_of(answer: Answer) -> Iterator[Piece]:
    """Yield a whole answer as if it had come in pieces."""
    yield Began(id=answer.id, model=answer.model, tokens=answer.tokens)
    for place, block in enumerate(answer.parts):
        begins, text = opening(block)
        yield Opened(str(place), begins)
        yield More(str(place), text)
        yield Closed(str(place))
    yield Ended(stop=answer.stop, sequence=answer.sequence, said=answer.said, tokens=answer.tokens)


def broken(error: RefusedError) -> Broke:
    """Return how an answer that cannot be carried over ends."""
    return Broke("; ".join(each.what for each in error.problems))
