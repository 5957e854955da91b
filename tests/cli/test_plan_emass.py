"""`muniment plan --emass` from the command line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from muniment.cli.main import exit_code

ROOT = Path(__file__).parents[2]
CONTRACT = "W15QKN-26-C-0042"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(ROOT / "examples" / "small", tmp_path / "small")
    shutil.copy(ROOT / "examples" / "emass" / "blank.xlsx", tmp_path / "small")
    monkeypatch.chdir(tmp_path / "small")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795780800")
    return tmp_path / "small"


def typed(*words: str) -> int:
    return exit_code(["plan", "--estate", "muniment.toml", *words])


def test_the_template_stays_blank_and_a_filled_copy_stands_beside_it(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (folder / "blank.xlsx").read_bytes()

    code = typed("--contract", CONTRACT, "--emass", "blank.xlsx", "-o", "poam.xlsx")

    assert code == 0
    assert "2 items in rows 8 to 9 of sheet POA&M" in capsys.readouterr().out
    assert (folder / "blank.xlsx").read_bytes() == before != (folder / "poam.xlsx").read_bytes()


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (("--emass", "blank.xlsx", "-o", "poam.xlsx"), "--emass needs --contract and -o FILE"),
        (("--emass", "blank.xlsx", "--contract", CONTRACT), "--emass needs --contract and -o FILE"),
        (("--emass", "blank.xlsx", "--contract", CONTRACT, "-o", "poam.xlsm"), "is another kind of workbook"),
        (("--emass", "blank.xlsx", "--contract", CONTRACT, "-o", "blank.xlsx"), "is the template, which stays blank"),
        (("--emass", "muniment.toml", "--contract", CONTRACT, "-o", "a.toml"), "is no workbook by its name"),
        (("--emass", "blank.xlsx", "--contract", CONTRACT, "-o", "a.xlsx", "--csv", "items"), "no other form than"),
    ],
)
def test_what_does_not_fit_together_is_refused_and_nothing_is_written(
    folder: Path, words: tuple[str, ...], what: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    code = typed(*words)

    assert code == 2
    assert what in capsys.readouterr().err
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
