"""What is installed, and what importing it costs."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
import zipfile
from importlib.metadata import EntryPoint
from importlib.resources import files
from pathlib import Path

import pytest

import quizarena
from quizarena.journal import JournalKind

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PACKAGES = {"quizarena": ROOT / "quizarena", "quizarena_rounds": ROOT / "rounds" / "quizarena_rounds"}
SESSIONS = sorted((ROOT / "quizarena" / "sessions").rglob("*.py"))
POINTS = [
    EntryPoint(name, value, group)
    for group, points in PROJECT["entry-points"].items()
    for name, value in points.items()
] + [EntryPoint(name, value, "scripts") for name, value in PROJECT["scripts"].items()]


def run(*arguments: str, cwd: Path | None = None) -> str:
    """Run this Python with `arguments` and return what it prints."""
    command = [sys.executable, *arguments]
    done = subprocess.run(command, cwd=cwd, capture_output=True, check=False, encoding="utf-8", timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout


def build(what: str, root: Path, target: Path) -> Path:
    """Build the "wheel" or "sdist" of the project at `root` into `target` and return the file."""
    run("-m", "hatchling", "build", "-t", what, "-d", str(target), cwd=root)
    (built,) = target.glob("*.whl" if what == "wheel" else "*.tar.gz")
    return built


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("wheel", ROOT, tmp_path_factory.mktemp("wheel"))


def contents(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def sources() -> set[str]:
    """Return the files a wheel should hold, the compiled catalogues among them."""
    files = [
        Path(name, path.relative_to(folder))
        for name, folder in PACKAGES.items()
        for path in folder.rglob("*")
        if path.is_file() and path.suffix not in {".pyc", ".mo"}
    ]
    compiled = [path.with_suffix(".mo") for path in files if path.suffix == ".po"]
    return {path.as_posix() for path in files + compiled}


def test_the_wheel_holds_two_packages_and_no_other_name(wheel: Path) -> None:
    info = f"quizarena-{quizarena.__version__}.dist-info"
    assert {name.split("/")[0] for name in contents(wheel)} == {"quizarena", "quizarena_rounds", info}


def test_the_wheel_holds_every_file_of_the_packages(wheel: Path) -> None:
    assert {name for name in contents(wheel) if ".dist-info/" not in name} == sources()


def test_a_wheel_made_from_the_sdist_holds_the_same(wheel: Path, tmp_path: Path) -> None:
    sdist = build("sdist", ROOT, tmp_path)
    with tarfile.open(sdist) as archive:
        assert not [name for name in archive.getnames() if name.endswith(".mo")]
        archive.extractall(tmp_path, filter="data")
    unpacked = tmp_path / sdist.name.removesuffix(".tar.gz")
    assert contents(build("wheel", unpacked, tmp_path / "again")) == contents(wheel)


def test_the_description_of_the_wheel_leads_into_the_repository(wheel: Path) -> None:
    """Where it is read no files are beside it: every link is absolute, and those of ours lead to what there is."""
    (metadata,) = [name for name in contents(wheel) if name.endswith(".dist-info/METADATA")]
    with zipfile.ZipFile(wheel) as archive:
        text = archive.read(metadata).decode()
    source = PROJECT["urls"]["Source"]
    assert f"Project-URL: Source, {source}\n" in text
    links = re.findall(r'(?:\]\(|src=")([^)"]+)', text)
    assert [link for link in links if not link.startswith(("https://", "#"))] == []
    ours = [link.removeprefix(source) for link in links if link.startswith(f"{source}/")]
    assert len(ours) > 20
    paths = [re.sub("^/(?:blob|tree|raw)/main/|#.*", "", link) for link in ours]
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_the_wheel_installs_and_imports(wheel: Path, tmp_path: Path) -> None:
    run("-m", "pip", "install", "-q", "--no-deps", "--no-index", "--target", str(tmp_path), str(wheel))
    code = (
        f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n"
        "import quizarena, quizarena_rounds; print(quizarena.__file__, quizarena_rounds.__file__, sep='\\n')"
    )
    for place in run("-c", code, cwd=tmp_path).splitlines():
        assert Path(place).is_relative_to(tmp_path)


def test_importing_quizarena_is_light() -> None:
    heavy = "textual rich yaml sqlite3 cattrs click hypothesis importlib.metadata attrs"
    code = f"import quizarena, sys; print([name for name in {heavy!r}.split() if name in sys.modules])"
    assert run("-c", code).strip() == "[]"


def test_public_names_load_neither_screens_nor_files() -> None:
    code = (
        "import quizarena, sys; [getattr(quizarena, name) for name in quizarena.__all__]\n"
        "print([name for name in 'textual rich hypothesis click'.split() if name in sys.modules])"
    )
    assert run("-c", code).strip() == "[]"


def test_sessions_load_nothing_of_what_shows_them() -> None:
    modules = [".".join(path.relative_to(ROOT).with_suffix("").parts) for path in SESSIONS]
    code = (
        f"import importlib, sys; [importlib.import_module(name) for name in {modules!r}]\n"
        "print([name for name in 'textual rich wcwidth starlette html asyncio'.split() if name in sys.modules])"
    )
    assert len(modules) > 5
    assert run("-c", code).strip() == "[]"


@pytest.mark.parametrize("name", quizarena.__all__)
def test_a_public_name_is_there_and_listed(name: str) -> None:
    assert getattr(quizarena, name) is getattr(quizarena, name)
    assert name in dir(quizarena)


def test_an_unknown_name_is_an_attribute_error() -> None:
    misspelt = "Contset"
    with pytest.raises(AttributeError, match="has no attribute 'Contset'"):
        getattr(quizarena, misspelt)


@pytest.mark.parametrize("point", POINTS, ids=lambda point: f"{point.group}:{point.name}")
def test_an_entry_point_loads(point: EntryPoint) -> None:
    loaded = point.load()
    if point.group == "quizarena.journals":
        assert all(callable(getattr(loaded, name)) for name in vars(JournalKind) if not name.startswith("_"))
        return
    assert callable(loaded) or files(loaded).joinpath("formats").is_dir()


def test_the_installed_entry_points_are_those_declared() -> None:
    code = (
        "import json; from importlib.metadata import distribution\n"
        "found = [[p.group, p.name, p.value] for p in distribution('quizarena').entry_points]\n"
        "print(json.dumps(sorted(found)))"
    )
    declared = sorted([p.group.replace("scripts", "console_scripts"), p.name, p.value] for p in POINTS)
    assert json.loads(run("-c", code)) == declared, "run `make test`, or install the project again"


def seconds(*command: str) -> float:
    """Return how much processor time `command` takes, at best of seven: a busy machine must not fail a test."""

    def once() -> float:
        before = os.times()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, timeout=60)
        after = os.times()
        return after.children_user + after.children_system - before.children_user - before.children_system

    return min(once() for _ in range(7))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps no account of what a child took")
def test_saying_the_version_takes_at_most_twice_an_import_of_click() -> None:
    script = str(Path(sysconfig.get_path("scripts"), "quizarena"))
    assert seconds(script, "--version") <= 2 * seconds(sys.executable, "-c", "import click")
