"""The ticket draw: a scheme anybody can redo in a shell."""

from __future__ import annotations

import hashlib
import shutil
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quizarena.draws import commitment, seed_text, tickets
from quizarena.draws.ticket_draw import ticket_command
from quizarena.errors import DrawError
from quizarena.text import likeness
from tests.story import load

LABELS = st.lists(
    st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"], exclude_characters="|"), min_size=1),
    min_size=1,
    max_size=8,
    unique_by=likeness,
)
QUICKNET = "2026-05-01|3 5 6 2 1 4|drand:quicknet:657413:" + (
    "fc1873a13f3545aeade8401532ef5519920652eee6b0d2b19ca12643b87b3587"
)
TEAMS = ["红队", "蓝队", "Team Ω", "Alpha", "Beta", "Gamma"]


def test_the_order_of_the_published_scheme() -> None:
    drawn = tickets(TEAMS, seed=QUICKNET)
    assert drawn.order == ("红队", "Beta", "Gamma", "蓝队", "Team Ω", "Alpha")
    assert drawn.proof[0].endswith("1 红队 02a7cbb6af5ca32f9b5c3947f3f5c247d27b3dffede5b00045bad033ff714b90")


def test_the_running_order_and_the_sides_of_the_yingbin_story() -> None:
    story = load()
    teams = ["yongtai", "kaiyuan", "daqinglu", "yingbin"]
    assert list(tickets(teams, seed=story.draw.seed, purpose=story.draw.purpose).order) == story.draw.order
    for match in story.debate.matches:
        pair = sorted([match.affirmative, match.negative])
        sides = tickets(pair, seed=story.draw.seed, purpose=f"sides/debate/{match.number}")
        assert sides.order == (match.affirmative, match.negative)


@given(labels=LABELS, seed=st.text("abc|", min_size=1), gone=st.integers(0, 7))
def test_a_withdrawal_leaves_the_order_of_the_others(labels: list[str], seed: str, gone: int) -> None:
    left = [label for place, label in enumerate(labels) if place != gone]
    whole = tickets(labels, seed=seed, purpose="order").order
    if left:
        assert tickets(left, seed=seed, purpose="order").order == tuple(name for name in whole if name in left)


@given(labels=LABELS)
def test_the_order_in_which_labels_are_given_never_matters(labels: list[str]) -> None:
    assert tickets(labels[::-1], seed="s") == tickets(labels, seed="s")


@pytest.mark.skipif(not shutil.which("sha256sum") or not shutil.which("sh"), reason="needs a POSIX shell")
def test_every_line_of_proof_runs_in_a_shell() -> None:
    for line in tickets(["it's", "$HOME `id`", "50%d \\n", "红队"], seed=QUICKNET, purpose="sides/1").proof:
        printed = subprocess.run(["sh", "-c", line], capture_output=True, text=True, check=True).stdout
        assert printed.split()[0] == line.split()[-1]


@pytest.mark.skipif(not shutil.which("sha256sum") or not shutil.which("sh"), reason="needs a POSIX shell")
def test_the_command_of_a_label_runs_in_a_shell_that_has_the_seed() -> None:
    drawn = tickets(["it's", "$HOME `id`", '50%d \\n "x"', "红队"], seed=QUICKNET, purpose="sides/1")
    for label, ticket in drawn.tickets.items():
        command = ["sh", "-c", ticket_command(label, "sides/1")]
        printed = subprocess.run(command, capture_output=True, text=True, check=True, env={"seed": QUICKNET}).stdout
        assert printed.split()[0] == ticket.digest
    assert tuple(drawn.tickets) == drawn.order


@pytest.mark.parametrize(
    ("labels", "purpose", "sentence"),
    [
        ([], None, "at least one label"),
        (["a", "b", "a"], None, "every label once, found 'a' twice"),
        (["Red", "red"], None, "'Red' and 'red' look the same; change one"),
        (["Caf\u00e9", "Cafe\u0301"], None, "look the same; change one"),
        (["Team 1", "Team\u200b1"], None, "look the same; change one"),
        (["一 队", "一队"], None, "look the same; change one"),
        (["a|b"], None, "label: 'a|b' holds |, which separates"),
        ([""], None, "label: expected a text, found an empty one"),
        (["a\nb"], None, "label: expected text without control characters"),
        (["a"], "order|2", "purpose: 'order|2' holds |"),
        (["a"], "", "purpose: expected a text, found an empty one"),
    ],
)
def test_what_would_make_tickets_ambiguous_is_refused(labels: list[str], purpose: str | None, sentence: str) -> None:
    with pytest.raises(DrawError) as caught:
        tickets(labels, seed="s", purpose=purpose)
    assert sentence in str(caught.value)


def test_a_seed_is_needed() -> None:
    with pytest.raises(DrawError, match="seed: expected a text, found an empty one"):
        tickets(["a"], seed="")


class TestCeremony:
    def test_the_seed_is_date_numbers_and_secret(self) -> None:
        seed = seed_text("2023-01-11", [3, 17, 8, 22], "9f2c51d07ae64b1f8d3e0c6a5b7f4e21")
        assert seed == load().draw.seed
        assert seed_text("2023-01-11", [0], "s") == "2023-01-11|0|s"
        assert seed_text("2023-01-11", [], "s") == "2023-01-11||s", "where the rules want no numbers"

    def test_the_commitment_is_what_a_shell_would_print(self) -> None:
        assert commitment("秘密") == hashlib.sha256("秘密".encode()).hexdigest()

    @pytest.mark.parametrize(
        ("date", "numbers", "secret", "sentence"),
        [
            ("11.1.2023", [1], "s", "a date such as 2023-01-11"),
            ("２０２３-01-11", [1], "s", "a date such as 2023-01-11"),
            ("2023-02-30", [1], "s", "a date such as 2023-01-11"),
            ("20230111", [1], "s", "a date such as 2023-01-11"),
            ("2023-01-11", [-1], "s", "whole numbers from 0"),
            ("2023-01-11", [1], "", "secret: expected a text"),
        ],
    )
    def test_a_broken_seed_is_refused(self, date: str, numbers: list[int], secret: str, sentence: str) -> None:
        with pytest.raises(DrawError, match=sentence):
            seed_text(date, numbers, secret)
