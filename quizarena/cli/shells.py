"""Completion for shells."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from . import root
from .options import Pick, command
from .words import _


@command(
    "completion",
    _("Print a script that completes commands in your shell."),
    'eval "$(quizarena completion bash)"\n'
    'eval "$(quizarena completion zsh)"\n'
    "quizarena completion fish > ~/.config/fish/completions/quizarena.fish",
)
@click.argument("shell", type=Pick(["bash", "zsh", "fish"]), metavar="bash|zsh|fish")
def completion_command(shell: str) -> None:
    """Print the script."""
    made = get_completion_class(shell)
    assert made is not None
    click.echo(made(root, {}, "quizarena", "_QUIZARENA_COMPLETE").source())
