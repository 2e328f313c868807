"""Reads sources for the sentences they say through a catalogue and compares them with the translations.

Decides what a fault of a catalogue is. A module's catalogue is a name bound by
`_ = catalogue("quiz", __file__)`, or such a name imported from the module that binds it; a template's is the one bound
in `words.py` beside `templates/`. Nothing is imported to find out.
"""

from __future__ import annotations

import ast
import functools
import re
import string
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import attrs
from babel.messages.pofile import PoFileError, read_po
from jinja2 import Environment, nodes

LANGUAGE = "zh"

_ENTRY = re.compile(r'^msgid((?: *".*"\n)+)', re.MULTILINE)
_QUOTED = re.compile(r'^ *"(.*)"$', re.MULTILINE)


@attrs.frozen
class Call:
    """One sentence said in a source: where, by which `.po` translated, with which arguments.

    None stands for what reading does not tell: a catalogue, a sentence that is no literal, arguments by `**`.
    """

    where: str
    po: Path | None
    sentence: str | None
    arguments: frozenset[str] | None


def faults(root: Path) -> list[str]:
    """Return what is wrong with the sentences of all packages under `root` and their translations."""
    said = [call for path in sorted(root.rglob("*.py")) for call in calls(path)]
    said += [call for path in sorted(root.rglob("templates/**/*.html")) for call in template_calls(path)]
    files = {po: _translations(po) for po in sorted(root.rglob("*.po"))}
    broken = [f"{po.name}: {found}" for po, found in files.items() if isinstance(found, PoFileError)]
    known = {po: found for po, found in files.items() if isinstance(found, dict)}
    if broken:
        return broken
    twice = [f"{po.name}: {line} stands twice" for po in files for line in _twice(po)]
    return twice + [fault for call in said if (fault := _fault(call, known))] + list(_unsaid(said, known))


def calls(path: Path) -> Iterator[Call]:
    """Yield each call of a catalogue in the module at `path`."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    own = _bound(tree, path) | _imported(tree, path)
    catalogues: dict[str, Path | None] = {"_": None, **own, **_renamed(tree, own)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in catalogues:
            yield _call(node, f"{path.name}:{node.lineno}", catalogues[node.func.id])


def template_calls(path: Path) -> Iterator[Call]:
    """Yield each call of the catalogue in the template at `path`, as `_`."""
    home = next(folder for folder in path.parents if folder.name == "templates").parent / "words.py"
    po = _bound_in(home).get("_")
    for node in Environment().parse(path.read_text(encoding="utf-8")).find_all(nodes.Call):
        if isinstance(node.node, nodes.Name) and node.node.name == "_":
            names = None if node.dyn_kwargs is not None else frozenset(each.key for each in node.kwargs)
            literal = node.args[0].value if len(node.args) == 1 and isinstance(node.args[0], nodes.Const) else None
            yield Call(f"{path.name}:{node.lineno}", po, literal, names)


def blanks(sentence: str) -> frozenset[str]:
    """Return the names in braces in `sentence`."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None)


def _translations(po: Path) -> dict[str, str] | PoFileError:
    """Return the translations in `po` by sentence (a fuzzy one is not finished), or why it does not parse."""
    try:
        with po.open("rb") as stream:
            entries = list(read_po(stream, locale=LANGUAGE, abort_invalid=True))
    except PoFileError as error:
        return error
    return {str(entry.id): "" if entry.fuzzy else str(entry.string or "") for entry in entries if entry.id}


def _twice(po: Path) -> list[str]:
    """Return the sentences that have more than one entry in `po`: reading it would keep one of them silently."""
    entries = _ENTRY.findall(po.read_text(encoding="utf-8"))
    said = Counter("".join(_QUOTED.findall(each)) for each in entries)
    return [repr(sentence) for sentence, count in said.items() if count > 1]


@functools.cache
def _bound_in(home: Path) -> dict[str, Path]:
    """Return the catalogues that the module at `home` binds."""
    return _bound(ast.parse(home.read_text(encoding="utf-8")), home)


def _bound(tree: ast.Module, path: Path) -> dict[str, Path]:
    found: dict[str, Path] = {}
    for node in tree.body:
        match node:
            case ast.Assign(
                targets=[ast.Name(id=name)],
                value=ast.Call(func=ast.Name(id="catalogue"), args=[ast.Constant(value=str(domain)), _]),
            ):
                found[name] = path.parent / "locale" / LANGUAGE / "LC_MESSAGES" / f"{domain}.po"
    return found


def _imported(tree: ast.Module, path: Path) -> dict[str, Path]:
    found: dict[str, Path] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (home := _home(node, path)):
            there = _bound_in(home)
            names = [alias for alias in node.names if alias.name in there]
            found |= {alias.asname or alias.name: there[alias.name] for alias in names}
    return found


def _renamed(tree: ast.Module, own: dict[str, Path]) -> dict[str, Path]:
    found: dict[str, Path] = {}
    for node in tree.body:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Name(id=other)) if other in own:
                found[name] = own[other]
    return found


def _home(node: ast.ImportFrom, path: Path) -> Path | None:
    """Return the file of the module that `node` imports from, if it is one of ours."""
    parts = (node.module or "").split(".")
    near = path.parents[node.level - 1 : node.level]
    start = next(iter(near) if node.level else (above for above in path.parents if (above / parts[0]).is_dir()), None)
    if start is None:
        return None
    base = start.joinpath(*parts)
    return next((place for place in (base.with_suffix(".py"), base / "__init__.py") if place.is_file()), None)


def _call(node: ast.Call, where: str, po: Path | None) -> Call:
    match node.args:
        case [ast.Constant(value=str(sentence))]:
            names = [keyword.arg for keyword in node.keywords]
            arguments = None if None in names else frozenset(name for name in names if name)
            return Call(where, po, sentence, arguments)
    return Call(where, po, None, None)


def _fault(call: Call, known: dict[Path, dict[str, str]]) -> str | None:
    if call.po is None:
        return f"{call.where}: _ stands for no catalogue that can be found by reading"
    if call.sentence is None:
        return f"{call.where}: expected one literal sentence, so that it can be translated"
    if call.po not in known:
        return f"{call.where}: expected translations in {call.po}, found no such file"
    if call.arguments is not None and call.arguments != blanks(call.sentence):
        return f"{call.where}: {call.sentence!r} is given {sorted(call.arguments)}"
    return _untranslated(call.where, call.sentence, known[call.po].get(call.sentence, ""))


def _untranslated(where: str, sentence: str, translated: str) -> str | None:
    if not translated:
        return f"{where}: {sentence!r} has no translation"
    if blanks(translated) != blanks(sentence):
        return f"{where}: {sentence!r} and {translated!r} have different arguments"
    return None


def _unsaid(said: list[Call], known: dict[Path, dict[str, str]]) -> Iterator[str]:
    for po, translated in known.items():
        sentences = {call.sentence for call in said if call.po == po}
        yield from (f"{po.name}: nothing says {text!r}" for text in translated if text not in sentences)
