from __future__ import annotations

import re

import pytest

from muniment.discover.identifiers.extract import observe
from muniment.discover.text.lexis import profile_of
from muniment.discover.text.spots import Hit
from muniment.domain.technology import IdentifierKind as Kind

ANSIBLE = """\
- name: install
  ansible.builtin.pip:
    name:
      - northwind>=1
- community.general.npm: {name: "@northwind/sdk"}
- pip: name=northwind state=present
"""


def seen(path: str, text: str, kind: Kind) -> list[tuple[int, str]]:
    hits = [Hit(found.start(), found.end(), frozenset({Kind.COMMAND})) for found in re.finditer("northwind", text)]
    found = observe(profile_of(path, text), text, hits)
    return [(o.line, o.identifier.value) for o in found if o.identifier.kind is kind]


@pytest.mark.parametrize(
    ("path", "text", "found"),
    [
        pytest.param(
            "Dockerfile", "RUN pip install a \\\n    northwind==1 \\\n    b\n", [(2, "pypi/northwind")], id="goes on"
        ),
        pytest.param(
            "Dockerfile", "RUN pip install northwind \\\n && echo northwind\n", [(1, "pypi/northwind")], id="ends"
        ),
        pytest.param("Dockerfile", 'RUN pip install "northwind>=5,<6"\n', [(1, "pypi/northwind")], id="from and to"),
        pytest.param("a.ps1", "pip install a `\n  northwind\n", [(2, "pypi/northwind")], id="PowerShell"),
        pytest.param("Jenkinsfile", "sh 'npm install @northwind/sdk'", [(1, "npm/%40northwind/sdk")], id="a step"),
        pytest.param("Jenkinsfile", "sh '''\n  pip install northwind\n'''", [(2, "pypi/northwind")], id="a long step"),
        pytest.param("Jenkinsfile", "echo 'pip install northwind'", [], id="a step that runs nothing"),
        pytest.param("p.pkr.hcl", 'inline = ["a", "pip install northwind"]', [(1, "pypi/northwind")], id="a list"),
        pytest.param("c.yml", 'script:\n- "pip install northwind"\n', [(2, "pypi/northwind")], id="a step in quotes"),
        pytest.param("h.yml", 'help:\n- "pip install northwind"\n', [], id="a help in quotes"),
        pytest.param(
            "tasks.yml",
            ANSIBLE,
            [(4, "pypi/northwind"), (5, "npm/%40northwind/sdk"), (6, "pypi/northwind")],
            id="a configuration manager",
        ),
        pytest.param(
            ".pre-commit-config.yaml",
            "- id: mypy\n  additional_dependencies: [a==1, northwind==1.0]\n",
            [(2, "pypi/northwind")],
            id="what a hook needs",
        ),
        pytest.param(
            "mcp.json",
            '{"command": "npx", "args": ["-y", "northwind-mcp@1"]}',
            [(1, "npm/northwind-mcp")],
            id="what an agent starts",
        ),
        pytest.param("BUILD.bazel", 'deps = [requirement("northwind")]', [(1, "pypi/northwind")], id="Bazel"),
        pytest.param("BUILD.bazel", 'deps = ["@npm//northwind"]', [(1, "npm/northwind")], id="Bazel, a label"),
        pytest.param("a.yml", "name: northwind\n", [], id="a name of anything"),
        pytest.param("a.json", '{"command": "serve", "args": ["northwind"]}', [], id="another program's argument"),
    ],
)
def test_packages_are_seen_where_they_are_installed(path: str, text: str, found: list[tuple[int, str]]) -> None:
    assert seen(path, text, Kind.PURL) == [(line, f"pkg:{package}") for line, package in found]


@pytest.mark.parametrize(
    ("path", "text", "found"),
    [
        pytest.param("Jenkinsfile", 'sh "northwind ask"', [(1, "northwind ask")], id="a step"),
        pytest.param("Jenkinsfile", "sh(script: 'northwind ask')", [(1, "northwind ask")], id="a named step"),
        pytest.param("Jenkinsfile", "def name = 'northwind ask'", [], id="a string"),
        pytest.param("b.yaml", 'args: ["-c", "northwind ask"]', [(1, "northwind ask")], id="an argument that is run"),
    ],
)
def test_commands_are_seen_where_they_are_run(path: str, text: str, found: list[tuple[int, str]]) -> None:
    assert seen(path, text, Kind.COMMAND) == found
