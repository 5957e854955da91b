"""People approve from the command line: with keys of their own, on what was shown, once each."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from docs.pages import DOCS, steps
from muniment.cli.main import exit_code
from muniment.prove.release import read_release
from muniment.signers.file_key import generate, load_public

if TYPE_CHECKING:
    from docs.pages import NewFile

VALVE = '{"valve": "A7", "open": true, "setpoint": 12.5}'


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with the files of the page, and keys for the people in it."""
    monkeypatch.chdir(tmp_path)
    for name in ("eve", "max", "jo", "release"):
        generate(Path(f"{name}.pem"))
    for step in steps(DOCS / "approvals.md"):
        if not hasattr(step, "typed"):
            write(step)
    more = '\n[[keys]]\nfile = "jo.pem.pub"\nperson = "Jo Ames"\nroles = ["approver"]\n'
    trust = Path("approvers.toml")
    trust.write_text(trust.read_text() + more)
    Path("valve.json").write_text(VALVE)
    return tmp_path


def write(step: NewFile) -> None:
    Path(step.path).write_text(step.text)


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = exit_code(["approve", *words])
    said = capsys.readouterr()
    return code, said.out, said.err


def ask(capsys: pytest.CaptureFixture[str]) -> str:
    code, out, _ = run(
        capsys, "ask", "set_valve", "--arguments", "valve.json", "--caller", "agent-7", "--person", "Jo Ames", "--json"
    )
    assert code == 0
    return str(json.loads(out)["hold"]["id"])


def sign(capsys: pytest.CaptureFixture[str], hold: str, name: str, what: str = "approve") -> tuple[int, str, str]:
    return run(capsys, what, hold, "--key", f"{name}.pem", "--reason", "seen", "--yes")


@pytest.mark.usefixtures("desk")
def test_two_people_approve_and_the_call_leaves_once(capsys: pytest.CaptureFixture[str]) -> None:
    hold = ask(capsys)

    assert sign(capsys, hold, "eve")[0] == 0
    assert run(capsys, "release", hold)[:2] == (1, "")
    assert sign(capsys, hold, "max")[0] == 0
    code, token, _ = run(capsys, "release", hold)
    again = run(capsys, "release", hold)

    assert code == 0
    assert read_release(token.strip(), [load_public(Path("release.pem.pub"))]).id == hold
    assert again[0] == 1
    assert "is released" in again[2]


@pytest.mark.usefixtures("desk")
def test_what_is_listed_for_programs_holds_the_signed_bytes_and_every_vote(capsys: pytest.CaptureFixture[str]) -> None:
    hold = ask(capsys)
    sign(capsys, hold, "eve")

    found = json.loads(run(capsys, "list", "--json")[1])
    shown = json.loads(run(capsys, "show", hold, "--json")[1])

    assert found["format"] == "muniment.holds/1"
    assert shown["format"] == "muniment.hold/1"
    (one,) = found["holds"]
    assert {key: one[key] for key in one} == {key: shown[key] for key in one}
    assert one["hold"]["arguments"] == json.loads(VALVE)
    assert (one["standing"], one["approved_by"], one["quorum"]) == ("waiting", ["Eve Holt"], 2)
    assert one["votes"][0]["reason"] == "seen"


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize(
    ("name", "why", "code"),
    [
        pytest.param("jo", "nobody approves what they asked for", 1, id="who asked"),
        pytest.param("release", "is not one by which people approve", 2, id="a key that nobody approves by"),
    ],
)
def test_a_vote_that_does_not_count_is_refused(
    capsys: pytest.CaptureFixture[str], name: str, why: str, code: int
) -> None:
    hold = ask(capsys)

    found = sign(capsys, hold, name)

    assert (found[0], why in found[2]) == (code, True)
    assert json.loads(run(capsys, "show", hold, "--json")[1])["votes"] == []


@pytest.mark.usefixtures("desk")
def test_a_denial_ends_it_with_its_reason(capsys: pytest.CaptureFixture[str]) -> None:
    hold = ask(capsys)

    denied = sign(capsys, hold, "max", "deny")
    after = sign(capsys, hold, "eve")

    assert denied[1] == f"Max Roe signed: deny. Hold {hold} denied: 0 of 2 approvals.\n"
    assert (after[0], "is denied" in after[2]) == (1, True)
    assert run(capsys, "list")[1] == "No call waits for approval.\n"


@pytest.mark.usefixtures("desk")
def test_a_changed_file_ends_what_was_held_under_the_old_one(capsys: pytest.CaptureFixture[str]) -> None:
    hold = ask(capsys)
    sign(capsys, hold, "eve")
    sign(capsys, hold, "max")
    file = Path("gateway.toml")
    file.write_text(file.read_text().replace("approvals = 2", "approvals = 1"))

    code, out, err = run(capsys, "release", hold)

    assert (code, out) == (1, "")
    assert "was held under another policy than the one in force" in err


@pytest.mark.usefixtures("desk")
@pytest.mark.parametrize(
    ("words", "why", "code"),
    [
        pytest.param(("show", "h-9"), "names no hold", 2, id="a hold that nobody knows"),
        pytest.param(
            ("ask", "rm", "--arguments", "valve.json", "--caller", "x"), "no entry names", 1, id="no such tool"
        ),
        pytest.param(("list", "--config", "approvers.toml"), "without `approvals`", 2, id="another file"),
    ],
)
def test_what_cannot_be_done_is_told(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...], why: str, code: int
) -> None:
    found = run(capsys, *words)

    assert (found[0], why in found[2]) == (code, True), found


@pytest.mark.usefixtures("desk")
def test_a_reason_is_needed(capsys: pytest.CaptureFixture[str]) -> None:
    hold = ask(capsys)

    code, _, err = run(capsys, "approve", hold, "--key", "eve.pem", "--reason", "  ", "--yes")

    assert (code, "--reason: is empty" in err) == (2, True)


@pytest.mark.parametrize("verdict", ["approve", "deny"])
def test_nobody_votes_while_the_clock_is_behind_the_log_of_calls(
    desk: Path, capsys: pytest.CaptureFixture[str], verdict: str
) -> None:
    file = desk / "gateway.toml"
    file.write_text(f'log = "calls.log"\n{file.read_text()}')
    hold = ask(capsys)
    line = f'{{"prev":"{"0" * 64}","seq":1,"kind":"opened","at":"2096-01-01T00:00:00.000+00:00"}}\n'
    (desk / "calls.log").write_text(line)

    code, _, told = run(capsys, verdict, hold, "--key", "eve.pem", "--reason", "seen", "--yes")

    assert code == 1
    assert "behind an instant that has passed" in told
    assert "0 of 2" in run(capsys, "show", hold)[1]
    (desk / "calls.log").unlink()
    assert run(capsys, verdict, hold, "--key", "eve.pem", "--reason", "seen", "--yes")[0] == 0


def test_nothing_is_released_while_the_clock_is_behind_the_log_of_calls(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = desk / "gateway.toml"
    file.write_text(f'log = "calls.log"\n{file.read_text()}')
    hold = ask(capsys)
    for name in ("eve", "max"):
        sign(capsys, hold, name)
    line = f'{{"prev":"{"0" * 64}","seq":1,"kind":"opened","at":"2096-01-01T00:00:00.000+00:00"}}\n'
    (desk / "calls.log").write_text(line)

    code, _, told = run(capsys, "release", hold)

    assert code == 1
    assert "behind an instant that has passed" in told
    (desk / "calls.log").unlink()
    assert run(capsys, "release", hold)[0] == 0
