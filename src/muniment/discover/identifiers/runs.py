"""What a place tells a machine to run or to install, in scripts, in commands and in lists of packages of settings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from muniment.discover.identifiers.commands import commands_at, installed, installs_something, package_named
from muniment.discover.identifiers.started import started
from muniment.discover.text.lexis import Form
from muniment.discover.text.spots import SETTING_CONTEXTS
from muniment.domain.evidence import Context, Rung
from muniment.domain.patterns import lazily

if TYPE_CHECKING:
    from collections.abc import Iterator

    from muniment.discover.text.spots import Found, Spot

_SHELL_STEP = lazily(r"\b(?:(?:sh|bat|pwsh|powershell)\s*\(?\s*|script\s*:\s*)[\"']+$")
"""What stands before a string that a pipeline in code hands to a shell."""
_VALUE = lazily(r"[^\s\"',\[\]{}]+(?:\[[\w,-]*\][^\s\"',\[\]{}]*)?")
_REQUIREMENT = lazily(r"\brequirement\(\s*[\"']$")
_LABEL = lazily(r"@{1,2}(?P<hub>[\w.~+-]*(?:pip|pypi|npm)[\w.~+-]*)//(?P<name>@?[\w./-]+)")
"""A package in a hub of packages, as rules of Bazel name it."""
_LISTS: Final = {
    "additional_dependencies": "pypi",
    "additionaldependencies": "pypi",
    "pip_packages": "pypi",
    "pippackages": "pypi",
    "extrapippackages": "pypi",
    "python_packages": "pypi",
    "pythonpackages": "pypi",
    "pip_requirements": "pypi",
    "_pip_additional_requirements": "pypi",
    "npm_packages": "npm",
}
"""Keys, in lower case, whose value is packages."""
_MODULES: Final = {
    "pip": "pypi",
    "pip3": "pypi",
    "pypi": "pypi",
    "npm": "npm",
    "yarn": "npm",
    "pnpm": "npm",
    "gem": "gem",
}
"""Tasks of a configuration manager that install packages, by the last part of their names."""
_OF_MODULES: Final = frozenset(["name", "package", "packages", "pkg"])
_RUNNERS = lazily(r"[\"']?command[\"']?\s*[:=]\s*[\"'](?P<runner>npx|bunx|pnpx|uvx|pipx)[\"']", re.IGNORECASE)
_ECOSYSTEMS: Final = {"npx": "npm", "bunx": "npm", "pnpx": "npm", "uvx": "pypi", "pipx": "pypi"}


def commands(spot: Spot) -> Iterator[Found]:
    """Yield the command lines that `spot` is part of."""
    if _is_shell_step(spot):
        found = commands_at(spot.line[spot.first : spot.last], spot.at - spot.first, settings=False)
    elif spot.profile.form is Form.CODE and (line := started(spot)) is not None:
        found = commands_at(*line, settings=False)
    elif spot.context in SETTING_CONTEXTS and spot.profile.form in {Form.SHELL, Form.SETTINGS}:
        found = commands_at(spot.line, spot.at, settings=spot.profile.form is Form.SETTINGS, key=_key(spot))
    else:
        return
    for value in found:
        yield value, Rung.INVOKED


def installs(spot: Spot) -> Iterator[str]:
    """Yield the package URLs of what is installed on the line of `spot`."""
    form = spot.profile.form
    if spot.around.may_install and (form in {Form.SHELL, Form.SETTINGS} or _is_shell_step(spot)):
        lead = spot.lead
        if installs_something(lead + spot.line):
            yield from installed(spot.line, settings=form is Form.SETTINGS, key=_key(spot), lead=lead)
    if form is Form.SETTINGS and spot.context in SETTING_CONTEXTS and spot.around.names_installers:
        yield from _listed(spot)
    if form is Form.CODE and spot.context is Context.STRING:
        yield from _required(spot)
        if (line := started(spot)) is not None:
            yield from installed(line[0], settings=False)


def _is_shell_step(spot: Spot) -> bool:
    code = spot.profile.form is Form.CODE and spot.context is Context.STRING
    return code and _SHELL_STEP.search(spot.before) is not None


def _key(spot: Spot) -> str:
    return spot.keys[-1] if spot.profile.form is Form.SETTINGS and spot.keys else ""


def _listed(spot: Spot) -> Iterator[str]:
    """Yield the package at `spot` where the keys above it make it one."""
    ecosystem = _ecosystem(spot)
    if not ecosystem:
        return
    for value in _VALUE.finditer(spot.line):
        if value.start() <= spot.at < value.end():
            yield from package_named(value[0].removeprefix("name="), ecosystem)


def _required(spot: Spot) -> Iterator[str]:
    """Yield the package that a rule of Bazel needs."""
    if _REQUIREMENT.search(spot.before):
        yield from package_named(spot.inside, "pypi")
    elif label := _LABEL.match(spot.inside):
        yield from package_named(label["name"], "npm" if "npm" in label["hub"] else "pypi")


def _ecosystem(spot: Spot) -> str:
    keys = [key.lower() for key in spot.keys[-3:]]
    if not keys:
        return ""
    if keys[-1] in _LISTS:
        return _LISTS[keys[-1]]
    if keys[-1] == "args" and (runner := _RUNNERS.search(next(spot.around.beside(spot.hit.start), ""))):
        return _ECOSYSTEMS[runner["runner"].lower()]
    modules = [_MODULES.get(key.rpartition(".")[2], "") for key in keys]
    if keys[-1] in _OF_MODULES:
        return next((module for module in reversed(modules[:-1]) if module), "")
    return modules[-1]
