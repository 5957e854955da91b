"""A group that is a command as well: what follows is one of its commands by name, or else its own paths and options."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from muniment.cli.lazy import LazyGroup

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


class _Alone(click.Context):
    """The context of the command that runs alone: it is called by the group's name."""

    @property
    def command_path(self) -> str:
        """Return what was typed."""
        return self.parent.command_path if self.parent is not None else super().command_path


class DefaultGroup(LazyGroup):
    """A group of commands that runs `alone` when none of them is named. Help and completion show both."""

    def __init__(self, *args: Any, alone: click.Command, **kwargs: Any) -> None:  # noqa: ANN401  (click decides)
        """Keep the command; options are left to it, so that they may stand before its paths."""
        settings = {"ignore_unknown_options": True}
        super().__init__(*args, context_settings=settings, invoke_without_command=True, **kwargs)
        self._alone = alone
        self._alone.context_class = _Alone

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command of that name, or the one that runs alone with all of `args`."""
        if args and args[0] in self.list_commands(ctx):
            return super().resolve_command(ctx, args)
        return self._alone.name, self._alone, args

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401  (click decides)
        """Run what was named; without any word at all, what runs alone."""
        found = super().invoke(ctx)
        if ctx.invoked_subcommand is not None:
            return found
        with self._alone.make_context(ctx.info_name, [], parent=ctx) as alone:
            return self._alone.invoke(alone)

    def get_help(self, ctx: click.Context) -> str:
        """Return the help of what runs alone, followed by the names of the commands."""
        alone = _Alone(self._alone, info_name=ctx.info_name, parent=ctx)
        formatter = ctx.make_formatter()
        self.format_commands(ctx, formatter)
        return f"{self._alone.get_help(alone)}\n\n{formatter.getvalue().rstrip()}"

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Return the names of commands, and the options and paths of what runs alone."""
        alone = _Alone(self._alone, info_name=ctx.info_name, parent=ctx)
        return [*super().shell_complete(ctx, incomplete), *self._alone.shell_complete(alone, incomplete)]
