"""What may happen on the day (今天出的事): the menu's first row, a page a deed, each recorded by + alone."""

from __future__ import annotations

from quizarena.contest.facts import FRAME_FACTS
from quizarena.contest.roster_facts import DayFact, Occasion
from quizarena.facts import Intent

from .hand import Hand, at, small_hall

NINE = ("换人上场", "队来晚了", "推迟出场", "改名", "退赛", "评委变动", "申诉", "中断", "改规则")


def today(hand: Hand) -> Hand:
    return hand.press("m", "0", "enter")


def test_it_is_the_first_row_of_the_menu_and_enter_still_takes_the_next_step() -> None:
    hand = at(25).press("m")
    assert next(iter(hand.rows)) == "今天出的事"
    hand.press("enter")
    assert hand.last.type == "quiz.answered"


def test_there_is_a_page_for_each_of_nine_deeds() -> None:
    picture = today(at(25)).picture(80, 24)
    assert [number for number, words in enumerate(NINE, 1) if f" {number}  {words} " in picture] == list(range(1, 10))


def test_each_fact_about_who_takes_part_or_protests_says_on_which_page_it_is_recorded() -> None:
    of_the_day = [each for each in FRAME_FACTS if each.intent in (Intent.ROSTER, Intent.PROTEST)]
    assert [each.__name__ for each in of_the_day if not issubclass(each, DayFact)] == []
    occasions = {each.occasion for each in FRAME_FACTS if issubclass(each, DayFact)}
    assert occasions == set(Occasion)
    assert len(occasions) + len({"a changed rule"}) == len(NINE)


def test_what_is_not_due_says_so_and_opens_nothing() -> None:
    hand = today(at(283))
    assert "推迟出场" not in {words.split()[0] for words in hand.rows}
    assert hand.press("3").last.seq == 283
    assert hand.said == "现在没有这样的事"


def test_several_deeds_of_one_page_are_listed() -> None:
    assert set(today(at(25)).press("4").rows) == {"更改队名", "评委改名", "队员改名"}


def test_a_withdrawal_names_the_team_and_is_recorded_by_plus_alone() -> None:
    hand = today(at(25)).press("5")
    assert hand.press("enter", "space").last.seq == 25
    assert "退赛" in hand.picture(80, 24)


def test_members_of_one_team_have_numbers_of_their_own() -> None:
    """They were all numbered by their team, so that one of each could be chosen alone."""
    hand = today(at(25)).press("1")
    assert list(hand.rows.values()) == [str(number) for number in range(1, 17)]
    assert hand.row("大庆二") == "10"


def test_every_member_answers_by_a_key_where_members_play() -> None:
    for key, member in (("1", "t1-1"), ("2", "t1-2")):
        hand = small_hall({"use": "quiz/buzz", "items": 2, "individual": True}, teams=2)
        hand.press("enter", "space", "1")
        hand.desk.paint()
        picks = hand.desk.painted.picks
        assert [bound.option.value for bound in picks.values() if bound.option is not None] == ["t1-1", "t1-2"]
        assert "甲1" in hand.picture()
        assert f"'{member}'" in repr(hand.press(key).last.fact)
