"""The command completion: prints what a shell needs so that its Tab key completes commands, guides and schools."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from guidepress.commands import values
from guidepress.commands.group import COMPLETE
from guidepress.commands.telling import say

_WHERE = {
    "bash": "guidepress completion bash >> ~/.bashrc",
    "zsh": "guidepress completion zsh >> ~/.zshrc",
    "fish": "guidepress completion fish > ~/.config/fish/completions/guidepress.fish",
}
_EPILOG = "\b\nOnce for your shell, then open a new terminal:\n" + "\n".join(f"  {line}" for line in _WHERE.values())


@click.command("completion", epilog=_EPILOG)
@click.argument("shell", type=values.one_of(_WHERE))
@click.pass_context
def completion_command(context: click.Context, shell: str) -> None:
    """Print what lets the Tab key of bash, zsh or fish complete commands, guides, schools and themes."""
    kind = get_completion_class(shell)
    if kind is None:
        raise click.UsageError(f"There is no completion for {shell}.")
    say(kind(context.find_root().command, {}, "guidepress", COMPLETE).source())
