"""What a replica signs of its own log, round by round, while others sign theirs."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from muniment.app.gateway.replicas import believed, vouch
from muniment.app.gateway.vouching import PeersSeen, Replica, Vouching
from muniment.enforce.call_chain import Head
from muniment.prove.checkpoint import note_key
from muniment.signers.file_key import generate, load

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from muniment.app.gateway.replicas import Vouched


class Log:
    """Has a record durable only once a round is over, as a disk would."""

    def __init__(self) -> None:
        self.head = Head()
        self._pending: list[bytes] = []

    def append(self, entry: bytes) -> None:
        self._pending.append(entry)

    def settle(self) -> None:
        _, self.head = self.head.link(self._pending)
        self._pending = []


class Place:
    """Keeps the last note of each replica."""

    def __init__(self) -> None:
        self.notes: dict[str, bytes] = {}

    def publish(self, vouched: Vouched, signed: Callable[[bytes], int]) -> None:
        del signed
        self.notes[vouched.replica] = vouched.note

    def close(self) -> None:
        """Keep everything."""

    def all(self) -> tuple[bytes, ...]:
        return tuple(self.notes.values())


def test_what_a_replica_has_written_itself_is_signed_though_another_one_has_news_in_every_round(tmp_path: Path) -> None:
    for name in "ab":
        generate(tmp_path / name)
    a, b = (load(tmp_path / name) for name in "ab")
    keys = tuple(note_key(name, signer.public) for name, signer in (("a", a), ("b", b)))
    log, place, signed = Log(), Place(), list[int]()

    async def scene() -> None:
        own = Vouching(
            Replica(name="b", signer=b, keys=keys), place, log,
            seen=PeersSeen(), head_at=lambda _: log.head, now=lambda: datetime(2026, 11, 27, tzinfo=UTC),
            say=lambda *_: None,
        )  # fmt: skip
        for number in range(1, 7):
            if number in {1, 4}:
                log.append(b'{"own":1}')
                log.settle()
            place.notes["a"] = vouch("a", Head(10 * number, f"{number:064x}"), a).note
            await own.round()
            log.settle()
            signed.append(believed(place.notes["b"], keys).head.lines if "b" in place.notes else 0)

    asyncio.run(scene())

    assert signed == [1, 1, 1, 5, 5, 5]
