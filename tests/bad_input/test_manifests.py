"""Manifests that are broken, or made to exhaust whoever reads them: each stands in the account as not understood."""

from __future__ import annotations

import string
from typing import TYPE_CHECKING

import pytest

from bad_input.program import check, written

if TYPE_CHECKING:
    from pathlib import Path

LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x0 "lol">'
    + "".join(f'<!ENTITY x{n} "{f"&x{n - 1};" * 10}">' for n in range(1, 10))
    + "]><project><dependencies><dependency><groupId>&x9;</groupId></dependency></dependencies></project>"
).encode()
OUTSIDE = b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><project/>'
ALIASES = "a: &a [x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n"
    for before, name in zip(string.ascii_lowercase, string.ascii_lowercase[1:], strict=False)
)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("package.json", b'{"dependencies": {"deepseek": "1"', id="cut off"),
        pytest.param("package.json", b"", id="empty"),
        pytest.param("package.json", b'{"a":' * 5000 + b"1" + b"}" * 5000, id="objects deep in each other"),
        pytest.param("package.json", b"[" * 200_000, id="brackets deep in each other"),
        pytest.param("package.json", b'{"version": ' + b"9" * 10_000 + b"}", id="a number without end"),
        pytest.param("package.json", b"\xff\xfe\xfd\0\0", id="no text at all"),
        pytest.param("package.json", b"<<<<<<< HEAD\n{}\n=======\n{}\n>>>>>>> other\n", id="an unresolved merge"),
        pytest.param("package-lock.json", b'{"dependencies":{"a":' * 200, id="a lock file deep and cut off"),
        pytest.param("pyproject.toml", b"a = " + b"[" * 100_000, id="lists deep in each other"),
        pytest.param("Pipfile", b"[packages]\n[packages]\n", id="a table twice"),
        pytest.param("Cargo.lock", b'[[package]]\nname = "dee\n', id="a string without an end"),
        pytest.param("pom.xml", LAUGHS, id="billion laughs"),
        pytest.param("pom.xml", OUTSIDE, id="an entity from outside"),
        pytest.param("pom.xml", b"<project>" + b"<a>" * 100_000, id="elements deep in each other"),
        pytest.param("packages.config", LAUGHS, id="billion laughs in another format"),
        pytest.param("pnpm-lock.yaml", ALIASES.encode(), id="aliases of aliases"),
        pytest.param("setup.py", b"(" * 100_000, id="parentheses deep in each other"),
        pytest.param("setup.py", b"-" * 100_000 + b"1", id="operators without end"),
        pytest.param("setup.py", b"setup(install_requires=[\0])", id="a zero byte in Python"),
        pytest.param("requirements.txt", b"<html>not found</html>\n", id="another file than it says"),
        pytest.param("yarn.lock", b'"' * 100_000, id="nothing but quotes"),
    ],
)
def test_a_broken_manifest_is_not_understood_and_the_answer_is_incomplete(
    name: str, content: bytes, tmp_path: Path
) -> None:
    ended = check(written(tmp_path, {name: content}))

    assert ended.code == 3
    assert ended.gaps == {name: ("not-understood", True)}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("package.json", b"[]", id="package.json is a list"),
        pytest.param("package.json", b"null", id="package.json is null"),
        pytest.param("package-lock.json", b'"deepseek"', id="package-lock.json is a string"),
        pytest.param("composer.lock", b"[]", id="composer.lock is a list"),
        pytest.param("Pipfile.lock", b"7", id="Pipfile.lock is a number"),
    ],
)
def test_a_manifest_that_holds_something_else_than_an_object_is_not_understood(
    name: str, content: bytes, tmp_path: Path
) -> None:
    ended = check(written(tmp_path, {name: content}))

    assert ended.code == 3
    assert ended.gaps == {name: ("not-understood", True)}


def test_what_a_broken_manifest_declares_before_it_breaks_is_found(tmp_path: Path) -> None:
    ended = check(written(tmp_path, {"package.json": b'{"dependencies": {"openai": "^4"'}))

    assert ended.stands == {("package.json", 1)}


def test_a_manifest_after_a_broken_one_is_read(tmp_path: Path) -> None:
    ended = check(written(tmp_path, {"a/package.json": b"{", "b/package.json": b'{"dependencies": {"openai": "4"}}'}))

    assert ended.stands == {("b/package.json", 1)}
    assert set(ended.gaps) == {"a/package.json"}
