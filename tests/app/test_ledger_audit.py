"""An audit finds each lie by the check that it belongs to."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from muniment.app.ledger import Body, drafted
from muniment.app.ledger.audit import CHECKS, Audit, audit
from muniment.domain.entry import EntryType
from muniment.prove.checkpoint import note_key, write_verifier_key
from muniment.prove.entry import leaf
from muniment.prove.merkle import leaf_hash
from muniment.prove.rotation import rotation_details
from muniment.stores.ledger import StoredLedger, go_on_as
from prove.entries import entry
from signers.keys import p256, p384
from stores.ledgers import ORIGIN, Kept, draft, in_sqlite

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from muniment.app.ledger import Draft
    from muniment.prove.keys import TrustedKey

SALT = bytes(32)
NAMES = Body(name="names", content=b"ada", salt=SALT)


def written(folder: Path) -> Kept:
    kept = in_sqlite(folder)
    with kept.open() as ledger:
        ledger.append(draft(0), draft(1))
        ledger.append(draft(2, Body(name="report", content=b"{}"), NAMES))
        ledger.append(draft(3))
    return kept


def audited(kept: Kept, trusted: Sequence[TrustedKey] | None = None) -> Audit:
    with kept.read_only() as ledger:
        return audit(ledger, kept.anchor.read(), [p256().public] if trusted is None else trusted)


def looked_at(kept: Kept, *trusted: TrustedKey) -> Audit:
    """Return the audit of a ledger that nobody would go on with."""
    with StoredLedger(kept.place, kept.anchor, unchecked=True) as ledger:
        return audit(ledger, kept.anchor.read(), trusted)


def lie(kept: Kept, *statements: str, values: Sequence[object] = ()) -> None:
    """Change the database behind the back of the program, without the guards, which whoever may write can drop."""
    with closing(sqlite3.connect(kept.place.where)) as connection, connection:
        for (trigger,) in connection.execute("select name from sqlite_master where type = 'trigger'").fetchall():
            connection.execute(f"drop trigger {trigger}")
        for statement in statements:
            connection.execute(statement, values if "?" in statement else ())


def checks(found: Audit) -> set[int]:
    return {each.check for each in found.findings}


def test_a_ledger_that_nobody_changed_passes_every_check(tmp_path: Path) -> None:
    found = audited(written(tmp_path))

    assert found.findings == ()
    assert (found.size, found.checkpoints, found.bodies, found.not_kept) == (4, 4, 2, 0)
    assert [each.name for each in found.trusted] == [ORIGIN]


def withheld(kept: Kept, content: Body, lies: dict[str, str] | None = None) -> None:
    """Withhold a content of entry 2, as `muniment ledger withhold` does; the entry may lie about it."""
    told = {"entry": "2", "content": content.name, "by": "R. Vega", "reason": "names of persons", **(lies or {})}
    said = replace(entry(9, EntryType.WITHHOLDING), commitments=(content.commitment,), details=tuple(told.items()))
    with kept.open() as ledger:
        ledger.forget(content.commitment.digest, drafted(said))


def test_a_content_that_was_withheld_is_told_and_no_finding(tmp_path: Path) -> None:
    kept = written(tmp_path)
    withheld(kept, NAMES)

    found = audited(kept)

    assert found.findings == ()
    assert (found.bodies, found.not_kept) == (1, 0)
    assert [(each.entry, each.content, each.by, each.written_as) for each in found.withheld] == [
        (2, "names", "R. Vega", 4)
    ]


def test_a_withheld_content_that_came_back_is_found(tmp_path: Path) -> None:
    kept = written(tmp_path)
    withheld(kept, NAMES)
    lie(kept, "update ledger_body set content = 'ada', salt = ? where content is null", values=(SALT,))

    assert checks(audited(kept)) == {10}


@pytest.mark.parametrize(
    ("content", "salt"),
    [(b"eve", SALT), (b"", SALT), (b"", bytes([7]) * 32), (b"ada", None), (SALT + b"ada", None)],
    ids=["another", "empty", "empty with another salt", "without its salt", "with the salt in it"],
)
def test_what_is_put_in_the_place_of_a_withheld_content_is_found(
    content: bytes, salt: bytes | None, tmp_path: Path
) -> None:
    kept = written(tmp_path)
    withheld(kept, NAMES)
    lie(kept, "delete from ledger_body where content is null")
    with closing(sqlite3.connect(kept.place.where)) as connection, connection:
        row = (NAMES.commitment.digest, content, salt)
        connection.execute("insert into ledger_body values (?, ?, ?)", row)

    found = looked_at(kept, p256().public)

    assert checks(found) == {9, 10}


def test_a_withholding_of_what_no_entry_salted_is_found(tmp_path: Path) -> None:
    kept = written(tmp_path)
    withheld(kept, Body(name="report", content=b"{}"))

    found = audited(kept)

    assert checks(found) == {10}
    assert "which no entry before it salted" in found.findings[0].what


@pytest.mark.parametrize("lies", [{"entry": "9999"}, {"entry": "1"}, {"content": "nothing"}, {"entry": "4"}])
def test_a_withholding_that_names_another_entry_or_content_is_found_and_not_believed(
    lies: dict[str, str], tmp_path: Path
) -> None:
    kept = written(tmp_path)
    withheld(kept, NAMES, lies)

    found = audited(kept)

    assert [each.check for each in found.findings] == [10, 10]
    assert found.findings[0].what.endswith("was withheld, and that entry has no such content")
    assert found.findings[1].what == "is gone, and no entry says that it was withheld"
    assert found.withheld == ()


def test_a_withholding_of_a_withholding_is_not_believed(tmp_path: Path) -> None:
    kept = written(tmp_path)
    withheld(kept, NAMES)
    lie(kept, "update ledger_body set content = 'ada', salt = ? where content is null", values=(SALT,))
    told = {"entry": "4", "content": "names", "by": "R. Vega", "reason": "again"}
    said = replace(entry(10, EntryType.WITHHOLDING), commitments=(NAMES.commitment,), details=tuple(told.items()))
    with kept.open() as ledger:
        ledger.forget(NAMES.commitment.digest, drafted(said))

    found = audited(kept)

    assert [each.where for each in found.findings] == ["entry 5"]
    assert [each.written_as for each in found.withheld] == [4]


@pytest.mark.parametrize(
    ("statements", "check"),
    [
        pytest.param(["delete from ledger_body where salt is not null"], 10, id="a content is deleted"),
        pytest.param(
            ["update ledger_body set content = null, salt = null where salt is not null"], 10, id="a content is removed"
        ),
        pytest.param(["update ledger_body set content = null where salt is null"], 10, id="a plain one is removed"),
        pytest.param(["delete from ledger_entry where seq = 1"], 1, id="an entry is missing"),
        pytest.param(["update ledger_entry set leaf = 'x' where seq = 1"], 2, id="an entry is none"),
        pytest.param(["update ledger_entry set leaf = replace(leaf, 'ada', 'eve')"], 3, id="another actor"),
        pytest.param(["update ledger_entry set hashes = zeroblob(length(hashes)) where seq = 2"], 3, id="another hash"),
        pytest.param(["delete from ledger_checkpoint where size = 4"], 4, id="the newest checkpoint is missing"),
        pytest.param(["delete from ledger_entry where seq = 3"], 4, id="the newest entry is missing"),
        pytest.param(["update ledger_checkpoint set note = replace(note, '\n3\n', '\n2\n')"], 4, id="a moved one"),
        pytest.param(["update ledger_checkpoint set note = 'x' where size = 3"], 4, id="a checkpoint is none"),
        pytest.param(["update ledger_body set content = '[]' where salt is null"], 9, id="another content"),
        pytest.param(["update ledger_body set salt = zeroblob(31) where salt is not null"], 9, id="another salt"),
        pytest.param(["update ledger_body set salt = null where salt is not null"], 9, id="no salt"),
        pytest.param(["update ledger_body set content = x'' where salt is not null"], 9, id="an empty content"),
        pytest.param(["update ledger_body set content = salt, salt = null where salt is not null"], 9, id="salt alone"),
        pytest.param(["insert into ledger_body values ('sha256:0', 'x', null)"], 9, id="a content of no entry"),
    ],
)
def test_each_lie_is_found_by_the_check_that_it_belongs_to(statements: list[str], check: int, tmp_path: Path) -> None:
    kept = written(tmp_path)
    lie(kept, *statements)

    found = looked_at(kept, p256().public)

    assert check in checks(found)


def test_an_entry_that_was_rewritten_with_all_its_hashes_is_found_by_the_checkpoints(tmp_path: Path) -> None:
    kept = written(tmp_path)
    forged = leaf(entry(3, EntryType.WAIVER))
    lie(kept, "update ledger_entry set leaf = ?1, hashes = ?2 || substr(hashes, 33) where seq = 3",
        values=(forged, leaf_hash(forged)))  # fmt: skip

    found = looked_at(kept)

    assert {4, 8} <= checks(found)


def test_a_key_that_was_exchanged_is_found_by_whoever_has_the_right_one(tmp_path: Path) -> None:
    kept = written(tmp_path)

    assert checks(audited(kept, [p384().public])) == {7}


def test_a_change_of_the_key_that_no_entry_tells_of_is_found(tmp_path: Path) -> None:
    kept = written(tmp_path)
    go_on_as(kept.place, kept.anchor, note_key(ORIGIN, p384().public), (p256(), p384()), lambda _: draft(4))

    assert checks(audited(kept)) == {6}


def rotation(size: int, *, by_other: bool = False) -> Draft:
    old, new = (note_key(ORIGIN, each().public) for each in (p256, p384))
    details = rotation_details(size, old, new, (p256(), p256() if by_other else p384()))
    return drafted(entry(4, EntryType.KEY_ROTATION, **details))


def test_a_change_of_the_key_that_both_signed_leads_from_the_old_one_to_the_new_one(tmp_path: Path) -> None:
    kept = written(tmp_path)
    go_on_as(kept.place, kept.anchor, note_key(ORIGIN, p384().public), (p256(), p384()), rotation)

    for trusted in (p256, p384):
        assert audited(kept, [trusted().public]).findings == ()


def test_a_change_of_the_key_that_the_new_one_did_not_sign_is_found(tmp_path: Path) -> None:
    kept = written(tmp_path)
    new = note_key(ORIGIN, p384().public)
    go_on_as(kept.place, kept.anchor, new, (p256(), p384()), lambda size: rotation(size, by_other=True))

    found = audited(kept)

    assert [each.check for each in found.findings] == [6]
    assert "was not signed by the key" in found.findings[0].what


def test_a_rotation_entry_that_changed_nothing_is_found(tmp_path: Path) -> None:
    kept = written(tmp_path)
    with kept.open() as ledger:
        ledger.append(rotation(4))

    assert [each.what for each in audited(kept).findings] == ["tells of a change of name or key that did not follow"]


def test_a_key_that_was_put_before_the_first_entry_makes_its_checkpoints_unbelievable(tmp_path: Path) -> None:
    kept = written(tmp_path)
    lie(kept, "update ledger_identity set verifier = ?", values=(write_verifier_key(note_key(ORIGIN, p384().public)),))

    found = looked_at(kept, p256().public)

    assert {5, 7, 8} <= checks(found)


def test_a_missing_checkpoint_outside_is_a_finding(tmp_path: Path) -> None:
    with written(tmp_path).read_only() as ledger:
        assert checks(audit(ledger, None, [])) == {8}


def test_an_intent_that_nothing_followed_is_told(tmp_path: Path) -> None:
    kept = in_sqlite(tmp_path)
    done = entry(2, EntryType.SCAN)

    with kept.open() as ledger:
        ledger.append(drafted(entry(1, EntryType.INTENT)), drafted(entry(5, EntryType.INTENT)))
        ledger.append(drafted(replace(done, after=entry(1).id)))

    found = audited(kept)

    assert found.findings == ()
    assert found.open_intents == (entry(5).id,)


def test_two_entries_with_one_id_are_found(tmp_path: Path) -> None:
    kept = in_sqlite(tmp_path)
    with kept.open() as ledger:
        ledger.append(draft(1), draft(1))

    assert [each.check for each in audited(kept).findings] == [2]


def test_every_check_has_a_sentence() -> None:
    assert len(CHECKS) == len(set(CHECKS)) == 10
