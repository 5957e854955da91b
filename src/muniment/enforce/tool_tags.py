"""Which entry of the configuration speaks of a tool, and what places it may be called from."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from muniment.domain.tool_rules import Place, PlaceRule, ToolPolicy, ToolTag


def tag_of(policy: ToolPolicy, name: str, server: str | None = None) -> ToolTag | None:
    """Return what the policy says of the tool that models call `name`: the longest name that fits.

    `server` is who offers it, where that is known; it then knows the tool by the name under which it serves it.
    """
    fitting = [tag for tag in policy.tags if _fits(tag, name, server)]
    return max(fitting, key=lambda tag: (not tag.name.endswith("*"), len(tag.name)), default=None)


def _fits(tag: ToolTag, name: str, server: str | None) -> bool:
    if server is None:
        return _is_called(tag.name, name)
    return tag.server in {"", server} and (name == tag.served_as or _is_called(tag.name, name))


def _is_called(pattern: str, name: str) -> bool:
    return name.startswith(pattern[:-1]) if pattern.endswith("*") else name == pattern


def out_of_place(rules: Iterable[PlaceRule], place: Place, tool: str = "") -> tuple[tuple[PlaceRule, str], ...]:
    """Return the rules that a call from `place` breaks, each with the reason; `tool` is empty for the call of a model.

    What a rule asks for and nobody has told breaks it. A rule that names tools bears on no call of a model.
    """
    return tuple((rule, why) for rule in rules if _bears_on(rule, place, tool) and (why := _broken(rule, place)))


def _bears_on(rule: PlaceRule, place: Place, tool: str) -> bool:
    of_vendor = not rule.vendors or place.vendor in rule.vendors
    return of_vendor and (not rule.tools or any(tool and _is_called(pattern, tool) for pattern in rule.tools))


def _broken(rule: PlaceRule, place: Place) -> str:
    asked = (
        ("deployment", rule.deployments, place.deployment),
        ("network", rule.networks, place.network),
        ("agency", rule.agencies, place.agency),
        ("user", rule.users, place.user),
    )
    for what, allowed, found in asked:
        if allowed and not found:
            return f"the {what} is not known, and must be {_or(allowed)}"
        if allowed and found not in allowed:
            return f"the {what} is `{found}`, and must be {_or(allowed)}"
    return ""


def _or(allowed: tuple[str, ...]) -> str:
    return " or ".join(f"`{each}`" for each in allowed)
