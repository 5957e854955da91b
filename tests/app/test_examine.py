from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest

from discover.signatures import NORTHWIND, signature
from muniment.app.scan.examine import MOST_PLACES, Examined, Examiner
from muniment.app.scan.reading import Structured
from muniment.discover.text.lexis import profile_of
from muniment.domain.evidence import Context, EvidenceClass, Identifier, NotUnderstood, Observation, Rung
from muniment.domain.technology import IdentifierKind as Kind
from muniment.domain.technology import Role, Signature
from muniment.readers.registry import reader_for
from muniment.stores.literals import HyperscanLiterals

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SIGNATURES = (
    signature(Kind.PURL, "pkg:pypi/northwind"),
    signature(Kind.IMPORT, "python:northwind", name="import"),
    signature(Kind.HOST, "api.northwind.example", name="host", roles={Role.OPERATOR: NORTHWIND}),
    signature(Kind.SYMBOL, "northwind", name="symbol"),
    signature(Kind.FILE, ".northwind/*", name="file", dev_tooling=True),
)


def examined(path: str, data: bytes, *signatures: Signature, first_line: int = 1) -> Examined:
    words = ("stormbot", "galebot", "breezebot")
    return Examiner(signatures or SIGNATURES, words, HyperscanLiterals, reader_for).examine(path, data, first_line)


def shown(result: Examined) -> set[tuple[str, int, str]]:
    return {(f.signature, f.observation.line, f.demoted) for f in result.findings}


def test_a_source_file_shows_imports_hosts_and_names() -> None:
    result = examined("a.py", b"import northwind\nurl = 'https://api.northwind.example'\n# northwind\n")

    assert shown(result) == {("import", 1, ""), ("symbol", 1, ""), ("host", 2, "")}


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(b'{\n"findings": [\n"https://api.northwind.example"],\n"format": "muniment.scan/1"\n}', id="JSON"),
        pytest.param(b'{"runs": [{"tool": {"driver": {"name": "muniment"}}, "x": "northwind"}]}', id="SARIF"),
        pytest.param(b'{"entries":[{"vendor":"northwind"}],"format":"muniment.record/1"}', id="record"),
        pytest.param(
            b'{\n"plan-of-action-and-milestones": {"metadata": {"props": [{"name": "rulebook", "ns":'
            b' "https://w3id.org/muniment/oscal", "value": "northwind"}]}}}',
            id="OSCAL",
        ),
    ],
)
def test_what_an_earlier_scan_answered_is_told_and_is_no_evidence(answer: bytes) -> None:
    result = examined("answer.json", answer)

    assert result.findings == ()
    assert [(note.why, note.harmless) for note in result.not_understood] == [
        ("an answer of muniment; what it names is not found a second time", True)
    ]


def test_an_estate_file_records_uses_and_shows_none() -> None:
    estate = (
        b'[organisation]\nname = "Example"\n[[systems]]\nid = "portal"\n  [[systems.uses]]\n  vendor = "northwind"\n'
    )

    result = examined("estates/example.toml", estate)

    assert result.findings == ()
    assert [note.harmless for note in result.not_understood] == [True]


def test_a_plan_names_what_has_to_go() -> None:
    plan = b'# comment\n[[items]]\ncontract = "C-1"\nsystem = "portal"\nvendor = "northwind"\n'

    result = examined("plan.toml", plan)

    assert result.findings == ()
    assert [note.harmless for note in result.not_understood] == [True]


def test_a_ledger_is_no_evidence(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "l.db") as rows:
        rows.execute("create table ledger_entry(seq integer primary key, hashes blob not null, leaf blob not null)")
        rows.execute("insert into ledger_entry values(0, '', 'import northwind')")
        rows.execute("create table other(text)")
    data = (tmp_path / "l.db").read_bytes()

    for raw in (data, data.replace(b"\0", b"")):
        result = examined("l.db", raw)

        assert result.findings == ()
        assert [note.why for note in result.not_understood] == ["a ledger of muniment; what it records is no evidence"]


def test_another_database_is_searched_like_any_file() -> None:
    data = b"SQLite format 3\0create table calls(seq integer)\0https://api.northwind.example"

    assert examined("l.db", data).not_understood == ()
    assert len(examined("l.db", data).findings) == 1


def test_a_setting_that_only_names_this_program_is_evidence_like_any_other() -> None:
    result = examined("settings.json", b'{"tool": "muniment", "url": "https://api.northwind.example"}')

    assert [finding.signature for finding in result.findings] == ["host"]


def test_a_manifest_is_read_even_where_no_anchor_stands_in_it_so_that_a_broken_one_is_reported() -> None:
    result = examined("package.json", b'{"name": ')

    assert [unclear.line for unclear in result.not_understood] == [1]


def test_keys_of_a_manifest_are_packages_and_not_settings() -> None:
    config = signature(Kind.CONFIG_KEY, "northwind", name="key")

    result = examined("package.json", b'{"dependencies": {"northwind-types": "1"}}', config)

    assert result.findings == ()


def test_a_list_of_everybodys_names_is_reference_data() -> None:
    result = examined("a.js", b"['stormbot', 'galebot', 'breezebot', 'https://api.northwind.example']")

    assert {demoted for _, _, demoted in shown(result)} == {"in a list of everybody's names (reference data)"}


def test_a_list_of_everybodys_names_says_nothing_of_a_large_program_that_it_is_a_part_of() -> None:
    program = b"['stormbot', 'galebot', 'breezebot', 'https://api.northwind.example'];\n" + b"run();\n" * 50_000

    result = examined("a.js", program)

    assert {demoted for _, _, demoted in shown(result)} == {""}


def test_the_rules_of_a_secret_scanner_are_reference_data() -> None:
    rules = b"".join(b'%d = "sk-[a-zA-Z0-9_-]{40}"\n' % number for number in range(5))

    result = examined("rules.toml", rules + b'verify = "https://api.northwind.example"\n')

    assert shown(result) == {("host", 6, "in a rule that looks for secrets")}


def test_one_rule_of_a_secret_scanner_is_reference_data() -> None:
    rule = b'r := Rule{RuleID: "northwind", Keywords: []string{"nw-"}, Regex: `nw-[a-zA-Z0-9_-]{40}`}\n'

    result = examined("rules/northwind.go", rule + b'verify("https://api.northwind.example")\n')

    assert ("host", 2, "in a rule that looks for secrets") in shown(result)


def test_a_program_that_checks_the_form_of_a_key_uses_what_else_it_names() -> None:
    result = examined("a.js", b"const key = /^nw-[a-zA-Z0-9_-]{40}$/\nfetch('https://api.northwind.example')\n")

    assert shown(result) == {("host", 2, "")}


def test_patterns_far_apart_in_a_large_program_do_not_make_it_a_list() -> None:
    digest = b"/[0-9a-f]{64}/;" + b" " * 4000
    result = examined("bundle.js", digest * 6 + b"\nfetch('https://api.northwind.example')\n")

    assert shown(result) == {("host", 2, "")}


def test_what_stands_in_a_binary_file_is_a_mention() -> None:
    result = examined("a.so.env", b"\0\0\0https://api.northwind.example\0")

    assert {demoted for _, _, demoted in shown(result)} == {"inside a binary file"}


def test_a_file_known_by_its_path_needs_no_content() -> None:
    result = examined("tools/.northwind/settings", b"")

    assert [(f.signature, f.cls, f.observation.line) for f in result.findings] == [
        ("file", EvidenceClass.DEV_TOOLING, 0)
    ]


def test_lines_of_a_later_piece_go_on_counting() -> None:
    result = examined("a.py", b"\nimport northwind\n", first_line=1000)

    assert {line for _, line, _ in shown(result)} == {1001}


def test_more_places_than_can_be_looked_at_are_reported() -> None:
    result = examined("a.py", b"northwind " * (MOST_PLACES + 1))

    assert [unclear.why for unclear in result.not_understood] == [
        "more than 20000 places to look at; the rest were not examined"
    ]


def test_excerpts_are_readable_and_hold_no_secrets() -> None:
    result = examined("a.py", 'u = "https://jo:pw@api.northwind.example/ü"'.encode())

    assert {f.observation.excerpt for f in result.findings} == {'u = "https://[redacted]@api.northwind.example/ü"'}


class FirstByte:
    """Sees the package that the first byte of a file counts."""

    def read_bytes(self, path: str, head: bytes, *, whole: bool) -> Iterator[Observation | NotUnderstood]:
        del path
        if not head:
            yield NotUnderstood(0, "empty")
        for _ in range(head[0] if whole and head else 0):
            yield Observation(
                Identifier(Kind.MODEL, "northwind-7b"), 0, Context.FIELD, Rung.AVAILABLE, "sk-" + "a" * 20
            )


def structured(path: str, data: bytes, *, whole: bool = True) -> Examined | None:
    model = signature(Kind.MODEL, "northwind-*", name="model")
    reader = FirstByte()
    readers = Structured(of_bytes=lambda name, _: reader if name.endswith(".b") else None, of_content=lambda _: ())
    return Examiner((model,), (), HyperscanLiterals, reader_for, structured=readers).structure(path, data, whole=whole)


def test_what_a_reader_of_bytes_sees_stands_though_the_file_is_binary_and_its_excerpt_holds_no_secrets() -> None:
    result = structured("docs.b", b"\1\0\0")

    assert result is not None
    assert [(f.demoted, f.cls, f.observation.excerpt) for f in result.findings] == [
        ("", EvidenceClass.PRODUCT, "[redacted]")
    ]


def test_what_a_reader_of_bytes_did_not_understand_is_kept() -> None:
    result = structured("a.b", b"")

    assert result == Examined((), (NotUnderstood(0, "empty"),))


def test_a_file_that_no_reader_of_structure_knows_costs_nothing_and_shows_nothing() -> None:
    assert structured("a.c", b"\1") is None


def test_what_stands_in_the_parts_of_a_workbook_is_documentation() -> None:
    result = examined("plan.xlsx!/xl/worksheets/sheet1.xml", b"<t>call https://api.northwind.example/v1</t>")

    assert [(each.cls, each.demoted) for each in result.findings] == [
        (EvidenceClass.DOCUMENTATION, "in documentation or translations")
    ]


@pytest.mark.parametrize(
    ("code", "worth_it"),
    [
        pytest.param("dcn = 1\n", False, id="the word alone"),
        pytest.param(f'x = "undo"\n{"# far away" * 200}\ndcn = 1\n', False, id="its other word is far away"),
        pytest.param('subprocess.run(["undo",\n    "dcn"])\n', True, id="both"),
        pytest.param('os.system("galectl dcn")\n', True, id="another command"),
    ],
)
def test_a_word_of_a_command_is_looked_at_where_a_command_may_stand(code: str, *, worth_it: bool) -> None:
    commands = signature(Kind.COMMAND, "undo dcn", "galectl", name="commands")
    examiner = Examiner([commands], [], HyperscanLiterals, reader_for)
    data = code.encode()

    hits = examiner.anchored(data, profile_of("a.py"), examiner.places(data)).hits

    assert any(data[hit.start : hit.end] == b"dcn" for hit in hits) is worth_it
