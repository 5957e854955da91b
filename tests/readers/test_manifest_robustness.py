"""No text breaks a reader, whatever its name, and large lock files are read quickly."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from muniment.domain.evidence import NotUnderstood, Observation
from muniment.readers.registry import MANIFESTS, reader_for

SAMPLES = Path(__file__).parents[1] / "samples"
SAMPLE_FILES = sorted(
    path for path in SAMPLES.rglob("*") if path.is_file() and reader_for(path.relative_to(SAMPLES).as_posix())
)
TEXTS = {path.relative_to(SAMPLES).as_posix(): path.read_text(encoding="utf-8") for path in SAMPLE_FILES}
ENTRIES = 5000


def read(path: str, text: str) -> list[Observation | NotUnderstood]:
    """Return everything that the reader of `path` yields for `text`."""
    reader = reader_for(path)
    assert reader is not None
    return list(reader.read(path, text))


def assert_sound(seen: list[Observation | NotUnderstood], text: str) -> None:
    """Check the types, and that every line lies inside of the text."""
    lines = text.count("\n") + 1
    assert {type(what) for what in seen} <= {Observation, NotUnderstood}
    assert all(1 <= what.line <= lines for what in seen)


@settings(max_examples=150, deadline=None)
@given(path=st.sampled_from(sorted(TEXTS)), text=st.text())
@example(path="setup-py/bad/elsewhere/setup.py", text="\r:")
@example(path="setup-py/bad/elsewhere/setup.py", text="from setuptools import setup\rsetup(\r\rinstall_requires=['a'])")
def test_no_text_at_all_makes_a_reader_raise(path: str, text: str) -> None:
    seen = read(path, text)

    assert_sound(seen, text)


@settings(max_examples=400, deadline=None)
@given(data=st.data(), path=st.sampled_from(sorted(TEXTS)))
def test_no_damage_to_a_file_makes_its_reader_raise(data: st.DataObject, path: str) -> None:
    text = TEXTS[path]
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 40)))
    put = data.draw(st.text(alphabet="\"'{}[]<>()=:,;#$@!-\\\n\t \x00\u2028\ud800aé1/.", max_size=12))
    damaged = text[:start] + put + text[end:]

    seen = read(path, damaged)

    assert_sound(seen, damaged)


@pytest.mark.parametrize("path", sorted({path.rpartition("/")[2]: path for path in TEXTS}.values()))
@pytest.mark.parametrize(
    "text",
    [
        pytest.param("[" * 100_000, id="brackets"),
        pytest.param('{"dependencies":' * 5_000, id="objects"),
        pytest.param("(" * 20_000 + "'" * 20_000, id="parentheses"),
        pytest.param("a" * 200_000, id="one word"),
        pytest.param(" " * 100_000 + "x", id="spaces"),
        pytest.param('"' * 50_000, id="quotes"),
        pytest.param("\n" * 100_000, id="newlines"),
        pytest.param("\n  " * 50_000, id="indented newlines"),
        pytest.param("[" + "a." * 20_000 + "a]\n" + "a." * 20_000 + "a = 1", id="dotted keys"),
        pytest.param("a:\n" * 50_000, id="keys"),
        pytest.param("a = [\n" * 10_000, id="assignments"),
        pytest.param("x" + "." * 50_000 + "\n" + "," * 50_000, id="points"),
        pytest.param("<a>" * 20_000, id="elements"),
        pytest.param("1" * 20_000, id="digits"),
        pytest.param("- " * 50_000, id="dashes"),
        pytest.param("\ufeff\x00\r\n", id="marks"),
        pytest.param("a.b-" * 30_000, id="names"),
        pytest.param("setup(" * 3_000, id="calls"),
        pytest.param("{{a:" * 20_000, id="braces"),
        pytest.param("gem 'a', " * 20_000, id="gems"),
        pytest.param("${a}${b}:" * 20_000, id="references"),
        pytest.param(".package(" * 10_000, id="packages"),
        pytest.param('group: "a", name: ' * 10_000, id="maps"),
    ],
)
def test_a_hostile_text_is_read_to_its_end(path: str, text: str) -> None:
    seen = read(path, text)

    assert_sound(seen, text)


PLACES_IN_JSON = {
    "package.json": ["dependencies", "devDependencies", "peerDependencies", "optionalDependencies", "overrides"],
    "package-lock.json": ["packages", "dependencies"],
    "bun.lock": ["packages", "workspaces"],
    "deno.json": ["imports", "scopes"],
    "deno.lock": ["npm", "jsr", "packages", "workspace"],
    "Pipfile.lock": ["default", "develop"],
    "packages.lock.json": ["dependencies"],
    "dotnet-tools.json": ["tools"],
    "composer.json": ["require", "require-dev"],
    "composer.lock": ["packages", "packages-dev"],
    "Package.resolved": ["pins", "object"],
    "bom.json": ["components", "services", "formulation"],
}
LISTS = {("composer.lock", "packages"), ("composer.lock", "packages-dev"), ("Package.resolved", "pins")}
PLACES_IN_TOML = {
    "pyproject.toml": [
        *("project.dependencies", "project.optional-dependencies", "dependency-groups", "build-system.requires"),
        *("tool.poetry.dependencies", "tool.poetry.group", "tool.uv.dev-dependencies", "tool.uv.sources"),
        *("tool.pdm.dev-dependencies", "tool.hatch.envs"),
    ],
    "Pipfile": ["packages", "dev-packages"],
    "Cargo.toml": ["dependencies", "dev-dependencies", "target", "patch", "workspace.dependencies"],
    "libs.versions.toml": ["libraries", "plugins"],
    "uv.lock": ["package"],
    "Cargo.lock": ["package"],
}
PLACES_IN_YAML = {"environment.yml": "dependencies", "pubspec.yaml": "dependencies", "pnpm-lock.yaml": "packages"}
OF_NO_USE = st.one_of(
    st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.sampled_from([True]), st.text("abc", min_size=1)
)


@settings(max_examples=200, deadline=None)
@given(
    place=st.sampled_from([(path, key) for path, keys in PLACES_IN_JSON.items() for key in keys]),
    value=OF_NO_USE,
    depth=st.sampled_from([0, 1]),
)
def test_a_value_of_the_wrong_type_where_dependencies_stand_in_json_is_never_passed_over(
    place: tuple[str, str], value: object, depth: int
) -> None:
    path, key = place
    wrong = [value] if depth and place not in LISTS and path != "bom.json" else {"a": value} if depth else value
    envelope = {"bomFormat": "CycloneDX", "specVersion": "1.6"} if path == "bom.json" else {}
    text = json.dumps({**envelope, key: wrong})

    seen = read(path, text)

    assert seen
    assert_sound(seen, text)


@settings(max_examples=150, deadline=None)
@given(
    place=st.sampled_from([(path, key) for path, keys in PLACES_IN_TOML.items() for key in keys]),
    value=st.sampled_from(["1", "1.5", "true", '"northwind"', "[1]", "[[1]]", "2026-03-04"]),
)
def test_a_value_of_the_wrong_type_where_dependencies_stand_in_toml_is_never_passed_over(
    place: tuple[str, str], value: str
) -> None:
    text = f"{place[1]} = {value}\n"

    seen = read(place[0], text)

    assert seen
    assert_sound(seen, text)


@pytest.mark.parametrize("path", PLACES_IN_YAML)
@pytest.mark.parametrize(
    "value", ["1", "northwind", "[[1", "{northwind: 1}", "&a [*a]", "|\n  northwind", "!odd northwind"]
)
def test_a_value_of_the_wrong_type_where_dependencies_stand_in_yaml_is_never_passed_over(path: str, value: str) -> None:
    text = f"name: harbour\nlockfileVersion: '9.0'\n{PLACES_IN_YAML[path]}: {value}\n"

    seen = read(path, text)

    assert any(what.line >= 3 for what in seen)


def package_lock() -> str:
    """Return a lock of npm with many packages."""
    integrity = "sha512-" + "a" * 88
    packages = {
        f"node_modules/@scope{n % 50}/name-{n}": {
            "version": f"1.{n}.0",
            "resolved": f"https://packages.northwind.example/name-{n}.tgz",
            "integrity": integrity,
            "license": "MIT",
            "dependencies": {f"name-{n + k}": "^1.0.0" for k in range(4)},
            "engines": {"node": ">=18"},
        }
        for n in range(ENTRIES)
    }
    return json.dumps({"name": "big", "lockfileVersion": 3, "packages": packages}, indent=2)


def pnpm_lock() -> str:
    """Return a lock of pnpm with many packages."""
    entries = (
        f"  '@scope/name-{n}@1.{n}.0':\n    resolution: {{integrity: sha512-{'a' * 88}}}\n"
        f"    engines: {{node: '>=18'}}\n\n"
        for n in range(ENTRIES)
    )
    return "lockfileVersion: '9.0'\n\npackages:\n\n" + "".join(entries)


def uv_lock() -> str:
    """Return a lock of uv with many packages."""
    wheel = '    { url = "https://files.northwind.example/x-1-py3-none-any.whl", hash = "sha256:' + "a" * 64 + '" },\n'
    entries = (
        f'[[package]]\nname = "name-{n}"\nversion = "1.{n}"\n'
        'source = { registry = "https://packages.northwind.example" }\n'
        f"wheels = [\n{wheel * 6}]\n\n"
        for n in range(ENTRIES)
    )
    return "version = 1\n\n" + "".join(entries)


def go_sum() -> str:
    """Return a checksum file with many modules."""
    return "".join(f"github.com/northwind/m{n} v1.{n}.0 h1:{'a' * 43}=\n" for n in range(ENTRIES))


def yarn_lock() -> str:
    """Return a lock of Yarn with many packages."""
    return "".join(
        f'"@scope/name-{n}@^1.0.0":\n  version "1.{n}.0"\n  resolved "https://packages.northwind.example/{n}.tgz#aa"\n'
        f'  integrity sha512-{"a" * 88}\n  dependencies:\n    other "^1"\n\n'
        for n in range(ENTRIES)
    )


def requirements() -> str:
    """Return a long list of pinned requirements."""
    return "".join(f"name-{n}==1.{n} \\\n    --hash=sha256:{'a' * 64}\n" for n in range(ENTRIES))


@pytest.mark.parametrize(
    ("path", "text"),
    [
        pytest.param("package-lock.json", package_lock(), id="package-lock.json"),
        pytest.param("package-lock.json", json.dumps(json.loads(package_lock())), id="package-lock.json on one line"),
        pytest.param("package-lock.json", package_lock()[:-2], id="package-lock.json cut off"),
        pytest.param("pnpm-lock.yaml", pnpm_lock(), id="pnpm-lock.yaml"),
        pytest.param("uv.lock", uv_lock(), id="uv.lock"),
        pytest.param("go.sum", go_sum(), id="go.sum"),
        pytest.param("yarn.lock", yarn_lock(), id="yarn.lock"),
        pytest.param("requirements.txt", requirements(), id="requirements.txt"),
    ],
)
def test_a_lock_of_five_thousand_packages_is_read_to_its_end(path: str, text: str) -> None:
    seen = [what for what in read(path, text) if isinstance(what, Observation)]

    assert len({what.identifier for what in seen}) >= ENTRIES


def test_every_reader_is_tried() -> None:
    assert {id(reader_for(path)) for path in TEXTS} == {id(reader) for reader in MANIFESTS}
