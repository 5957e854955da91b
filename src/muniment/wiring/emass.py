"""Joins for a POA&M workbook of eMASS: a plan, the customer's own template, and the filled copy beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

    from muniment.domain.plan import Plan
    from muniment.domain.poam_sheet import Filled
    from muniment.domain.rulebook import Rulebook

_KINDS: Final = (".xlsx", ".xlsm")


def fill_template(plan: Plan, rulebook: Rulebook, template: Path, to: Path) -> Filled:
    """Write a copy of `template` with the items of `plan` to `to`, and return what was done. The template stays.

    Raises: InputError where the template is no workbook, or cannot be filled, or `to` is it or of another kind.
    """
    from muniment.errors import InputError, Problem
    from muniment.render.plan.emass import poam_entries
    from muniment.stores.whole_file import read_whole, write_whole
    from muniment.stores.workbooks.parts import LARGEST
    from muniment.stores.workbooks.poam import fill

    if template.suffix.casefold() not in _KINDS:
        help_ = "give the template that eMASS made, a .xlsx or .xlsm"
        raise InputError(Problem(where=str(template), what="is no workbook by its name", help=help_))
    if to.suffix.casefold() != template.suffix.casefold():
        help_ = f"end its name with `{template.suffix}`, as that of the template does"
        raise InputError(Problem(where=str(to), what="is another kind of workbook than the template", help=help_))
    if to.resolve() == template.resolve():
        raise InputError(Problem(where=str(to), what="is the template, which stays blank", help="name another file"))
    content, filled = fill(read_whole(template, LARGEST), poam_entries(plan, rulebook), str(template))
    write_whole(to, content)
    return filled
