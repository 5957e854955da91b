"""A ledger acknowledges what is committed, and goes on only from what it knows. The same in either database."""

from __future__ import annotations

import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from itertools import pairwise
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from muniment.app.ledger import Body
from muniment.errors import InputError, RefusedError
from muniment.prove.checkpoint import note_key, read, verify
from muniment.prove.entry import commitment, holds
from muniment.prove.merkle import (
    EMPTY_ROOT,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    proves_consistency,
    proves_inclusion,
    root,
)
from muniment.stores import postgresql
from muniment.stores.ledger import Place, go_on_as
from muniment.stores.ledger.rows import Rows
from prove.trees import tree
from signers.keys import p256, p384
from stores.ledgers import ORIGIN, Kept, draft, in_postgresql, in_sqlite, key
from stores.postgres import server

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from muniment.app.ledger import Draft, Statements
    from muniment.stores.ledger import StoredLedger
    from muniment.stores.ledger.rows import Connection

SALT = bytes(32)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with server() as started:
        yield started


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.full)])
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Kept:
    if request.param == "sqlite":
        return in_sqlite(tmp_path)
    psycopg = pytest.importorskip("psycopg")
    address: str = request.getfixturevalue("address")
    name = f"ledger_{uuid4().hex}"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"create database {name}")
    return in_postgresql(address.replace("/postgres?", f"/{name}?"), tmp_path)


def head(ledger: StoredLedger) -> tuple[int, bytes]:
    found = verify(read(ledger.latest()), [key()])
    return found.size, found.root


def said(statements: Statements, sql: str, into: list[object] | None = None) -> Sequence[Draft]:
    """Run one statement that no entry tells of, and note the first column of what it gives."""
    found = statements.execute(sql)
    if into is not None:
        into += [each[0] for each in found]
    return ()


def test_a_new_ledger_is_empty_and_says_so_under_its_key(kept: Kept) -> None:
    with kept.open() as ledger:
        assert head(ledger) == (0, EMPTY_ROOT)
        assert list(ledger.entries()) == []


def test_what_is_written_has_a_place_a_root_and_proofs(kept: Kept) -> None:
    drafts = [draft(number) for number in range(21)]
    with kept.open() as ledger:
        for each in drafts:
            ledger.append(each)

        size, top = head(ledger)
        leaves = [each.leaf for each in drafts]
        assert (size, top) == (21, tree(*leaves).frontier.root())
        assert [each.leaf for each in ledger.entries()] == leaves
        for index in range(size):
            path = inclusion_proof(ledger.subtree, index, size)
            assert proves_inclusion(leaf_hash(leaves[index]), index, size, path, top)


def test_entries_written_together_follow_each_other_under_one_checkpoint(kept: Kept) -> None:
    with kept.open() as ledger:
        first = ledger.append(draft(0), draft(1), draft(2))
        second = ledger.append(draft(3))

        assert (first.first, first.count, first.size) == (0, 3, 3)
        assert (second.first, second.count, second.size) == (3, 1, 4)
        assert [size for size, _ in ledger.checkpoints()] == [0, 3, 4]


def test_entries_of_one_transaction_are_written_in_order_however_many(kept: Kept) -> None:
    drafts = [draft(number) for number in range(197)]

    with kept.open() as ledger:
        ledger.append(*drafts)

        assert [each.leaf for each in ledger.entries()] == [each.leaf for each in drafts]
        assert head(ledger)[1] == tree(*(each.leaf for each in drafts)).frontier.root()


def test_an_answer_is_the_same_however_often_it_is_asked_for(kept: Kept) -> None:
    def fail(_: Statements) -> Sequence[Draft]:
        raise ValueError("nobody may")

    with kept.open() as ledger:
        written, refused = ledger.submit(lambda _: (draft(0),)), ledger.submit(fail)

        assert written.result() == written.result()
        for _ in range(2):
            with pytest.raises(ValueError, match="nobody may"):
                refused.result()


def test_a_ledger_opened_again_goes_on_where_it_was(kept: Kept) -> None:
    with kept.open() as ledger:
        ledger.append(draft(0), draft(1), draft(2))
    with kept.open() as ledger:
        receipt = ledger.append(draft(3))

        assert receipt.first == 3
        assert head(ledger)[1] == tree(*(draft(number).leaf for number in range(4))).frontier.root()


def test_every_checkpoint_goes_on_from_the_one_before(kept: Kept) -> None:
    with kept.open() as ledger, ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda number: ledger.append(draft(number)), range(60)))

        heads = [verify(read(note), [key()]) for _, note in ledger.checkpoints()]
        for old, new in pairwise(heads):
            path = consistency_proof(ledger.subtree, old.size, new.size)
            assert proves_consistency(old.size, old.root, new.size, new.root, path)
        assert heads[-1].size == 60


def test_two_writers_do_not_fork_the_ledger(kept: Kept) -> None:
    with kept.open() as one, kept.open() as other:
        places = [each.append(draft(number)).first for number in range(5) for each in (one, other)]

        assert places == list(range(10))
        assert head(one)[1] == root(other.subtree, 10)


def test_business_rows_and_their_entry_are_written_together_or_not_at_all(kept: Kept) -> None:
    def decide(statements: Statements) -> Sequence[Draft]:
        statements.execute("insert into decided(id) values (?)", (7,))
        return (draft(1),)

    def fail(statements: Statements) -> Sequence[Draft]:
        statements.execute("insert into decided(id) values (?)", (8,))
        raise ValueError("nobody may")

    with kept.open() as ledger:
        ledger.submit(lambda statements: said(statements, "create table decided(id integer)")).result()
        pending = [ledger.submit(decide), ledger.submit(fail), ledger.submit(decide)]

        with pytest.raises(ValueError, match="nobody may"):
            pending[1].result()
        assert [pending[0].result().first, pending[2].result().first] == [0, 1]
        rows: list[object] = []
        ledger.submit(lambda statements: said(statements, "select id from decided", rows)).result()
        assert rows == [7, 7]
        assert head(ledger)[0] == 2


def test_contents_are_kept_beside_their_entry(kept: Kept) -> None:
    plain, salted = Body(name="report", content=b"{}"), Body(name="names", content=b"ada", salt=SALT)
    with kept.open() as ledger:
        ledger.append(draft(0, plain, salted))
        ledger.append(draft(1, plain))

        found = ledger.body(commitment("names", b"ada", SALT).digest)
        assert found is not None
        assert holds(salted.commitment, found.content or b"", found.salt)
        assert len(list(ledger.bodies())) == 2


def remains(kept: Kept) -> str:
    """Return what is said of a removed content: SQLite has overwritten it, PostgreSQL marked its space free."""
    if not kept.place.where.startswith("postgres"):
        return ""
    return (
        "the bytes remain in the files of the server, marked free, until it uses their space again;"
        " `vacuum (full) ledger_body` writes the table anew"
    )


def test_a_content_is_removed_with_the_entry_that_says_so_and_nothing_else_is(kept: Kept) -> None:
    plain, salted = Body(name="report", content=b"{}"), Body(name="names", content=b"ada lovelace", salt=SALT)
    digest = salted.commitment.digest
    with kept.open() as ledger:
        ledger.append(draft(0, plain, salted))

        forgotten = ledger.forget(digest, draft(1))
        with pytest.raises(RefusedError, match="is not in the ledger, or no longer"):
            ledger.forget(digest, draft(2))

        assert forgotten.written_as == 1
        assert forgotten.remains == remains(kept)
        assert head(ledger) == (2, root(ledger.subtree, 2))
        assert {each.digest: each.content for each in ledger.bodies()} == {
            digest: None,
            plain.commitment.digest: b"{}",
        }


def test_of_a_removed_content_no_byte_stays_on_disk(tmp_path: Path) -> None:
    long = Body(name="names", content=b"ada lovelace " * 2000, salt=b"s" * 32)
    with in_sqlite(tmp_path).open() as ledger:
        ledger.append(draft(0, long))
        ledger.forget(long.commitment.digest, draft(1))

        left = b"".join(path.read_bytes() for path in tmp_path.iterdir())
        assert b"ada lovelace" not in left
        assert b"s" * 32 not in left


def test_bytes_that_another_reader_keeps_on_disk_are_told_and_gone_after_him(tmp_path: Path) -> None:
    long = Body(name="names", content=b"ada lovelace " * 2000, salt=b"s" * 32)
    with in_sqlite(tmp_path).open() as ledger, closing(sqlite3.connect(tmp_path / "ledger.sqlite")) as other:
        ledger.append(draft(0, long))
        other.execute("begin")
        other.execute("select count(*) from ledger_body").fetchall()
        started = time.monotonic()

        forgotten = ledger.forget(long.commitment.digest, draft(1))

        assert forgotten.remains == "the bytes remain until no other program has the ledger open"
        assert time.monotonic() - started < 20
    left = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"ada lovelace" not in left


def test_a_content_that_is_removed_and_not_overwritten_is_told_and_the_entry_stands(tmp_path: Path) -> None:
    names = Body(name="names", content=b"ada", salt=SALT)
    kept = in_sqlite(tmp_path)

    def connect() -> Rows:
        connection = sqlite3.connect(tmp_path / "ledger.sqlite", isolation_level=None, check_same_thread=False)
        return Rows(connection, where="here", mark="?", begin="begin immediate", scrub=failing)

    with Kept(Place("here", connect, kept.place.told), kept.anchor).open() as ledger:
        ledger.append(draft(0, names))

        forgotten = ledger.forget(names.commitment.digest, draft(1))

        assert forgotten.remains == (
            "the bytes may remain, as the database did not overwrite them:"
            " it cannot be used as a ledger (disk i/o error)"
        )
        assert ledger.entry(forgotten.written_as) is not None


def failing(_: Connection) -> str:
    raise sqlite3.OperationalError("disk I/O error")


def test_rows_are_neither_changed_nor_removed_by_accident(kept: Kept) -> None:
    with kept.open() as ledger:
        ledger.append(draft(0, Body(name="report", content=b"{}", salt=SALT)))
    for sql in (
        "update ledger_entry set leaf = hashes",
        "delete from ledger_entry",
        "delete from ledger_checkpoint",
        "update ledger_identity set start = 9",
        "update ledger_body set content = salt",
        "delete from ledger_body",
    ):
        rows = kept.place.connect()
        with pytest.raises(InputError, match="the ledger only grows"), kept.place.told():
            rows.execute(sql)
        rows.close()
    rows = kept.place.connect()
    rows.execute("update ledger_body set content = null, salt = null")
    rows.close()


def test_without_its_key_a_ledger_is_only_read(kept: Kept) -> None:
    with kept.read_only() as ledger, pytest.raises(InputError, match="was opened without its key"):
        ledger.append(draft(0))


def test_a_writer_whose_key_is_no_longer_the_ledgers_is_refused(kept: Kept) -> None:
    with kept.open() as ledger:
        ledger.append(draft(0))
        go_on_as(kept.place, kept.anchor, note_key(ORIGIN, p384().public), (p256(), p384()), lambda _: draft(1))

        with pytest.raises(RefusedError, match="signs with key"):
            ledger.append(draft(2))
        assert verify(read(ledger.latest()), [note_key(ORIGIN, p384().public)]).size == 2


def test_the_newest_checkpoint_is_kept_outside_the_database(kept: Kept) -> None:
    with kept.open() as ledger:
        ledger.append(draft(0))
        ledger.append(draft(1))

    outside = kept.anchor.read()
    assert outside is not None
    assert verify(outside, [key()]).size == 2


def test_a_writer_that_ends_later_does_not_put_an_older_checkpoint_outside(kept: Kept) -> None:
    with kept.open() as slow:
        slow.append(draft(0))
        slow.append(draft(1))
        with kept.open() as other:
            other.append(draft(2))

    outside = kept.anchor.read()
    assert outside is not None
    assert verify(outside, [key()]).size == 3


def test_without_that_checkpoint_nobody_goes_on(kept: Kept) -> None:
    with kept.open() as ledger:
        ledger.append(draft(0))
    kept.anchor.path.unlink()

    with pytest.raises(RefusedError, match="is missing, and only it shows"):
        kept.open()


def test_a_second_ledger_is_not_made_over_the_first(kept: Kept, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds a ledger already"):
        in_sqlite(tmp_path) if "sqlite" in kept.place.where else in_postgresql(kept.place.where, tmp_path)

    with kept.open() as ledger:
        assert head(ledger)[0] == 0


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("postgresql://ada:secret@db/ledger", "postgresql://ada@db/ledger"),
        ("postgresql://db/ledger?user=ada&password=secret&port=1", "postgresql://db/ledger?user=ada&password=…&port=1"),
        ("postgresql:///ledger?host=/run/db", "postgresql:///ledger?host=/run/db"),
    ],
)
def test_an_address_is_shown_without_its_password(address: str, shown: str) -> None:
    assert postgresql.shown(address) == shown


def test_a_closed_ledger_takes_nothing_and_has_written_everything(kept: Kept) -> None:
    ledger = kept.open()
    pending = [ledger.submit(lambda _, at=number: (draft(at),)) for number in range(50)]  # type: ignore[misc]
    ledger.close()

    assert sorted(each.result().first for each in pending) == list(range(50))
    with pytest.raises(InputError, match="is closed"):
        ledger.submit(lambda _: ())
