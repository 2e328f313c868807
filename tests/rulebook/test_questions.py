"""Questions with options, media and several lines: how a bank writes them, and why one is refused."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest

from quizarena.errors import RulebookError
from quizarena.media import Media, MediaKind, media_in
from quizarena.rulebook import Rulebook, load, loads, of_resolved, resolved_mapping
from quizarena.text import plain
from tests.media import png, wav
from tests.rulebook.books import BANK

PLAIN = "      - {id: q0, text: Who?}\n"


def read(*questions: str) -> Rulebook:
    return loads(BANK + "".join(f"      - {each}\n" for each in questions) + PLAIN + PLAIN.replace("q0", "q9"))


def questions(book: Rulebook) -> tuple[object, ...]:
    found: tuple[object, ...] = book.rounds[0].rules.questions
    return found


GOOD = [
    ("type: single, options: [大同, 太原, 临汾], answer: B", ("B",), "B 太原"),
    ("type: single, options: [大同, 太原], answer: ' \uff22 '", ("B",), "B 太原"),
    ("type: single, options: [90, 180, 270], answer: b", ("B",), "B 180"),
    ("type: multiple, options: [纸, 饭, 瓶, 罐], answer: ACD", ("A", "C", "D"), "A 纸；C 瓶；D 罐"),
    ('type: multiple, options: [纸, 饭, 瓶, 罐], answer: "D、a，\uff23"', ("A", "C", "D"), "A 纸；C 瓶；D 罐"),
    ("type: multiple, options: [纸, 饭], answer: A", ("A",), "A 纸"),
    ("type: true_false, answer: 错", ("B",), "错"),
    ("type: true_false, answer: true", ("A",), "对"),
    ("type: blank, answer: 七, accepted: ['7']", (), "七"),
    ("type: open", (), None),
    ("answer: 长江", (), "长江"),
]


@pytest.mark.parametrize(("said", "key", "answer"), GOOD)
def test_a_key_is_read_from_the_answer(said: str, key: tuple[str, ...], answer: str | None) -> None:
    item = read(f"{{id: q1, text: 题, {said}}}").rounds[0].rules.questions[0]
    assert item.key == key
    assert (item.answer_text and item.answer_text.in_language("zh")) == answer


CHOICES = "expected one of single, multiple, true_false, blank, open, got"
REFUSED = [
    ("type: single, options: [a, b, c], answer: D", "answer: the answer “D” is none of the options A to C"),
    ("type: single, options: [a, b, c], answer: ''", "answer: expected a text, or {zh: text, en: text}, got ''"),
    ("type: single, options: [a, b]", "a choice needs its answer: letters of A to B, such as answer: B"),
    (
        "type: single, options: [a, b, c], answer: AB",
        "answer: a single choice has 2 answers, “AB”; write type: multiple, or keep one",
    ),
    ("type: single, options: [a], answer: A", "options: a choice has 2 to 8 options, found 1"),
    ("type: single, answer: A", "a choice has 2 to 8 options, found 0"),
    (
        "type: multiple, options: [a, b, c, d, e, f, g, h, i], answer: A",
        "options: a choice has 2 to 8 options, found 9",
    ),
    ("type: single, options: [甲, 乙, 甲], answer: A", "options: options A and C are the same; change one"),
    ("type: single, options: [\uff21, b, a], answer: A", "options: options A and C are the same; change one"),
    ("options: [a, b], answer: A", "options: options are for choices; write type: single, or type: multiple"),
    (
        "type: true_false, options: [a, b], answer: 对",
        "options: options are for choices; write type: single, or type: multiple",
    ),
    ("type: true_false, answer: 大概", "answer: the answer of a true-or-false question is true or false, found “大概”"),
    ("type: 单选, options: [a, b], answer: A", f"type: {CHOICES} '单选'"),
    ("answer: 七, time: 半分钟", "time: expected a time such as \"3:00\" or whole seconds such as 180, got '半分钟'"),
    ("answer: 七, time: 0", "time: expected at least 1, got 0"),
    ("alt: 一块牌子", "alt: alt says in words what media shows or plays; write media too, or leave alt out"),
    (
        f"media: {{file: a.png, sha256: {'0' * 64}}}, alt: {'长' * 201}",
        "alt: alt is a sentence of at most 200 characters, found 201; say less",
    ),
    ("media: sign.png", "media: a text without a folder cannot include files; load the rulebook from its folder"),
]  # fmt: skip


@pytest.mark.parametrize(("said", "problem"), REFUSED)
def test_what_is_wrong_with_a_question_is_said_in_a_sentence(said: str, problem: str) -> None:
    with pytest.raises(RulebookError) as caught:
        read(f"{{id: q1, text: 题, {said}}}")
    (line,) = str(caught.value).splitlines()
    place = "rounds.0.questions.0." if problem.partition(":")[0].isidentifier() else "rounds.0.questions.0: "
    assert place + problem.removeprefix(": ") in line
    assert caught.value.problems[0].in_language("zh") != line  # the host's clerk reads it in Chinese


def test_a_text_may_stand_on_several_lines_and_comes_back_so() -> None:
    lines = "      - id: q1\n        text: |\n          给定:\n            x = 1\n          求 x\n"
    book = loads(BANK + lines + PLAIN)
    text = book.rounds[0].rules.questions[0].text
    assert text == plain("给定:\n  x = 1\n求 x")
    assert of_resolved(json.loads(json.dumps(resolved_mapping(book)))) == book
    from quizarena.rulebook.write import resolved_yaml

    assert loads(resolved_yaml(book)) == book


def test_packs_may_have_a_title() -> None:
    packs = BANK.replace("per_team: 1", "per_team: 1\n    packs: [{id: p1, title: 安全}, p2]")
    book = loads(packs + PLAIN.replace("}", ", pack: p1}") + PLAIN.replace("q0, ", "q1, "))
    assert [each.name for each in book.rounds[0].rules.packs] == [plain("安全"), plain("p2")]
    assert of_resolved(resolved_mapping(book)) == book


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a rulebook whose bank lies in a folder of its own, a picture and a sound beside it."""
    bank = tmp_path / "bank"
    bank.mkdir()
    (bank / "sign.png").write_bytes(png())
    (bank / "call.wav").write_bytes(wav())
    (bank / "bank.yaml").write_text(
        "- {id: q1, text: 图上是什么？, media: sign.png}\n- {id: q2, text: 听到什么？, media: call.wav}\n",
        encoding="utf-8",
    )
    (tmp_path / "contest.yaml").write_text(BANK.replace("questions:", "questions: bank/bank.yaml"), encoding="utf-8")
    return tmp_path


def test_media_lie_beside_the_bank_and_are_known_by_their_digest(folder: Path) -> None:
    book = load(folder / "contest.yaml")
    picture, sound = media_in(book)
    assert picture == Media("bank/sign.png", sha256(png()).hexdigest())
    assert (picture.kind, sound.kind) == (MediaKind.PICTURE, MediaKind.SOUND)
    assert sound.stored_name == f"{sha256(wav()).hexdigest()}.wav"
    assert of_resolved(json.loads(json.dumps(resolved_mapping(book)))) == book
    assert list(media_in(loads((folder / "contest.yaml").read_text(encoding="utf-8"), folder))) == [picture, sound]


FILES = [
    ("none.png", "there is no file 'none.png' beside this one; copy it there, or check its name"),
    ("../../sign.png", "a file inside the folder of the rulebook is expected, got 'bank/../../sign.png'"),
    ("/etc/sign.png", "a file inside the folder of the rulebook is expected, got '/etc/sign.png'"),
    ("outside.png", "'bank/outside.png' is a link that leads out of the rulebook's folder"),
    ("sign.svg", "'sign.svg': expected a picture, a sound or a film: .png, .jpg, .jpeg, .webp, .mp3, .m4a, .wav, .mp4"),
    ("sign", "'sign': expected a picture, a sound or a film: .png, .jpg, .jpeg, .webp, .mp3, .m4a, .wav, .mp4"),
    ("call.png", "'call.png' is not what its name says; save it anew as such a file"),
]


@pytest.mark.parametrize(("name", "problem"), FILES)
def test_a_file_that_cannot_be_shown_is_refused(
    folder: Path, tmp_path_factory: pytest.TempPathFactory, name: str, problem: str
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "sign.png"
    elsewhere.write_bytes(png())
    (folder / "bank" / "outside.png").symlink_to(elsewhere)
    (folder / "bank" / "call.png").write_bytes(wav())
    bank = folder / "bank" / "bank.yaml"
    bank.write_text(bank.read_text(encoding="utf-8").replace("sign.png", name), encoding="utf-8")
    with pytest.raises(RulebookError) as caught:
        load(folder / "contest.yaml")
    (line,) = str(caught.value).splitlines()
    assert line.endswith(f"bank.yaml:1:33: rounds.0.questions.0.media: {problem}")
