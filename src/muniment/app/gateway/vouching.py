"""What a replica does for the others while it serves: it signs how far its log goes, and writes down what they sign."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from muniment.app.beside import beside
from muniment.app.gateway.replicas import PEER, believed, is_of_kind, peer_record, vouch
from muniment.errors import MunimentError, Problem, RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Mapping, Sequence
    from datetime import datetime

    from muniment.app.gateway.replicas import Checkpoints, Vouched
    from muniment.enforce.call_chain import Head
    from muniment.prove.checkpoint import NoteKey, NoteSigner

_MEETING: Final = "place where replicas meet"
_LONG: Final = 600.0
"""Seconds in which a log of any size is read."""


class OwnLog(Protocol):
    """The log of this replica."""

    @property
    def head(self) -> Head:
        """Return the end of what is durable."""

    def append(self, entry: bytes) -> None:
        """Take a record that nobody waits for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Replica:
    """Which of the replicas this is, by its key, and the keys of all of them, its own among them."""

    name: str
    signer: NoteSigner
    keys: Sequence[NoteKey]


class PeersSeen:
    """What the log holds of other replicas already: of each, the last that was written down."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.last: dict[str, tuple[int, str]] = {}

    def take(self, line: bytes) -> None:
        """Take a line of the log; one of a start tells what was known then."""
        if is_of_kind(line, PEER):
            told = json.loads(line)
            self.last[str(told["replica"])] = (int(told["lines"]), str(told["head"]))
        elif is_of_kind(line, "opened"):
            for name, (lines, head) in json.loads(line).get("peers", {}).items():
                self.last[name] = (int(lines), str(head))


class Vouching:
    """Goes round by round. What it cannot do now it tells, and does in a later round."""

    def __init__(  # noqa: PLR0913  (one for each thing that a round needs)
        self,
        replica: Replica,
        place: Checkpoints,
        log: OwnLog,
        *,
        seen: PeersSeen,
        head_at: Callable[[int], Head | None],
        now: Callable[[], datetime],
        say: Callable[[str, Mapping[str, object]], None],
    ) -> None:
        """`head_at` reads where the log of this replica was after so many lines; nothing where it is shorter."""
        self._replica, self._place, self._log = replica, place, log
        self._seen, self._head_at, self._now, self._say = seen.last, head_at, now, say
        self._checked = False
        self._told = ""
        self._signed = 0
        self._newest: dict[str, tuple[Head, float]] = {}
        self._covered = 0
        """Lines that need no new checkpoint: they are signed, or tell of those of others."""

    async def begin(self) -> None:
        """Hold the log against what this replica has signed. Raises: RefusedError where it does not hold it."""
        await self._go(self._found)

    async def round(self) -> None:
        """Sign what is new here, and write down what is new of the others. Raises: RefusedError, for good."""

        async def work() -> None:
            found = await self._found()
            await self._publish()  # first: what is noted now is not in the log yet, and would stand for lines that are
            for each in found:
                self._note(each)

        await self._go(work)

    async def end(self) -> None:
        """Sign the whole log, when nothing is written any more, and let go of where replicas meet."""
        if self._checked:
            self._covered = self._signed
            with suppress(MunimentError):
                await self._publish()
        self._place.close()

    async def run(self, seconds: float) -> None:
        """Go round every so many seconds. Raises: RefusedError, for good."""
        while True:
            await self.round()
            await asyncio.sleep(seconds)

    def ages(self) -> Mapping[str, float]:
        """Return how many seconds ago what each replica has signed last was found first, by the replica's name."""
        now = asyncio.get_running_loop().time()
        return {name: now - since for name, (_, since) in self._newest.items()}

    async def _go(self, work: Callable[[], Coroutine[None, None, object]]) -> None:
        try:
            await work()
        except RefusedError:
            raise
        except MunimentError as error:
            self._tell(str(error))
        except Exception as error:  # noqa: BLE001  (whatever it is, there is a next round, and people are told)
            self._tell(f"a fault: {type(error).__name__}")
        else:
            self._tell("")

    async def _found(self) -> Sequence[Vouched]:
        notes = await beside(self._place.all, of=_MEETING)
        found = [each for each in map(self._believed, notes) if each is not None]
        for each in found:
            if self._newest.get(each.replica, (None, 0.0))[0] != each.head:
                self._newest[each.replica] = each.head, asyncio.get_running_loop().time()
        await self._refuse_gone(found)
        return found

    def _believed(self, note: bytes) -> Vouched | None:
        try:
            return believed(note, self._replica.keys)
        except MunimentError as error:
            self._say("checkpoint not believed", {"why": str(error)})
            return None

    async def _refuse_gone(self, found: Sequence[Vouched]) -> None:
        """Raise RefusedError where this replica has signed a line that its log does not hold; it is looked for once."""
        signed = [each.head for each in found if each.replica == self._replica.name]
        own = max(signed, key=lambda head: head.lines, default=None)
        if own is None or self._checked:
            self._checked = True
            return
        held = await beside(lambda: self._head_at(own.lines), of="own log", seconds=_LONG)
        if held != own:
            what = f"does not hold line {own.lines} as this replica has signed it: it was cut short, or written anew"
            help_ = "keep it, and find out who did it; a replica whose log is lost goes on under another name and key"
            raise RefusedError(Problem(where=f"log of {self._replica.name}", what=what, help=help_))
        self._checked, self._signed = True, own.lines
        self._covered = max(self._covered, own.lines)

    def _note(self, each: Vouched) -> None:
        """Write down what another replica has signed, unless that was done; a step back is written down as well."""
        name, new = each.replica, (each.head.lines, each.head.digest)
        before = self._seen.get(name, (0, ""))
        if name == self._replica.name or new == before:
            return
        if new[0] <= before[0]:
            self._say("the log of a replica went back", {"replica": name, "from": before[0], "to": new[0]})
        self._log.append(peer_record(self._now(), each))
        self._covered += 1
        self._seen[name] = new

    async def _publish(self) -> None:
        head = self._log.head
        if head.lines > self._covered:
            vouched = vouch(self._replica.name, head, self._replica.signer)
            await beside(lambda: self._place.publish(vouched, self._signed_in), of=_MEETING)
            self._covered = self._signed = head.lines

    def _signed_in(self, note: bytes) -> int:
        """Return how many lines this replica has signed in a note: none in one that somebody else has made up."""
        try:
            found = believed(note, self._replica.keys)
        except MunimentError:
            return 0
        return found.head.lines if found.replica == self._replica.name else 0

    def _tell(self, why: str) -> None:
        """Say once that checkpoints are not exchanged, and once that they are again."""
        if why and not self._told:
            self._say("checkpoints are not exchanged", {"why": why})
        elif self._told and not why:
            self._say("checkpoints are exchanged again", {})
        self._told = why
