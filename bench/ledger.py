"""How fast entries are written and proven, beside a bare table of SQLite that is committed in groups in the same way.

    python bench/ledger.py [FOLDER]        FOLDER decides the disk; a folder for temporary files where it is left out

Ends with one line of JSON.
"""

from __future__ import annotations

import json
import sqlite3
import statistics
import sys
import tempfile
import threading
import time
from concurrent.futures import Future
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1

from figures import about
from muniment.app.ledger import Draft, Receipt
from muniment.app.ledger.audit import audit
from muniment.app.ledger.proofs import prove_entry
from muniment.domain.entry import Commitment, Entry, EntryId, EntryType
from muniment.domain.ids import ContractId, Digest
from muniment.prove.checkpoint import read
from muniment.prove.entry import leaf
from muniment.prove.merkle import inclusion_proof
from muniment.signers.file_key import generate
from muniment.stores.ledger import Place, StoredLedger, begin_ledger
from muniment.stores.ledger import sqlite as ledger_sqlite
from muniment.stores.ledger.anchor import Anchor

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from muniment.signers.file_key import FileKey

WRITERS = 32
SECONDS = 1.5
ROUNDS = 15
ENTRIES = 500_000
LIMIT_RATIO, LIMIT_PROOF = 0.8, 0.001
"""Of the bare table's entries a second; seconds for an inclusion proof."""


class BareTable:
    """The peer: one thread, one table, the same bytes, everything that waits in one transaction, futures after it."""

    def __init__(self, path: Path) -> None:
        self._jobs: SimpleQueue[tuple[bytes, Future[int]] | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._run, args=(path,))
        self._thread.start()

    def append(self, raw: bytes) -> int:
        """Write one row, and wait for its commit."""
        future: Future[int] = Future()
        self._jobs.put((raw, future))
        return future.result()

    def close(self) -> None:
        """End the thread."""
        self._jobs.put(None)
        self._thread.join()

    def _run(self, path: Path) -> None:
        connection = sqlite3.connect(path, isolation_level=None)
        connection.execute("pragma journal_mode = wal")
        connection.execute("pragma synchronous = full")
        connection.execute("create table entry(seq integer primary key, leaf blob not null)")
        size, job = 0, self._jobs.get()
        while job is not None:
            batch = [job]
            try:
                while (job := self._jobs.get_nowait()) is not None:
                    batch.append(job)
            except Empty:
                job = None
                last = False
            else:
                last = True
            connection.execute("begin immediate")
            connection.executemany(
                "insert into entry values (?, ?)", [(size + at, raw) for at, (raw, _) in enumerate(batch)]
            )
            connection.execute("commit")
            for at, (_, future) in enumerate(batch):
                future.set_result(size + at)
            size += len(batch)
            if last:
                break
            job = self._jobs.get()
        connection.close()


def main() -> None:
    """Measure, and print the figures."""
    with tempfile.TemporaryDirectory(dir=sys.argv[1] if len(sys.argv) > 1 else None) as name:
        folder = Path(name)
        key = generate(folder / "key.pem", curve=SECP256R1())
        appended = appending(folder, key)
        proven = proving(folder, key)
    print(json.dumps({**about(), **appended, **proven}))


def appending(folder: Path, key: FileKey) -> dict[str, float]:
    """Let 32 writers append for a second and a half, to the bare table and to a ledger in turn."""
    ours, bare = [], []
    raw = sample(0)
    for number in range(ROUNDS):
        table = BareTable(folder / f"bare-{number}.sqlite")
        bare.append(rate(lambda table=table: table.append(raw)))  # type: ignore[misc]
        table.close()
        with fresh(folder, f"ledger-{number}", key) as ledger:
            ours.append(rate(lambda ledger=ledger: ledger.append(Draft(leaf=raw))))  # type: ignore[misc]
    ratios = [mine / theirs for mine, theirs in zip(ours, bare, strict=True)]
    print(f"{WRITERS} writers, entries of {len(raw)} bytes, {ROUNDS} rounds in turn")
    print(f"  bare table  {statistics.median(bare):>8,.0f} entries/s  {spread(bare)}")
    print(f"  ledger      {statistics.median(ours):>8,.0f} entries/s  {spread(ours)}")
    print(f"  ratio       {statistics.median(ratios):>8.2f}           {spread(ratios, 2)}, wanted {LIMIT_RATIO}")
    return {
        "append_per_s": round(statistics.median(ours)),
        "append_ratio": round(statistics.median(ratios), 3),
        "bare_per_s": round(statistics.median(bare)),
    }


def proving(folder: Path, key: FileKey) -> dict[str, float]:
    """Prove entries of a ledger of 500,000, and audit it."""
    with fresh(folder, "large", key) as ledger:
        started = time.perf_counter()
        for first in range(0, ENTRIES, 5000):
            ledger.append(*(Draft(leaf=sample(number)) for number in range(first, first + 5000)))
        filled = time.perf_counter() - started
        size = read(ledger.latest()).checkpoint.size
        step = size // 997
        paths = timed([partial(inclusion_proof, ledger.subtree, index, size) for index in range(0, size, step)])
        files = timed([partial(prove_entry, ledger, index) for index in range(0, size, step)])
        started = time.perf_counter()
        found = audit(ledger, read(ledger.latest()), ())
        audited = time.perf_counter() - started
        bytes_ = (folder / "large.sqlite").stat().st_size
    with fresh(folder, "large", key, begin=False) as ledger:
        opened = timed([lambda: ledger.append(Draft(leaf=sample(size)))])
    if found.findings:
        raise SystemExit(f"the audit found {found.findings[0]}")
    print(f"a ledger of {size:,} entries, {bytes_ / 1e6:,.0f} MB, filled in {filled:.1f} s by 5,000 at once")
    print(f"  inclusion proof     median {1e3 * statistics.median(paths):.3f} ms, p99 {1e3 * p99(paths):.3f} ms, "
          f"at most {1e3 * LIMIT_PROOF:.0f} ms is wanted")  # fmt: skip
    print(f"  proof as a file, verified before it is written   median {1e3 * statistics.median(files):.3f} ms")
    print(f"  first entry after opening   {1e3 * opened[0]:.1f} ms")
    print(f"  audit of everything   {audited:.1f} s")
    return {
        "audit_s": round(audited, 1),
        "bytes_per_entry": round(bytes_ / size),
        "proof_ms": round(1e3 * statistics.median(paths), 4),
        "proof_p99_ms": round(1e3 * p99(paths), 4),
    }


def rate(append: Callable[[], int | Receipt]) -> float:
    """Return how many entries a second all writers together get acknowledged."""
    counts = [0] * WRITERS
    end = time.perf_counter() + SECONDS

    def write(writer: int) -> None:
        while time.perf_counter() < end:
            append()
            counts[writer] += 1

    threads = [threading.Thread(target=write, args=(writer,)) for writer in range(WRITERS)]
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / (time.perf_counter() - started)


def fresh(folder: Path, name: str, key: FileKey, *, begin: bool = True) -> StoredLedger:
    """Return a ledger, empty where it is begun."""
    path, anchor = folder / f"{name}.sqlite", Anchor(folder / f"{name}.checkpoint")
    place = Place(str(path), partial(ledger_sqlite.open_rows, path), partial(ledger_sqlite.told, str(path)))
    if begin:
        begin_ledger(ledger_sqlite.create_tables(path), place, anchor, "bench.invalid/ledger", key)
    return StoredLedger(place, anchor, key)


def sample(number: int) -> bytes:
    """Return an entry as it is written for a decision."""
    return leaf(
        Entry(
            type=EntryType.DECISION,
            id=EntryId(f"{number:032x}"),
            at=datetime(2026, 11, 26, 12, tzinfo=UTC),
            actor="bench",
            contract=ContractId("W912DY-26-C-0001"),
            commitments=(Commitment(name="record", digest=Digest("sha256:" + "5" * 64), salted=False),),
            details=(("as of", "2026-11-26"), ("permitted", "3"), ("prohibited", "1")),
        )
    )


def timed(calls: Sequence[Callable[[], object]]) -> list[float]:
    """Return how many seconds each of `calls` took."""
    found = []
    for call in calls:
        started = time.perf_counter()
        call()
        found.append(time.perf_counter() - started)
    return found


def p99(values: Sequence[float]) -> float:
    """Return the value that one in a hundred is above."""
    return sorted(values)[len(values) * 99 // 100]


def spread(values: Sequence[float], digits: int = 0) -> str:
    """Return the least and the largest of `values`."""
    return f"({min(values):,.{digits}f} to {max(values):,.{digits}f})"


if __name__ == "__main__":
    main()
