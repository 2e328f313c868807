"""How a contest looks: its colours bear their texts whatever the accent; its pictures are there; its theme."""

from __future__ import annotations

import colorsys
import json
import re
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

import attrs
import pytest
from starlette.testclient import TestClient

from quizarena.media import Media
from quizarena.rulebook import Look, RulebookError, loads
from quizarena.sessions.hall import feed_of
from quizarena.text import draw
from quizarena.web.app import Hall
from quizarena.web.look import (
    PHONE_GROUND,
    READ_ON_PHONES,
    contrast,
    grounds,
    look_css,
    look_digest,
    on_accent,
    on_phones,
)
from quizarena.web.pictures import picture
from quizarena.web.views import Page, Watched, view_of
from tests.cli.running import run
from tests.contest.telling import told
from tests.media import png, wav

from .halls import HERE, HOST, serving_file

RULES = """\
quizarena: 1
contest: {title: Small, language: en, date: "2026-11-28"}
teams: [{id: a, name: A}, {id: b, name: B}]
rounds: [{id: one, use: quiz/required, per_team: 1, questions: [{id: q1, text: Who?}, {id: q2, text: What?}]}]
look: {theme: dark, accent: "#0A7D4F", organiser: The Town, logo: logo.png, background: town.png}
"""
PUBLIC_PAGES: tuple[Page, ...] = ("board", "audience")
BOARD = Watched("board", "en")
LOGO, TOWN = png(200), png(0, 80, 20)
CSS = (files("quizarena.web") / "static" / "board.css").read_text(encoding="utf-8")
ACCENTS = [
    "#{:02x}{:02x}{:02x}".format(*(round(255 * each) for each in colorsys.hsv_to_rgb(hue / 120, saturation, value)))
    for hue in range(120)
    for saturation, value in ((1, 1), (0.5, 0.7), (1, 0.3))
] + ["#000000", "#808080", "#ffffff"]


def token(theme: str, name: str) -> str:
    """Return the colour that a theme gives a token in our style sheet."""
    found = re.search(rf"\.{theme}\{{[^}}]*--{name}:(#[0-9a-f]+)", CSS)
    assert found is not None
    return found[1] if len(found[1]) == 7 else "#" + "".join(2 * each for each in found[1][1:])


def test_every_accent_gives_grounds_that_bear_the_texts() -> None:
    floors = {token("gala", "ink"): 7.4, token("gala", "gold"): 5.6, token("gala", "dim"): 5.2}
    for accent in ACCENTS:
        for ground in grounds(accent).values():
            assert [each for each, least in floors.items() if contrast(each, ground) < least] == [], accent
    assert [each for each, least in floors.items() if contrast(each, token("gala", "top")) < least] == []


def test_black_or_white_stands_on_every_accent() -> None:
    for accent in ACCENTS:
        assert contrast(on_accent(accent), accent) >= 4.5
    assert (on_accent("#ffe500"), on_accent("#0b5cad")) == ("#000000", "#ffffff")


def test_phones_write_every_accent_so_that_it_is_read() -> None:
    phones = (files("quizarena.web") / "static" / "phone.css").read_text(encoding="utf-8")
    assert f"--bg:{PHONE_GROUND}" in phones
    for accent in ACCENTS:
        own = on_phones(accent)
        assert min(contrast(own["mark"], each) for each in (PHONE_GROUND, own["soft"])) >= READ_ON_PHONES, accent
        assert contrast("#5b5149", own["soft"]) >= READ_ON_PHONES, accent
    assert (on_phones("#0b5cad")["mark"], on_phones("#ffd200")["mark"] != "#ffd200") == ("#0b5cad", True)


def test_an_open_page_is_told_of_an_amended_look_and_of_nothing_else() -> None:
    contest = told(20)
    amended = attrs.evolve(contest.rulebook, look=Look(theme="light", accent="#0b5cad"))
    for page in PUBLIC_PAGES:
        feed = feed_of(contest, "hall")
        before = view_of(picture(page, feed, contest.rulebook, "zh"), None)
        after = view_of(picture(page, feed, amended, "zh"), before)
        patch = json.loads(after.patch.partition(b"data: ")[2])
        assert (patch["theme"], patch["look"], patch["blocks"]) == ("light", look_digest(amended.look), {})
        assert before.picture.look == ""


@pytest.mark.parametrize(
    ("accent", "drawn"),
    [
        (
            "#0a7d4f",
            {"top": "#035c39", "lift": "#004d2e", "ground": "#00351e", "surface": "#002715", "deep": "#001306"},
        ),
        (
            "#0b5cad",
            {"top": "#014c94", "lift": "#003f7d", "ground": "#002a59", "surface": "#001e45", "deep": "#000b2a"},
        ),
    ],
)
def test_green_and_blue_are_as_they_were_drawn(accent: str, drawn: dict[str, str]) -> None:
    """To a few of 255: the drawings cut what no screen shows by another step."""
    for name, colour in grounds(accent).items():
        there, wanted = (bytes.fromhex(each[1:]) for each in (colour, drawn[name]))
        assert max(abs(one - other) for one, other in zip(there, wanted, strict=True)) <= 20, (name, colour)


def test_a_look_of_its_own_is_css_and_none_is_empty() -> None:
    assert look_css(Look()) == ""
    css = look_css(Look(accent="#0a7d4f"))
    assert css.startswith(":root{--accent:#0a7d4f;--on-accent:#ffffff;--mark:#0")
    assert "--ground:#00351e" in css
    assert ".dark,.light{--accent:#0a7d4f;--on-accent:#ffffff}" in css
    assert ".contrast" not in css
    pictured = look_css(Look(background=Media("town.png", "ab" * 32)))
    assert re.findall(r'data-layout="(\w+)"\]:not\(\.contrast\)::before', pictured) == ["title", "message", "final"]


@pytest.mark.parametrize("theme", ["gala", "dark", "light"])
@pytest.mark.parametrize("behind", ["#000000", "#ffffff"])
def test_the_veil_leaves_the_texts_legible_before_any_picture(theme: str, behind: str) -> None:
    found = re.search(r"opacity:(\.\d+)", look_css(Look(background=Media("town.png", "ab" * 32))))
    assert found is not None
    share, over = float(found[1]), bytes.fromhex(token(theme, "deep")[1:])
    assert 0.5 <= share <= 0.8
    mixed = (round(share * a + (1 - share) * b) for a, b in zip(over, bytes.fromhex(behind[1:]), strict=True))
    ground = "#" + bytes(mixed).hex()
    assert contrast(token(theme, "ink"), ground) >= 4.5
    assert contrast(token(theme, "gold"), ground) >= 3  # large letters


def begun(folder: Path) -> Path:
    (folder / "contest.yaml").write_text(RULES, encoding="utf-8")
    (folder / "logo.png").write_bytes(LOGO)
    (folder / "town.png").write_bytes(TOWN)
    file = folder / "x.qa"
    run("start", folder / "contest.yaml", file)
    return file


def test_the_board_has_the_look_of_its_rulebook(tmp_path: Path) -> None:
    logo, town = (f"/media/{sha256(each).hexdigest()}" for each in (LOGO, TOWN))
    with serving_file(begun(tmp_path)) as hall, hall.browser() as client:
        board, sheet = client.get("/board").text, f"/look.css?{hall.worker.snapshot.views[BOARD].picture.look}"
        assert [client.get(each).text.count(f'href="{sheet}"') for each in ("/board", "/", "/share", "/why/a")] == [
            1
        ] * 4
        assert [each for each in ("Organised by The Town", "2026-11-28", logo) if each not in board] == []
        css = client.get(sheet)
        assert css.headers["content-type"].startswith("text/css")
        assert town in css.text
        assert "--accent:#0a7d4f" in css.text
        assert [client.get(each).content for each in (logo, town)] == [LOGO, TOWN]
        assert (tmp_path / "x.qa-files").is_dir()
        assert '<body class="gala" data-page' in board  # asked for, as by serve --theme
        with TestClient(Hall(hall.worker, {HOST}, None, HERE).app, base_url=HERE) as other:
            assert '<body class="dark" data-page="board" data-theme="dark"' in other.get("/board").text


def test_without_an_organiser_who_signs_the_certificates_is_it() -> None:
    rules = loads(RULES.partition("look:")[0] + "certificate: {organiser: The Mayor}\n")
    assert draw(rules.organiser or "", "en") == "The Mayor"
    assert rules.look == Look()


REFUSED = [
    ('accent: "red"', "look.accent: expected a colour in quotes such as \"#0a7d4f\", or theme, got 'red'"),
    ("accent: #0a7d4f", 'look.accent: expected a colour in quotes such as "#0a7d4f", or theme, got nothing'),
    ('theme: "galla"', "look.theme: expected one of gala, dark, light, contrast, got 'galla'; did you mean 'gala'?"),
    ("logo: logo.svg", "look.logo: 'logo.svg': expected a picture, a sound or a film"),
    ("logo: fake.png", "look.logo: 'fake.png' is not what its name says"),
    ("logo: ../logo.png", "look.logo: a file inside the folder of the rulebook is expected"),
    ("background: bell.wav", "look.background: expected a picture (PNG, JPEG or WebP), found 'bell.wav'"),
    ("background: none.png", "look.background: there is no file 'none.png' beside this one"),
]


@pytest.mark.parametrize(("said", "refusal"), REFUSED)
def test_what_a_look_cannot_be_is_refused_at_its_place(said: str, refusal: str, tmp_path: Path) -> None:
    (tmp_path / "logo.svg").write_text("<svg/>", encoding="utf-8")
    (tmp_path / "fake.png").write_text("<svg/>", encoding="utf-8")
    (tmp_path / "bell.wav").write_bytes(wav())
    with pytest.raises(RulebookError) as caught:
        loads(RULES.partition("look:")[0] + f"look:\n  {said}\n", folder=tmp_path)
    line = next(each for each in str(caught.value).splitlines() if refusal in each)
    assert re.match(r"contest\.yaml:6:\d+: ", line)
