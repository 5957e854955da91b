"""The pages: what they show is what happens, and what they name exists."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import click
import pytest
import yaml

from docs.pages import DOCS, PAGES, ROOT, Command, Session, blocks, fits, rewrite, steps
from muniment import __version__
from muniment.cli.main import command as program

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SAID_NO = {0, 1, 3}
"""The exit codes of an answer. Any other one is a mistake in the page, unless the page shows the message."""
TOP = ("src", "docs", "rulebook", "tests", "bench", "examples", "schemas", "requirements")
_TERM = re.compile(r"^\*\*(.+?)\*\*", re.MULTILINE)


def named(page: Path) -> str:
    return str(page.relative_to(ROOT))


def commands(group: click.Group, *above: str) -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        found = group.get_command(context, name)
        assert found is not None
        yield " ".join((*above, name)), found
        if isinstance(found, click.Group):
            yield from commands(found, *above, name)


ALL = dict(commands(program))
WITH_COMMANDS = [page for page in PAGES if blocks(page, "console")]


@pytest.mark.parametrize("page", WITH_COMMANDS, ids=named)
def test_every_command_of_a_page_prints_what_the_page_shows(page: Path, tmp_path: Path) -> None:
    session = Session(tmp_path)

    for step in steps(page):
        if not isinstance(step, Command):
            session.write(step)
            continue
        ended = session.run(step)
        as_shown = fits(step.shown, ended.printed) if step.shown else ended.code in SAID_NO
        if not as_shown and not rewrite(page, step, ended.printed):
            pytest.fail(f"$ {step.typed}\n{ended.printed}", pytrace=False)


def test_the_readme_shows_the_demo_within_its_first_screen() -> None:
    first = (ROOT / "README.md").read_text(encoding="utf-8").split("\n")[:60]

    assert {"```console", "make demo", "make test"} <= {line.strip() for line in first}


@pytest.mark.parametrize("name", ALL)
def test_every_command_has_examples_in_its_help(name: str) -> None:
    command = ALL[name]

    help_ = command.get_help(click.Context(command, info_name=name))

    assert re.search(r"Examples:\n +muniment ", help_)


@pytest.mark.parametrize("name", ALL)
def test_every_command_is_in_the_index_with_a_page_that_runs_it(name: str) -> None:
    index = (DOCS / "README.md").read_text(encoding="utf-8")

    row = re.search(rf"^\| `muniment {name}` \|.*\]\(([\w.-]+)(?:#[\w-]+)?\)", index, re.MULTILINE)

    assert row, f"docs/README.md has no row for `muniment {name}`"
    is_group = isinstance(ALL[name], click.Group)
    assert is_group or any(f"muniment {name}" in block for block in blocks(DOCS / row[1], "console"))


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_link_leads_to_a_file_and_a_heading_that_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")

    links = [link for link in re.findall(r"\]\(([^)\s]+)\)", text) if ":" not in link]

    for link in links:
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), link
        assert not anchor or anchor in headings(target), link


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_path_of_the_project_that_a_page_names_exists(page: Path) -> None:
    text = page.read_text(encoding="utf-8")

    paths = [path for path in re.findall(r"`([\w./-]+)`", text) if path.startswith(tuple(f"{top}/" for top in TOP))]

    assert [path for path in paths if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_every_make_target_that_a_page_names_exists(page: Path) -> None:
    targets = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))

    asked = set(re.findall(r"^make ([\w-]+)$|`make ([\w-]+)`", page.read_text(encoding="utf-8"), re.MULTILINE))

    assert {name for pair in asked for name in pair if name} <= targets


def test_every_command_in_a_pipeline_is_one_that_exists(tmp_path: Path) -> None:
    session = Session(tmp_path)
    pipelines = [yaml.safe_load(block) for block in blocks(DOCS / "ci.md", "yaml")]

    lines = [
        line.strip()
        for pipeline in pipelines
        for job in pipeline["jobs"].values()
        for step in job["steps"]
        for line in step.get("run", "").splitlines()
        if "muniment " in line
    ]

    assert lines
    for line in lines:
        typed = line.replace(".venv/bin/muniment", "muniment")
        assert session.run(Command(typed=typed, shown="")).code in SAID_NO, line


def test_every_term_is_defined_once_and_in_order() -> None:
    terms = glossary()

    assert terms == sorted(set(terms), key=str.casefold)


@pytest.mark.parametrize("term", _TERM.findall((DOCS / "glossary.md").read_text(encoding="utf-8")))
def test_every_term_of_the_glossary_is_used_elsewhere(term: str) -> None:
    pages = [page.read_text(encoding="utf-8") for page in PAGES if page.name != "glossary.md"]
    helps = [command.get_help(click.Context(command, info_name=name)) for name, command in ALL.items()]

    text = " ".join(" ".join((*pages, *helps)).split()).casefold()

    assert re.search(rf"\b{re.escape(term.casefold())}", text)


@pytest.mark.full
@pytest.mark.parametrize("page", ["install.md", "air-gapped.md"])
def test_the_program_installs_the_way_that_a_page_says(page: str, tmp_path: Path) -> None:
    checkout = tmp_path / "muniment"
    checkout.mkdir()
    for folder in ("src", "rulebook", "requirements"):
        shutil.copytree(ROOT / folder, checkout / folder)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copyfile(ROOT / name, checkout / name)

    ended = subprocess.run(
        ["/bin/bash", "-euc", "".join(blocks(DOCS / page, "sh"))],
        cwd=checkout,
        check=False,
        capture_output=True,
        text=True,
    )

    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.rstrip().endswith(__version__)


@pytest.mark.full
def test_the_demo_runs_to_its_end_and_each_command_in_it_can_be_repeated() -> None:
    demo = subprocess.run(
        [sys.executable, ROOT / "examples" / "demo.py"], cwd=ROOT, check=False, capture_output=True, text=True
    )

    typed = re.findall(r"^\$ (.*(?:\\\n.*)*)$", demo.stdout.replace("\\\n", " "), re.MULTILINE)

    assert demo.returncode == 0, demo.stderr
    steps = ["check", "explain", "keys", "certify", "certify", "certify", "package", "verify", "plan"]
    assert [shlex.split(line)[1] for line in typed] == steps
    for outcome in ("✗ prohibited", "? undetermined", "~ permitted until", "✓ permitted", "✓ verified"):
        assert outcome in demo.stdout


def glossary() -> list[str]:
    return _TERM.findall((DOCS / "glossary.md").read_text(encoding="utf-8"))


def headings(page: Path) -> set[str]:
    """Return the anchors of the headings of `page`, as code hosts make them."""
    titles = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def test_every_decision_is_listed_in_the_order_of_its_number() -> None:
    listed = re.findall(r"\]\((decisions/[^)#]+)\)", (ROOT / "docs" / "README.md").read_text("utf-8"))

    assert listed == sorted(f"decisions/{file.name}" for file in (ROOT / "docs" / "decisions").glob("*.md"))
