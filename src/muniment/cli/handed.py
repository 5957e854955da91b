"""Options that belong together, handed to a command as one value."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

Others = ParamSpec("Others")
Given = TypeVar("Given")
Code = TypeVar("Code", None, int, "int | None")


def handed(
    given: Callable[..., Given], names: Sequence[str], options: Sequence[Callable[[Any], Any]]
) -> Callable[[Callable[Concatenate[Given, Others], Code]], Callable[..., Code]]:
    """Return what adds `options` to a command, which is handed `given` made of their values by `names`."""

    def of(command: Callable[Concatenate[Given, Others], Code]) -> Callable[..., Code]:
        @wraps(command)
        def with_options(*args: Others.args, **kwargs: Others.kwargs) -> Code:
            said = {name: kwargs.pop(name) for name in names}
            return command(given(**said), *args, **kwargs)

        for option in reversed(options):
            with_options = option(with_options)
        return with_options

    return of
