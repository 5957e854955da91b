"""The schemas of `muniment scan --json` and `muniment scan diff --json`; parts are those of a check's."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, Final

_SHARED: Final = (
    *("age", "answer", "class", "coverage", "coverage_of_surface", "digest", "finding", "gap", "on_surface", "overlay"),
    *("recall", "role", "rung", "scan", "status", "suppression", "surface", "use", "way"),
)
_SHARED_WITH_DIFF: Final = ("class", "coverage_of_surface", "digest", "rung", "surface")
_TEXT: Final = {"type": "string"}
_COUNT: Final = {"type": "integer", "minimum": 0}
_YES_NO: Final = {"type": "boolean"}


def scan_schema(check: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a scan's answer; `check` is that of a check's."""
    same = ("complete", "findings", "mentions", "recall", "rulebook", "scans", "suppressions", "uses")
    names = {"type": "object", "additionalProperties": _TEXT, "description": "The names of all vendors here, by id."}
    own = {"format": {"const": "muniment.scan/1"}, "vendors": names}
    return {
        **_head(check, "scan", "The answer of `muniment scan --json`"),
        **_object({**{key: check["properties"][key] for key in same}, **own}),
        "$defs": {name: check["$defs"][name] for name in _SHARED},
    }


def difference_schema(check: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of what is different between two scans."""
    gap = _object({"line": _COUNT, "path": _TEXT, "source": _TEXT, "why": _TEXT})
    surface = _object({**_pair("coverage_of_surface")["properties"], "surface": _ref("surface")})
    return {
        **_head(check, "scan-diff", "The answer of `muniment scan diff --json`"),
        **_object(
            {
                **_pair("result")["properties"],
                "changed": _list(_pair("finding"), "At one place, with another rung, class or version."),
                "changed_uses": _list(_pair("use")),
                "coverage": _list(surface, "Surfaces of which more was not read or not understood than before."),
                "format": {"const": "muniment.scan-diff/1"},
                "gone": _list(_ref("finding")),
                "gone_uses": _list(_ref("use")),
                "lost": _list(gap, "What could hide a use, and was no gap before."),
                "moved": _list(_pair("finding"), "Elsewhere, and says the same."),
                "new": _list(_ref("finding")),
                "new_uses": _list(_ref("use")),
                "same_rulebook": {**_YES_NO, "description": "Where not, what is new may be new to the rulebook only."},
                "unchanged": _COUNT,
            }
        ),
        "$defs": {**{name: check["$defs"][name] for name in _SHARED_WITH_DIFF}, **_parts_of_difference()},
    }


def _parts_of_difference() -> dict[str, Any]:
    told = {"class": _ref("class"), "rung": _ref("rung"), "vendor": _TEXT}
    source = {**_TEXT, "description": "The system or folder in a scan of several; else empty."}
    texts = ("excerpt", "fingerprint", "identifier", "kind", "path", "signature")
    result = {"complete": _YES_NO, "findings": _COUNT, "rulebook": _ref("digest"), "rulebook_version": _TEXT}
    return {
        "finding": _object(
            {**told, **dict.fromkeys(texts, _TEXT), "line": _COUNT, "source": source, "surface": _ref("surface")}
        ),
        "result": _object({**result, "where": _TEXT}),
        "use": _object({**told, "findings": _COUNT, "source": source}),
    }


def _head(check: dict[str, Any], name: str, title: str) -> dict[str, Any]:
    address = str(check["$id"]).replace("/check/", f"/{name}/")
    return {"$schema": check["$schema"], "$id": address, "title": title}


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    ordered = dict(sorted(properties.items()))
    return {"type": "object", "additionalProperties": False, "required": list(ordered), "properties": ordered}


def _pair(name: str) -> dict[str, Any]:
    return _object({"after": _ref(name), "before": _ref(name)})


def _list(items: dict[str, Any], description: str = "") -> dict[str, Any]:
    return {"type": "array", "items": items, **({"description": description} if description else {})}


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/$defs/{name}"}


def main(folder: Path) -> None:
    """Write both schemas beside that of a check in `folder`."""
    check = json.loads((folder / "check.schema.json").read_text(encoding="utf-8"))
    for name, schema in (("scan", scan_schema(check)), ("scan-diff", difference_schema(check))):
        text = json.dumps(schema, indent=2, ensure_ascii=False)
        (folder / f"{name}.schema.json").write_text(f"{text}\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
