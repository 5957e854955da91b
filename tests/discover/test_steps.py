from __future__ import annotations

import pytest

from discover.tools import TOOLS
from measured import takes
from muniment.discover.paths.steps import tool_lines

STEPS = """\
jobs:
  check:
    env: {A: 1}
    steps:
    - uses: actions/checkout@v4
    - name: review
      env:
        KEY: x
      uses: northwind/review@v1
      with:
        model: gale-4
    - run: ./deploy
      env:
        KEY: x
"""
JOBS = """\
jobs:
  review:
    uses: northwind/review/.github/workflows/a.yml@main
    secrets:
      KEY: x
  deploy:
    runs-on: x
"""


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        pytest.param(STEPS, range(6, 12), id="a step among others"),
        pytest.param(JOBS, range(3, 6), id="a job"),
        pytest.param(
            "- uses: northwind/review@v1\n  with:\n    a: 1\n- run: b\n", range(1, 4), id="a step that begins so"
        ),
        pytest.param("review:\n  image: northwind/review:1\n  script:\n  - go\n", range(2, 5), id="an image of a job"),
        pytest.param("- uses: actions/checkout@v4\n", range(0), id="another action"),
        pytest.param("# uses: northwind/review@v1\n", range(0), id="a comment"),
    ],
)
def test_a_tool_in_a_workflow_has_the_lines_of_its_own_step(text: str, lines: range) -> None:
    assert tool_lines(text, TOOLS) == frozenset(lines)


def test_a_hostile_workflow_is_looked_at_quickly() -> None:
    def look() -> None:
        tool_lines("  - uses: northwind/review@v1\n" * 20_000, TOOLS)
        tool_lines("  - uses: northwind/review@v1\n" + "    a: b\n" * 100_000, TOOLS)

    assert takes(look, 5) < 5
