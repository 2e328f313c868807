"""Sphinx makes a site of these pages, one for each language (`make docs`).

A code host shows them too: they are plain Markdown with relative links; here is said what becomes of one that leaves.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path, PurePosixPath
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx

DOCS = Path(__file__).parent
ROOT = DOCS.parent
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
SOURCE = PYPROJECT["urls"]["Source"]
CHINESE = ".zh-CN"
BILINGUAL = {"glossary", "host-lines", "roles"}
# What the reference describes, in its order. A package offers what its `__all__` names, a module all it defines.
MODULES = (
    "quizarena",
    "quizarena.contest",
    "quizarena.arena",
    "quizarena.rulebook",
    "quizarena.facts",
    "quizarena.moves",
    "quizarena.blanks",
    "quizarena.scores",
    "quizarena.standings",
    "quizarena.panels",
    "quizarena.draws",
    "quizarena.points",
    "quizarena.text",
    "quizarena.scenes",
    "quizarena.clocks",
    "quizarena.terminal",
    "quizarena.errors",
    "quizarena.rounds",
    "quizarena.roster",
    "quizarena.rules",
    "quizarena_rounds.ballots",
    "quizarena.tables",
    "quizarena.journal",
    "quizarena.season",
    "quizarena.simulation",
    "quizarena.testing",
)

in_chinese = tags.has("zh")  # type: ignore[name-defined]  # noqa: F821 - Sphinx puts it here
project = "QuizArena"
author = PYPROJECT["authors"][0]["name"]
language = "zh_CN" if in_chinese else "en"
root_doc = f"index{CHINESE}" if in_chinese else "index"
html_title = "QuizArena"
html_theme = "furo"
html_copy_source = False
html_show_copyright = False
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
default_role = "code"
myst_heading_anchors = 3
autodoc_member_order = "bysource"
autodoc_typehints = "description"
# A class that a package takes from a module of its own has two names; a link to either leads to the same words.
suppress_warnings = ["ref.python"]


def pages(*, chinese: bool) -> Iterator[str]:
    """Yield the names of a language's pages, without `.md`."""
    for path in sorted(DOCS.glob("*.md")):
        if path.stem in BILINGUAL or path.stem.endswith(CHINESE) is chinese:
            yield path.stem


def write_pages(_app: Sphinx) -> None:
    """Write a page for each module, of its docstrings, and for each program that a page leads to, of its source."""
    for name in MODULES:
        _write(name, f"# {name}\n" + (homes() if name == "quizarena" else _described(name)))
    for path in sorted({path for page in DOCS.glob("*.md") for path in _programs(page)}):
        source = f"```{{literalinclude}} /../{path}\n:language: python\n```\n"
        _write(str(path), f"---\norphan: true\n---\n\n# {path}\n\n{source}")


def _write(name: str, written: str) -> None:
    page = DOCS / "modules" / f"{name}.md"
    page.parent.mkdir(parents=True, exist_ok=True)
    if not page.exists() or page.read_text(encoding="utf-8") != written:
        page.write_text(written, encoding="utf-8")


def _programs(page: Path) -> Iterator[PurePosixPath]:
    """Yield the programs under `examples` that a page leads to."""
    found = re.findall(r"\]\(\.\./(examples/[\w./-]+\.py)\)", page.read_text(encoding="utf-8"))
    return map(PurePosixPath, found)


def homes() -> str:
    """Return the page of what `import quizarena` offers: each name with its module, or described where it has none."""
    top = import_module("quizarena")
    rows, own = ["These stand in `quizarena` itself, so that most programs need no other import.\n"], []
    for name in sorted(set(top.__all__) - {"__version__"}):
        of_value = (m for m in MODULES[1:] if getattr(import_module(m), name, None) is getattr(top, name))
        home = next(of_value, "")
        rows.append(
            f"- {{py:obj}}`{name} <{home or 'quizarena'}.{name}>`" + (f" of [{home}]({home}.md)" if home else "")
        )
        own += [] if home else [name]
    return "\n".join(rows) + _described("quizarena", ", ".join(own))


def _described(module: str, members: str = "") -> str:
    return f"\n```{{eval-rst}}\n.. automodule:: {module}\n   :members: {members}\n```\n"


def add_contents(_app: Sphinx, page: str, source: list[str]) -> None:
    """Make the contents of the site of the links under each heading of its first page."""
    if page == root_doc:
        source[0] = re.sub(r"^## (.+)\n(?P<links>(?:.*\n)*?)(?=^## |\Z)", _with_contents, source[0], flags=re.MULTILINE)
    if page == "reference":
        source[0] += "\n".join(["\n```{toctree}", ":hidden:", *(f"modules/{name}" for name in MODULES), "```\n"])


def _with_contents(part: re.Match[str]) -> str:
    linked = re.findall(r"^- .*?\]\(([\w.-]+)\.md\)", part["links"], re.MULTILINE)
    here = [name for name in linked if name in set(pages(chinese=in_chinese))]
    return "\n".join([part[0], "```{toctree}", ":hidden:", f":caption: {part[1]}", "", *here, "```", ""])


def lead_elsewhere(_app: Sphinx, doctree: nodes.document) -> None:
    """Lead a link to the other language's page into its site, to a program to its page, to a file to the code host."""
    found = (*doctree.findall(addnodes.pending_xref), *doctree.findall(addnodes.download_reference))
    for link in list(found):
        address = elsewhere(link["reftarget"], link) if "reftarget" in link else None
        if address:
            link.replace_self(nodes.reference("", "", *link.children, refuri=address, internal=False))


def join_lines(_app: Sphinx, doctree: nodes.document) -> None:
    """Take out the ends of lines behind Chinese, which a browser would show as spaces."""
    for end in [each for each in doctree.findall(nodes.Text) if each == "\n"]:
        at = end.parent.index(end)
        if at and end.parent[at - 1].astext()[-1:] > "\u2fff":
            end.parent.remove(end)


def elsewhere(target: str, link: Any) -> str | None:
    """Return where a link leads that leaves this site, None for one that does not."""
    fragment = f"#{link['reftargetid']}" if link.get("reftargetid") else ""
    path = DOCS / (f"{target}.md" if link.get("refdomain") == "doc" else target)
    if path.is_relative_to(DOCS) and path.resolve().parent == DOCS:
        if not path.exists() or path.stem in set(pages(chinese=in_chinese)):
            return None
        return f"../{'en' if in_chinese else 'zh'}/{path.stem}.html{fragment}"
    inside = path.resolve().relative_to(ROOT) if path.exists() else None
    if inside and inside.suffix == ".py" and inside.parts[0] == "examples":
        return f"{'../en/' if in_chinese else ''}modules/{inside.as_posix()}.html"
    kind = "tree" if path.is_dir() else "blob"
    return f"{SOURCE}/{kind}/main/{inside}{fragment}" if inside else None


def hide_from_napoleon(_app: Sphinx, what: str, name: str, _of: object, _options: object, lines: list[str]) -> None:
    """Hide what is said of a field or name from napoleon, which takes words before a colon for a type; then show it."""
    if what not in ("attribute", "data", "property"):
        return
    if name in _HIDDEN:
        lines[:] = _HIDDEN.pop(name)
    else:
        _HIDDEN[name] = list(lines)
        lines.clear()


_HIDDEN: dict[str, list[str]] = {}


def setup(app: Sphinx) -> None:
    """Tell Sphinx what stands above."""
    if not in_chinese:
        app.connect("builder-inited", write_pages)
    for before_and_after in (400, 600):
        app.connect("autodoc-process-docstring", hide_from_napoleon, before_and_after)
    app.connect("source-read", add_contents)
    app.connect("doctree-read", join_lines)
    app.connect("doctree-read", lead_elsewhere, 100)  # before Sphinx takes a link to a file for a download


exclude_patterns = [
    "hall",
    "screens",
    *(f"{name}.md" for name in pages(chinese=not in_chinese) if name not in BILINGUAL),
]
if in_chinese:
    exclude_patterns.append("modules")
