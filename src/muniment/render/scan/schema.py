"""The schemas of `muniment scan --json` and `muniment scan diff --json`; parts are those of a check's."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, Final

from muniment.render.schema_parts import COUNT, TEXT, YES_NO, head, listed, pair, ref, shape

_SHARED: Final = (
    *("age", "answer", "class", "coverage", "coverage_of_surface", "digest", "finding", "gap", "on_surface", "overlay"),
    *("recall", "role", "rung", "scan", "status", "suppression", "surface", "use", "way"),
)
_SHARED_WITH_DIFF: Final = ("class", "coverage_of_surface", "digest", "rung", "surface")


def scan_schema(check: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a scan's answer; `check` is that of a check's."""
    same = ("complete", "findings", "mentions", "recall", "rulebook", "scans", "suppressions", "unscanned", "uses")
    names = {"type": "object", "additionalProperties": TEXT, "description": "The names of all vendors here, by id."}
    own = {"format": {"const": "muniment.scan/1"}, "vendors": names}
    return {
        **head(check, "scan", "The answer of `muniment scan --json`"),
        **shape({**{key: check["properties"][key] for key in same}, **own}),
        "$defs": {name: check["$defs"][name] for name in _SHARED},
    }


def difference_schema(check: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of what is different between two scans."""
    gap = shape({"line": COUNT, "path": TEXT, "source": TEXT, "why": TEXT})
    surface = shape({**pair("coverage_of_surface")["properties"], "surface": ref("surface")})
    return {
        **head(check, "scan-diff", "The answer of `muniment scan diff --json`"),
        **shape(
            {
                **pair("result")["properties"],
                "changed": listed(pair("finding"), "At one place, with another rung, class or version."),
                "changed_uses": listed(pair("use")),
                "coverage": listed(surface, "Surfaces of which more was not read or not understood than before."),
                "format": {"const": "muniment.scan-diff/1"},
                "gone": listed(ref("finding")),
                "gone_uses": listed(ref("use")),
                "lost": listed(gap, "What could hide a use, and was no gap before."),
                "moved": listed(pair("finding"), "Elsewhere, and says the same."),
                "new": listed(ref("finding")),
                "new_uses": listed(ref("use")),
                "same_rulebook": {**YES_NO, "description": "Where not, what is new may be new to the rulebook only."},
                "unchanged": COUNT,
            }
        ),
        "$defs": {**{name: check["$defs"][name] for name in _SHARED_WITH_DIFF}, **_parts_of_difference()},
    }


def _parts_of_difference() -> dict[str, Any]:
    told = {"class": ref("class"), "rung": ref("rung"), "vendor": TEXT}
    source = {**TEXT, "description": "The system or folder in a scan of several; else empty."}
    texts = ("excerpt", "fingerprint", "identifier", "kind", "path", "signature")
    result = {"complete": YES_NO, "findings": COUNT, "rulebook": ref("digest"), "rulebook_version": TEXT}
    return {
        "finding": shape(
            {**told, **dict.fromkeys(texts, TEXT), "line": COUNT, "source": source, "surface": ref("surface")}
        ),
        "result": shape({**result, "where": TEXT}),
        "use": shape({**told, "findings": COUNT, "source": source}),
    }


def main(folder: Path) -> None:
    """Write both schemas beside that of a check in `folder`."""
    check = json.loads((folder / "check.schema.json").read_text(encoding="utf-8"))
    for name, schema in (("scan", scan_schema(check)), ("scan-diff", difference_schema(check))):
        text = json.dumps(schema, indent=2, ensure_ascii=False)
        (folder / f"{name}.schema.json").write_text(f"{text}\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
