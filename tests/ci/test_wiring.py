"""The hook, the action and the template: what stands in them runs, in a repository, as the services would run it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from stores.repositories import WorkTree

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
ESTATE = (ROOT / "examples" / "small" / "muniment.toml").read_text(encoding="utf-8")
USE = 'BASE_URL = "https://api.deepseek.com"\n'
BIN = Path(sys.executable).parent
_INPUT = re.compile(r"\$\{\{ inputs\.([\w-]+)[^}]*\}\}")


@pytest.fixture(autouse=True, scope="module")
def _cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep what is costly to make outside the trees that are judged."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("MUNIMENT_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture
def tree(tmp_path: Path) -> WorkTree:
    """A branch off `main`, with the estate of the small example."""
    tree = WorkTree(tmp_path / "tree")
    tree.write("muniment.toml", ESTATE)
    for folder in ("planner", "helpdesk"):
        tree.write(f"{folder}/app.py", "x = 1\n")
    tree.commit()
    tree.git("checkout", "-q", "-b", "work")
    return tree


def bash(script: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    base = {
        "PATH": f"{BIN}:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT / "src"),
        "HOME": str(folder.parent),
        "MUNIMENT_CACHE": os.environ["MUNIMENT_CACHE"],
    }
    return subprocess.run(
        ["/bin/bash", "-e", "-o", "pipefail", "-c", script],
        cwd=folder,
        env={**base, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def loaded(path: str) -> Any:  # noqa: ANN401  # YAML
    return yaml.safe_load((ROOT / path).read_text(encoding="utf-8"))


@pytest.mark.parametrize("hook", loaded(".pre-commit-hooks.yaml"), ids=lambda hook: str(hook["id"]))
def test_a_hook_stops_a_commit_that_adds_a_use_and_lets_others_through(hook: dict[str, Any], tree: WorkTree) -> None:
    script = f"#!/bin/sh\nPATH={BIN}:$PATH PYTHONPATH={ROOT / 'src'} exec {hook['entry']} --estate muniment.toml\n"
    tree.write(".git/hooks/pre-commit", script)
    (tree.folder / ".git/hooks/pre-commit").chmod(0o755)
    commit = "git add -A && git -c user.name=Ada -c user.email=ada@example.org commit -qm change"

    tree.write("planner/more.py", "y = 1\n")
    through = bash(commit, tree.folder)
    tree.write("planner/model.py", USE)
    stopped = bash(commit, tree.folder)

    assert through.returncode == 0, through.stderr
    assert stopped.returncode != 0
    assert "planner/model.py:1" in stopped.stdout + stopped.stderr
    assert tree.git("log", "-1", "--format=%s") == "change"
    assert not hook["pass_filenames"]
    assert hook["always_run"]


def test_a_hook_sees_what_a_commit_of_everything_or_of_one_file_would_hold(tree: WorkTree) -> None:
    (hook, _) = loaded(".pre-commit-hooks.yaml")
    script = f"#!/bin/sh\nPATH={BIN}:$PATH PYTHONPATH={ROOT / 'src'} exec {hook['entry']} --estate muniment.toml\n"
    tree.write(".git/hooks/pre-commit", script)
    (tree.folder / ".git/hooks/pre-commit").chmod(0o755)
    tree.write("planner/app.py", USE)
    commit = "git -c user.name=Ada -c user.email=ada@example.org commit -qm change"

    everything = bash(f"{commit} --all", tree.folder)
    one = bash(f"{commit} planner/app.py", tree.folder)
    nothing_staged = bash("muniment gate --staged --estate muniment.toml", tree.folder)

    assert "planner/app.py:1" in everything.stdout + everything.stderr
    assert "planner/app.py:1" in one.stdout + one.stderr
    assert nothing_staged.returncode == 0
    assert tree.git("log", "-1", "--format=%s") == "a change"


def judged(tree: WorkTree, given: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run the step of the action that judges, as a runner would with these inputs."""
    action = loaded("action.yml")
    inputs = {name: given.get(name, about["default"]) for name, about in action["inputs"].items()}
    step = action["runs"]["steps"][1]
    environment = {name: _INPUT.sub(lambda found: inputs[found[1]], text) for name, text in step["env"].items()}
    temporary = tree.folder.parent / "runner"
    (temporary / "muniment" / "bin").mkdir(parents=True, exist_ok=True)
    program = temporary / "muniment" / "bin" / "muniment"
    if not program.exists():
        program.symlink_to(BIN / "muniment")
    return bash(step["run"], tree.folder, RUNNER_TEMP=str(temporary), **environment)


def test_the_action_stops_a_pull_request_that_adds_a_use_and_leaves_sarif(tree: WorkTree) -> None:
    base = tree.git("rev-parse", "main")
    tree.change("planner/model.py", USE)

    ended = judged(tree, {"base": base, "estate": "muniment.toml"})

    assert ended.returncode == 1, ended.stderr
    assert "planner/model.py:1" in ended.stdout
    assert (tree.folder / "muniment.sarif").is_file()


def test_the_action_lets_a_change_through_that_adds_nothing(tree: WorkTree) -> None:
    tree.change("planner/more.py", "y = 1\n")

    ended = judged(tree, {"estate": "muniment.toml"})

    assert ended.returncode == 0, ended.stdout + ended.stderr


def test_an_input_of_the_action_is_never_run(tree: WorkTree) -> None:
    ended = judged(tree, {"base": '"; touch it-ran; "$(touch it-ran)', "estate": "muniment.toml"})

    assert ended.returncode == 2
    assert not (tree.folder / "it-ran").exists()
    assert all("${{" not in step["run"] for step in loaded("action.yml")["runs"]["steps"])


def test_every_input_of_the_action_is_used() -> None:
    action = loaded("action.yml")

    used = {name for step in action["runs"]["steps"] for text in step["env"].values() for name in _INPUT.findall(text)}

    assert used == set(action["inputs"])


def test_the_job_for_merge_requests_stops_one_that_adds_a_use(tree: WorkTree) -> None:
    (job,) = loaded("ci/gitlab.yml").values()
    base = tree.git("rev-parse", "main")
    variables = {name: str(value) for name, value in job["variables"].items()}

    before = bash("\n".join(job["script"]), tree.folder, CI_MERGE_REQUEST_DIFF_BASE_SHA=base, **variables)
    tree.change("planner/model.py", USE)
    after = bash("\n".join(job["script"]), tree.folder, CI_MERGE_REQUEST_DIFF_BASE_SHA=base, **variables)

    assert before.returncode == 0, before.stdout + before.stderr
    assert after.returncode == 1
    assert "planner/model.py:1" in after.stdout
    assert (tree.folder / job["artifacts"]["paths"][0]).is_file()
