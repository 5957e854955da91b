"""`muniment memo`: a decision written down, in two forms, with the posture of the organisation."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from docx import Document

ROOT = Path(__file__).parents[2]
SMALL = ROOT / "examples" / "small" / "muniment.toml"
POSTURE = """
[[postures]]
instrument = "secwar-post-2026-02-27"
reading = "as-posted"
decided_by = "Ada Rivera, General Counsel"
on = 2026-03-09
why = "We keep clear of a dispute until a court has spoken."
"""


@pytest.fixture
def estate(tmp_path: Path) -> Path:
    path = tmp_path / "muniment.toml"
    path.write_text(SMALL.read_text(encoding="utf-8") + POSTURE, encoding="utf-8")
    return path


def memo(estate: Path, vendor: str, contract: str, out: str, *more: str) -> subprocess.CompletedProcess[str]:
    program = str(Path(sys.executable).parent / "muniment")
    words = [program, "memo", vendor, "--contract", contract, "--estate", str(estate), "--out", out, *more]
    return subprocess.run(words, cwd=estate.parent, capture_output=True, text=True, check=False)


def test_a_memo_tells_the_decision_its_grounds_and_how_it_stands_outside_the_contract(estate: Path) -> None:
    ended = memo(estate, "deepseek", "W15QKN-26-C-0042", "memo.md", "--system", "planner", "--as-of", "2026-03-01")

    text = (estate.parent / "memo.md").read_text(encoding="utf-8")
    assert ended.returncode == 0
    assert "On 2026-03-01 the use is prohibited." in text
    assert "ndaa26-1532: in force since" in text
    assert "The same vendor in commercial use alone, on the same day: permitted." in text
    assert "use.purposes is commercial" in text
    assert re.search(r"\| Rulebook \| .*, sha256:[0-9a-f]{64} \|", text)
    assert re.search(r"\| Law as last looked up \| through .*, \d+ days before .*; stale past 180 \(set in", text)


def test_a_posture_beyond_the_law_is_told_as_the_organisations_own_choice(estate: Path) -> None:
    memo(estate, "anthropic", "PO-1187", "memo.md", "--system", "planner", "--as-of", "2026-03-20")

    text = (estate.parent / "memo.md").read_text(encoding="utf-8")
    assert "Decided by Ada Rivera, General Counsel on 2026-03-09: We keep clear of a dispute" in text
    assert "the organisation's own choice" in text
    assert "(acted by)" in text


def test_both_forms_say_the_same(estate: Path) -> None:
    memo(estate, "anthropic", "W15QKN-26-C-0042", "memo.md", "--system", "planner")
    memo(estate, "anthropic", "W15QKN-26-C-0042", "memo.docx", "--system", "planner")

    written = Document(str(estate.parent / "memo.docx"))
    text = (estate.parent / "memo.md").read_text(encoding="utf-8").replace("\\", "")
    headings = [
        each.text for each in written.paragraphs if str(each.style.name if each.style else "").startswith("Head")
    ]
    assert headings == re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    cells = [cell.text for table in written.tables for row in table.rows for cell in row.cells]
    assert all(cell in text for cell in cells if cell.strip())


def test_a_memo_in_the_file_is_not_overwritten(estate: Path) -> None:
    (estate.parent / "memo.md").write_text("signed", encoding="utf-8")

    ended = memo(estate, "deepseek", "W15QKN-26-C-0042", "memo.md")

    assert ended.returncode == 2
    assert "exists and is not overwritten" in ended.stderr
    assert (estate.parent / "memo.md").read_text(encoding="utf-8") == "signed"


@pytest.mark.parametrize(
    ("vendor", "contract", "out", "said"),
    [
        pytest.param("deepsek", "PO-1187", "memo.md", "did you mean `deepseek`", id="vendor"),
        pytest.param("deepseek", "PO-1188", "memo.md", "contract `PO-1188`: is not known", id="contract"),
        pytest.param("deepseek", "PO-1187", "memo.pdf", "let the name end in `.md` or `.docx`", id="form"),
        pytest.param("deepseek", "PO-1187", "nowhere/memo.md", "nowhere/memo.md: cannot be written", id="folder"),
    ],
)
def test_what_cannot_be_written_is_said_and_leaves_no_file(
    estate: Path, vendor: str, contract: str, out: str, said: str
) -> None:
    ended = memo(estate, vendor, contract, out)

    assert ended.returncode == 2
    assert said in ended.stderr
    assert not (estate.parent / out).exists()


def test_what_stands_in_the_estate_file_cannot_become_markup(estate: Path) -> None:
    text = estate.read_text(encoding="utf-8").replace('name = "Alder Ridge Systems"', 'name = "A | <b> [x](y)"')
    estate.write_text(text, encoding="utf-8")

    memo(estate, "deepseek", "PO-1187", "memo.md")

    written = (estate.parent / "memo.md").read_text(encoding="utf-8")
    assert "A \\| \\<b\\> \\[x\\](y)" in written
