"""Writes docs/host-lines.md, every line that can be read out: `python docs/host_lines.py`.

The table is not written by hand: it is read off the functions that word the lines, when each is read off their
docstrings, and off the catalogues. A test compares the page, and looks up every line of every example in it.
"""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from string import Formatter

PAGE = Path(__file__).parent / "host-lines.md"
HEAD = """# What the host can be given to read / 主持人会读到的话

Written by docs/host_lines.py from the program's sentences. In braces stands what is filled in: a team, a number, a round's title. A
line is given when the board shows what it is about; a rulebook or a plug-in may bring lines of its own. Read aloud they must sound
like somebody on a stage; whoever changes one reads it aloud in both languages.

由 docs/host_lines.py 按程序里的句子自动生成。花括号里的由程序填写。
"""  # noqa: E501
Places = Mapping[str, Sequence[str]]
"""The functions of a module that word lines; none named: every sentence in it."""
SECTIONS: Mapping[str, Places] = {
    "The contest / 全场": {
        "quizarena.contest.flow": (
            "_leave_line", "_opening_line", "_tie_line", "_parted_lines", "_before", "_lot"),
        "quizarena.contest.draw_steps": ("_choice", "_asking", "_opened"),
        "quizarena.contest.draw_ceremony": ("_line", "lines"),
        "quizarena.contest.scene": ("_placed_lines", "_settled", "_announced"),
        "quizarena.contest.scene_standings": ("total_line",),
    },
    "Marks / 亮分": {
        "quizarena.contest.reveal": ("_lines", "_mark_lines"),
        "quizarena_rounds.ballots.moves": ("call_for_marks",),
        "quizarena_rounds.ballots.results": ("_dropped", "_result"),
    },
    "Corrections, deductions, protests, people / 更正、扣分、申诉、人员": {
        "quizarena.contest.review": ("_moved", "_ruling_mended", "_mark_mended"),
        "quizarena.contest.protests": ("announcement", "adjusted"),
        "quizarena.contest.roster_facts": ("announcement",),
        "quizarena.contest.facts": ("announcement",),
    },
    "Prizes / 颁奖": {"quizarena.contest.prize_giving": ("prizes_say", "_farewell", "_row_line", "_honoured_name")},
    "Quiz / 知识竞答": {
        "quizarena_rounds.quiz.lines": (),
        "quizarena_rounds.quiz.matches": (
            "everybody_meets", "sits_out", "match_begins", "match_over", "walkover", "overtime", "over_to"),
    },
    "Judged scene / 情景模拟": {"quizarena_rounds.scenario.lines": (), "quizarena_rounds.scenario.scene": ("_say",)},
    "Debate / 辩论": {
        "quizarena_rounds.debate.moves": ("_meeting", "_sides_line", "_walkover"),
        "quizarena_rounds.debate.allotment": ("announcement",),
        "quizarena_rounds.debate.motions": (),
        "quizarena_rounds.debate.floor_moves": ("_opening", "_waived_or_not", "over_lines", "_over", "_line"),
        "quizarena_rounds.debate.lineups": ("lineup_move", "lineup_lines"),
        "quizarena_rounds.debate.judging": ("opening_call",),
        "quizarena_rounds.debate.scene": ("_said",),
        "quizarena_rounds.debate.verdict": ("vote_line", "count_lines"),
        "quizarena_rounds.debate.verdicts": ("vote_line", "count_lines"),
        "quizarena_rounds.debate.casting": ("casting_call", "casting_line"),
        "quizarena_rounds.debate.results_scene": ("opening_lines", "_winner_line", "_best_lines"),
    },
    "Parliamentary debate / 议会制辩论": {
        "quizarena_rounds.parliament.moves": (),
        "quizarena_rounds.parliament.scene": ("_over_lines",),
    },
    "Placed round / 名次赛": {"quizarena_rounds.placing.lines": ()},
}  # fmt: skip


def written() -> str:
    """Return the page as it is now."""
    return HEAD + "".join(f"\n{line}" for line in tables()) + "\n"


def tables() -> Iterator[str]:
    """Yield the lines of all tables, one for each section."""
    for nth, (title, places) in enumerate(SECTIONS.items()):
        yield from [""] * bool(nth)
        yield f"## {title}\n"
        yield "| when | English | 中文 |\n|---|---|---|"
        for module, functions in places.items():
            for when, sentence in lines_of(module, functions):
                yield f"| {' | '.join((when, sentence, chinese(module, sentence)))} |".replace("\n", " ")


def sentences() -> set[str]:
    """Return every sentence of the page, as the catalogues know it."""
    return {line for places in SECTIONS.values() for each in places.items() for _when, line in lines_of(*each)}


def lines_of(module: str, functions: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield each sentence in the functions of a module with when it is read, once."""
    path = Path(importlib.import_module(module).__file__ or "")
    tree = ast.parse(path.read_text(encoding="utf-8"))
    seen: set[str] = set()
    gone = set(functions) - {name for _when, name, _node in _parts(tree)}
    if gone:
        raise LookupError(f"{module} has no function {', '.join(sorted(gone))} any more; name where its lines are now")
    for when, name, node in _parts(tree):
        if functions and name not in functions:
            continue
        for sentence in _sentences(node):
            if sentence not in seen:
                seen.add(sentence)
                yield when, sentence


def _parts(tree: ast.Module) -> Iterator[tuple[str, str, ast.AST]]:
    """Yield when, name and node of each function, methods too; of a constant its name says when."""
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    for owner in (tree, *classes):
        for node in owner.body:
            if isinstance(node, ast.FunctionDef):
                said = ast.get_docstring(node) or (ast.get_docstring(owner) if owner is not tree else "") or node.name
                yield _when(said), node.name, node
            elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                name = node.targets[0].id
                yield name.strip("_").replace("_", " ").lower(), name, node


def _when(docstring: str) -> str:
    """Return a docstring's first sentence without its verb."""
    first = docstring.partition("\n")[0].rstrip(".").replace("|", "\\|")
    for verb in ("Return ", "Yield "):
        first = first.removeprefix(verb)
    return first


def _sentences(node: ast.AST) -> Iterator[str]:
    """Yield the catalogue's sentences in a piece of code that are whole sentences, as they stand in it."""
    calls = [each for each in ast.walk(node) if isinstance(each, ast.Call) and getattr(each.func, "id", "") == "_"]
    for call in sorted(calls, key=lambda each: (each.lineno, each.col_offset)):
        said = call.args[0]
        if isinstance(said, ast.Constant) and isinstance(said.value, str) and said.value[-1:] in ".!?":
            yield said.value


def chinese(module: str, sentence: str) -> str:
    """Return the sentence in Chinese, the names of what is filled in left in braces."""
    names = {name for _text, name, _spec, _conversion in Formatter().parse(sentence) if name}
    message = importlib.import_module(module)._(sentence, **{name: f"{{{name}}}" for name in names})
    return str(message.in_language("zh"))


if __name__ == "__main__":
    PAGE.write_text(written(), encoding="utf-8", newline="\n")
