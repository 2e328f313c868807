"""Compiles the message catalogues, brings in the examples, writes the description that a package index shows:
hooks of hatchling, and a script (`python hatch_build.py`).

What is made here lies in the packages, ignored by git, so that a wheel, a wheel made from an sdist and an editable
install all find it in the same place. A broken catalogue stops the build.
"""

from __future__ import annotations

import re
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.metadata.plugin.interface import MetadataHookInterface

PACKAGES = ("quizarena", "rounds/quizarena_rounds")
_EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


def compile_catalogue(source: Path) -> Path:
    """Compile one `.po` to the `.mo` beside it and return that.

    Raises:
        babel.messages.pofile.PoFileError: The source does not parse.
    """
    with source.open("rb") as stream:
        catalogue = read_po(stream, locale=source.parent.parent.name, abort_invalid=True)
    catalogue.creation_date = catalogue.revision_date = _EPOCH  # the same source gives the same bytes
    target = source.with_suffix(".mo")
    with target.open("wb") as stream:
        write_mo(stream, catalogue)
    return target


def compile_all(root: Path) -> list[Path]:
    """Compile every catalogue of the packages under `root` and return what was written."""
    sources = (po for package in PACKAGES for po in (root / package).rglob("locale/*/LC_MESSAGES/*.po"))
    return [compile_catalogue(source) for source in sorted(sources)]


def bring_in_demo(root: Path) -> list[Path]:
    """Copy the example contest and season to where an installed `quizarena` finds them, and return what was written."""
    demo = root / "quizarena" / "demo"
    made = []
    for folder, target in (("yingbin", demo), ("season", demo / "season")):
        target.mkdir(exist_ok=True)
        sources = sorted((root / "examples" / folder).iterdir())
        made += [Path(shutil.copyfile(source, target / source.name)) for source in sources]
    return made


def absolute(markdown: str, source: str, root: Path) -> str:
    """Return the README with its links into the repository made absolute: they are read where no repository is."""

    def lead(link: re.Match[str]) -> str:
        path = root / link["target"].partition("#")[0]
        kind = "tree" if path.is_dir() else "raw" if path.suffix in {".png", ".svg"} else "blob"
        return f"{link['before']}{source}/{kind}/main/{link['target']}"

    return re.sub(r'(?P<before>\]\(|src=")(?!https?:|#)(?P<target>[^)"]+)', lead, markdown)


class CustomMetadataHook(MetadataHookInterface):
    """Fills in what pyproject.toml calls dynamic."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Take the README, its links made absolute with the address `Source`."""
        text = (Path(self.root) / "README.md").read_text(encoding="utf-8")
        readme = absolute(text, metadata["urls"]["Source"], Path(self.root))
        metadata["readme"] = {"content-type": "text/markdown", "text": readme}


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Makes what is made before hatchling collects the files."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Work in place; `artifacts` in pyproject.toml lets the git-ignored results into the wheel."""
        compile_all(Path(self.root))
        bring_in_demo(Path(self.root))


if __name__ == "__main__":
    for made in (compile_all, bring_in_demo):
        print(*made(Path(__file__).parent), sep="\n")
