"""The command line as somebody uses it: arguments in, text and an exit code out."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

from cli.estates import PRIME as ESTATE
from muniment import __version__
from muniment.cli.main import command, exit_code

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]


@pytest.fixture
def estate(tmp_path: Path) -> Path:
    """A system that declares a vendor's library, and the estate that describes it."""
    (tmp_path / "portal").mkdir()
    (tmp_path / "portal" / "requirements.txt").write_text("deepseek==1.0.0\n", encoding="utf-8")
    (tmp_path / "portal" / "app.py").write_text('BASE_URL = "https://api.deepseek.com"\n', encoding="utf-8")
    (tmp_path / "muniment.toml").write_text(ESTATE, encoding="utf-8")
    return tmp_path / "muniment.toml"


def _every(group: click.Command, *names: str) -> Iterator[tuple[str, ...]]:
    yield names
    if isinstance(group, click.Group):
        context = click.Context(group)
        for name in group.list_commands(context):
            found = group.get_command(context, name)
            assert found is not None
            yield from _every(found, *names, name)


@pytest.mark.parametrize("names", [pytest.param(names, id=" ".join(("muniment", *names))) for names in _every(command)])
def test_the_help_of_every_command_has_examples_and_fits_a_terminal(
    names: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    code = exit_code([*names, "--help"])
    shown = capsys.readouterr().out

    assert code == 0
    assert f"Examples:\n    muniment {' '.join(names)}".rstrip() in shown
    assert [line for line in shown.splitlines() if len(line) > 80] == []


def test_help_imports_no_part_of_the_product() -> None:
    script = (
        "import sys; from muniment.cli.main import exit_code; exit_code(['--help']);"
        "print(*sorted(name for name in sys.modules if name.startswith(('muniment', 'rich', 'yaml'))))"
    )

    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert run.stdout.splitlines()[-1].split() == [
        "muniment",
        "muniment.cli",
        "muniment.cli.lazy",
        "muniment.cli.main",
        "muniment.errors",
    ]


def test_version_prints_the_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert exit_code(["--version"]) == 0
    assert capsys.readouterr().out == f"muniment {__version__}\n"


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["chek"], id="unknown-command"),
        pytest.param(["check", "--as-of", "23.11.2026"], id="date-in-another-form"),
        pytest.param(["check", "--as-of", "20261123"], id="date-without-hyphens"),
        pytest.param(["check", "no/such/folder"], id="missing-path"),
        pytest.param(["check", "--fail-on", "never"], id="unknown-choice"),
        pytest.param(["explain", "acronis", "--fact", "contract.customer"], id="fact-without-value"),
        pytest.param(["explain", "acronis", "--system", "portal"], id="system-without-estate"),
        pytest.param(["explain", "acronis", "--fact", "contract.customer=nobody"], id="value-not-in-the-choice"),
        pytest.param(["explain", "acronis", "--fact", "contract.awarded=20260101"], id="fact-day-without-hyphens"),
        pytest.param(["explain", "acronis", "--fact", "contract.awarded=2026-W05-1"], id="fact-day-of-a-week"),
        pytest.param(["explain", "acronis", "--fact", "contract.colour=red"], id="unknown-fact"),
        pytest.param(["explain", "acronis", "--fact", "contract.clauses=52.9999-1"], id="no-clause-number"),
        pytest.param(["explain", "acronis", "--fact", "contract.clauses="], id="list-of-nothing"),
        pytest.param(["explain", "nobody-at-all"], id="unknown-vendor"),
        pytest.param(["rules", "show", "nothing-at-all"], id="unknown-rule"),
        pytest.param(["completion", "cmd.exe"], id="unknown-shell"),
    ],
)
def test_what_cannot_be_understood_ends_with_2_and_says_why(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    code = exit_code(arguments)

    printed = capsys.readouterr()
    assert code == 2
    assert printed.err
    assert not printed.out


def test_an_unknown_name_is_answered_with_those_that_are_spelt_alike(capsys: pytest.CaptureFixture[str]) -> None:
    assert exit_code(["explain", "acronsi"]) == 2
    assert "did you mean `acronis`" in capsys.readouterr().err


@pytest.mark.parametrize("asked", ["Hangzhou Hikvision", "Hikvision USA Inc"])
def test_a_vendor_asked_about_by_more_or_less_of_its_name_is_named(
    asked: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert exit_code(["explain", asked]) == 2
    assert f"vendor `{asked}`: is not known\n  help: did you mean `hikvision`" in capsys.readouterr().err


@pytest.mark.parametrize("asked", ["copilot", "office", "Acme", "", "-"])
def test_a_vendor_that_is_spelt_like_none_is_answered_with_where_all_are_listed(
    asked: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert exit_code(["explain", "--", asked]) == 2
    assert f"vendor `{asked}`: is not known\n  help: `muniment rules list` shows" in capsys.readouterr().err


@pytest.mark.parametrize("named", ["TikTok", "tik tok"])
def test_a_product_named_is_the_product_asked_about(named: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert exit_code(["explain", named, "--json"]) == 0
    assert "item.product" not in {each["fact"] for each in json.loads(capsys.readouterr().out)["unknown"]}

    assert exit_code(["explain", named, "--fact", "item.product=other"]) == 2
    told = capsys.readouterr().err
    assert f"--fact item.product: is `other` here, and `tiktok` by the name asked about, `{named}`" in told
    assert "ask about `bytedance`" in told


def test_a_vendor_named_leaves_its_product_open(capsys: pytest.CaptureFixture[str]) -> None:
    assert exit_code(["explain", "bytedance", "--json"]) == 0
    assert "item.product" in {each["fact"] for each in json.loads(capsys.readouterr().out)["unknown"]}


@pytest.mark.parametrize("product", ["Claude", "tiktok"])
def test_a_vendor_can_be_named_by_a_product(product: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert exit_code(["explain", product, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["vendor"] in {"anthropic", "bytedance"}


def test_an_affiliate_is_answered_with_the_vendor_whose_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert exit_code(["explain", "AO Kaspersky Lab"]) == 2
    assert "ask about `kaspersky`" in capsys.readouterr().err


def test_a_fact_given_twice_and_differently_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    code = exit_code(["explain", "acronis", "--fact", "party.tier=prime", "--fact", "party.tier=agency"])

    assert code == 2
    assert "--fact party.tier: is given twice, and differently" in capsys.readouterr().err


def test_an_alternate_given_by_hand_is_the_clause_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert exit_code(["explain", "acronis", "--fact", "contract.clauses=52.204-30 alternate i"]) == 0
    assert "52.204-30, 52.204-30 ALT I" in capsys.readouterr().out


def test_a_system_without_a_title_goes_by_its_id(estate: Path, capsys: pytest.CaptureFixture[str]) -> None:
    estate.write_text(ESTATE.replace('title = "Billing portal"', ""), encoding="utf-8")

    exit_code(["check", "--estate", str(estate)])

    assert "\nportal\n" in capsys.readouterr().out


def test_a_prohibited_use_ends_with_1_and_the_last_line_says_what_to_do(
    estate: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = exit_code(["check", "--estate", str(estate), "--as-of", "2026-10-07"])

    out = capsys.readouterr().out
    assert code == 1
    assert "✗ prohibited on C-1 (Fleet sustainment)" in out
    assert out.splitlines()[-1].startswith("Next: stop using DeepSeek, starting at ")


def test_without_an_estate_the_answer_waits_for_facts_and_passes_only_on_demand(
    estate: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = str(estate.parent / "portal")

    lenient = exit_code(["check", folder, "--fail-on", "prohibited"])
    strict = exit_code(["check", folder])

    assert (lenient, strict) == (0, 1)
    assert "? undetermined on any contract" in capsys.readouterr().out


def test_an_empty_folder_is_incomplete_and_not_clean(tmp_path: Path) -> None:
    assert exit_code(["check", str(tmp_path)]) == 3


@pytest.mark.parametrize("form", ["--json", "--sarif"])
def test_machine_readable_answers_go_to_standard_output_alone(
    form: str, estate: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = exit_code(["check", "--estate", str(estate), form])

    printed = capsys.readouterr()
    assert code == 1
    assert json.loads(printed.out)
    assert not printed.err


def test_the_explanation_comes_to_the_same_outcome_as_the_check(
    estate: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    exit_code(["check", "--estate", str(estate), "--as-of", "2026-10-07", "--json"])
    decided = json.loads(capsys.readouterr().out)["decisions"][0]

    asked = ["explain", "deepseek", "--contract", "C-1", "--system", "portal", "--as-of", "2026-10-07", "--json"]
    exit_code([*asked, "--estate", str(estate), "--fact", "item.kind=service"])

    explained = json.loads(capsys.readouterr().out)
    assert {key: explained[key] for key in ("outcome", "reasons")} == {
        key: decided[key] for key in ("outcome", "reasons")
    }


@pytest.mark.parametrize(
    ("given", "why"),
    [
        pytest.param(
            "contract.customer=civilian",
            "--fact contract.customer: is `civilian` here, and `dod` in contract `C-1`",
            id="contract",
        ),
        pytest.param(
            "use.purposes=internal,performance",
            "--fact use.purposes: is `internal, performance` here, and `performance` in system `portal`",
            id="system",
        ),
    ],
)
def test_a_fact_that_the_estate_tells_otherwise_is_refused_and_nothing_recorded(
    given: str, why: str, estate: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record = tmp_path / "record.json"
    asked = ["explain", "deepseek", "--contract", "C-1", "--system", "portal", "--estate", str(estate)]

    assert exit_code([*asked, "--fact", given, "--record", str(record)]) == 2

    printed = capsys.readouterr()
    assert why in printed.err
    assert f"`muniment whatif --estate FILE --contract C-1 --system portal --fact {given}`" in printed.err
    assert not printed.out
    assert not record.exists()


def test_a_fact_may_be_given_as_the_estate_tells_it(estate: Path) -> None:
    asked = ["explain", "deepseek", "--contract", "C-1", "--estate", str(estate)]

    assert exit_code([*asked, "--fact", "contract.customer=dod"]) == 0


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["rules", "list"], id="list"),
        pytest.param(["rules", "show", "fascsa-acronis"], id="show-restriction"),
        pytest.param(["rules", "show", "openai-dow-classified"], id="show-agreement"),
        pytest.param(["rules", "show", "acronis"], id="show-vendor"),
        pytest.param(["rules", "timeline", "acronis"], id="timeline"),
        pytest.param(["rules", "digest"], id="digest"),
        pytest.param(["explain", "acronis"], id="explain"),
    ],
)
def test_beside_every_page_there_is_json(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert exit_code(arguments) == 0
    page = capsys.readouterr().out

    assert exit_code([*arguments, "--json"]) == 0
    assert page
    assert json.loads(capsys.readouterr().out)


def test_init_writes_an_estate_file_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "muniment.toml"

    first = exit_code(["init", str(tmp_path)])
    written = target.read_text(encoding="utf-8")
    target.write_text(written + "# mine\n", encoding="utf-8")
    second = exit_code(["init", str(target)])

    assert (first, second) == (0, 2)
    assert target.read_text(encoding="utf-8").endswith("# mine\n")
    assert f"{target}: exists and is not overwritten" in capsys.readouterr().err


def test_the_file_that_init_writes_can_be_checked(tmp_path: Path) -> None:
    exit_code(["init", str(tmp_path)])

    assert exit_code(["check", "--estate", str(tmp_path / "muniment.toml")]) == 0


def test_keys_are_for_their_owner_alone_and_never_overwritten(tmp_path: Path) -> None:
    key = tmp_path / "signing.pem"

    first = exit_code(["keys", "new", "--out", str(key)])
    made = key.read_bytes()
    second = exit_code(["keys", "new", "--out", str(key)])

    assert (first, second) == (0, 2)
    assert key.read_bytes() == made
    assert key.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_prints_a_script_for_the_shell(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert exit_code(["completion", shell]) == 0
    assert "_MUNIMENT_COMPLETE" in capsys.readouterr().out
