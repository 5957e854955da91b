"""The form of a list that cannot bar anything by its name, and so says what is let through."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final

from muniment.errors import InputError, Problem

if TYPE_CHECKING:
    from pathlib import Path

    from muniment.domain.blocklist import OpenList
    from muniment.wiring.blocklist import For

OPEN: Final = "cilium"


def write_open(form: str, hosts: tuple[str, ...], whom: For, to: Path | None) -> OpenList:
    """Write that `hosts` are let through, and nothing else, and return what was written.

    Raises: InputError, where one is barred, where none is named, and for a form that is about what is barred.
    """
    from muniment.cli.out_file import output
    from muniment.render.blocklists.cilium import write_cilium
    from muniment.wiring.blocklist import open_list

    if form != OPEN or not hosts:
        what = "is missing: `cilium` can only let through what is named" if form == OPEN else f"is for `{OPEN}` alone"
        raise InputError(Problem(where="--host", what=what))
    found = open_list(hosts, whom)
    with suppress(BrokenPipeError), output(to) as stream:
        write_cilium(found, stream)
    return found
