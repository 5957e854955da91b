"""What subcontractors were asked, and where the letters and forms lie: as lines and as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from muniment.render.found_json import write_object
from muniment.render.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from muniment.domain.subcontract import Request


def print_requests(made: Iterable[tuple[Request, Sequence[Path]]], left_out: Iterable[str], to: TextIO) -> None:
    """Print each request with its files, and the clauses that nobody was asked about."""
    for request, paths in made:
        named = ", ".join(each.clause for each in request.clauses)
        to.write(f"{visible(request.of.shown)}: {visible(named)}, due {request.due}\n")
        to.writelines(f"  Wrote {visible(str(path))}\n" for path in paths)
    for each in left_out:
        more = "nobody has read that it is passed on. `--clause` asks about it"
        to.write(f"Not asked: {visible(each)}; {more}.\n")


def write_requests(made: Iterable[tuple[Request, Sequence[Path]]], left_out: Iterable[str], to: TextIO) -> None:
    """Write the same for a program."""
    requests = [
        {
            "asked_on": str(request.sent),
            "clauses": [{"clause": each.clause, "paragraphs": list(each.at)} for each in request.clauses],
            "contract": request.contract,
            "due": str(request.due),
            "files": [str(path) for path in paths],
            "order": request.order,
            "request": request.id,
            "subcontractor": {"name": request.of.name, "uei": request.of.uei},
        }
        for request, paths in made
    ]
    write_object({"format": "muniment.requests/1", "not_asked": list(left_out), "requests": requests}, to)
