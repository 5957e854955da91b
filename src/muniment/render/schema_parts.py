"""The parts from which schemas are made: objects that hold every key named, lists, counts, and references."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from enum import Enum

TEXT: Final = {"type": "string"}
COUNT: Final = {"type": "integer", "minimum": 0}
YES_NO: Final = {"type": "boolean"}
DAY: Final = {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}


def head(check: dict[str, Any], name: str, title: str) -> dict[str, Any]:
    """Return how a schema begins: dialect, address and title; the address is after that of a check."""
    address = str(check["$id"]).replace("/check/", f"/{name}/")
    return {"$schema": check["$schema"], "$id": address, "title": title}


def shape(properties: dict[str, Any]) -> dict[str, Any]:
    """Return an object that has all of `properties` and no others."""
    ordered = dict(sorted(properties.items()))
    return {"type": "object", "additionalProperties": False, "required": list(ordered), "properties": ordered}


def pair(name: str) -> dict[str, Any]:
    """Return an object with one part before and after."""
    return shape({"after": ref(name), "before": ref(name)})


def listed(items: dict[str, Any], description: str = "") -> dict[str, Any]:
    """Return an array of `items`."""
    return {"type": "array", "items": items, **({"description": description} if description else {})}


def ref(name: str) -> dict[str, str]:
    """Return a reference to a part of the same schema."""
    return {"$ref": f"#/$defs/{name}"}


def or_null(one: dict[str, Any], description: str = "") -> dict[str, Any]:
    """Return a schema that `null` meets, too."""
    return {"anyOf": [one, {"type": "null"}], **({"description": description} if description else {})}


def choice(of: type[Enum]) -> dict[str, Any]:
    """Return a schema of the values of an enum."""
    return {"enum": [each.value for each in of]}
