from __future__ import annotations

import pytest

from muniment.discover.identifiers.commands import commands_at, installed


@pytest.mark.parametrize(
    ("line", "settings", "command"),
    [
        pytest.param("gale wind-runtime invoke", False, "gale wind-runtime invoke", id="a word before the hit"),
        pytest.param(
            "      gale --region x wind-runtime go", True, "gale --region x wind-runtime go", id="a step's line"
        ),
        pytest.param("  run: gale wind-runtime invoke", True, "gale wind-runtime invoke", id="a step"),
        pytest.param('  "command": "wind-runtime"', True, "wind-runtime", id="a setting that is a command"),
        pytest.param('  "review": "npx wind-runtime"', True, "wind-runtime", id="what npx runs"),
        pytest.param("- {id: a, entry: wind-runtime go}", True, "wind-runtime go}", id="a setting beside others"),
        pytest.param("/opt/gale/bin/wind-runtime go", False, "wind-runtime go", id="a program by its whole path"),
        pytest.param("ExecStart=/opt/bin/wind-runtime go", True, "wind-runtime go", id="what a unit starts"),
        pytest.param("x=$(gale wind-runtime show)", False, "gale wind-runtime show)", id="a substitution"),
    ],
)
def test_a_command_is_seen_from_its_start(line: str, settings: bool, command: str) -> None:  # noqa: FBT001  # a table
    assert command in list(commands_at(line, line.index("wind-runtime"), settings=settings))


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("- model: Wind 4.5", id="a name in capitals"),
        pytest.param('"wind",', id="a word in a list"),
        pytest.param("u: https://gale.example/wind -p", id="an address"),
        pytest.param("wind = { floor = 4, seats = 8 }", id="a key with its value"),
        pytest.param('"provider": "wind"', id="a setting's value"),
    ],
)
def test_a_name_in_settings_is_no_command(line: str) -> None:
    commands = list(commands_at(line, line.lower().index("wind"), settings=True))

    assert not any(command.lower().startswith("wind") for command in commands)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        pytest.param("  run: pip install northwind", ["pkg:pypi/northwind"], id="a step"),
        pytest.param("  /venv/bin/python -m pip install northwind", ["pkg:pypi/northwind"], id="with a path"),
        pytest.param('"created_by": "RUN /bin/sh -c pip install northwind"', ["pkg:pypi/northwind"], id="a layer"),
        pytest.param('"text": "First, pip install northwind"', [], id="a sentence"),
    ],
)
def test_settings_install_what_they_run(line: str, found: list[str]) -> None:
    assert list(installed(line, settings=True)) == found
