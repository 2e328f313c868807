"""The desk's second drawings, D7 to D24, word by word at both sizes: a row that differs stands here with its reason.

A reason belongs to the drawn rows that hold its words. Whatever a reason is given for must really differ, so that a
reason goes when it has gone.
"""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from quizarena.terminal.wide import width

from .desk.drawn import MOMENTS
from .desk.test_drawings import WHOLE, split
from .golden import drawing, masked, plain

SIZES = [(120, 40), (80, 24)]
_STAND = "there is room for what the kind of round says of where it stands, and for the age of the last record"
_SEATS = "which screens are there stands here too, and the rail gives way; of a small contest it is short"
_AIR = "what the board shows by its programme, in the words of every moment"
_TOLD = "a record is told by its move's words, for a round of any kind, and here by those of the story"
EVERYWHERE: Mapping[str, str] = {
    "迎宾大擂台 正赛": _STAND,
    "颁奖 文件": _SEATS,
    "颁奖 连接": _SEATS,
    "[颁奖] 文件": _SEATS,
    "现在 大屏:": _AIR,
    "#": _TOLD,
}
"""What is the same in all drawings."""

_WORDS = "a key says its move's own words, as the menu and the log do"
_PLAIN = "in the words of an official"
_HALF = "the box stands elsewhere over the zones"
_MEMBER = "a member is called as on the board and on the answer sheet"
_CHEER = "points are given with a cheer, as the host reads it on the day"
_SPOKEN = "what was recorded last, or nothing: the box asks"
_FOOT = "the keys row of every box, in its words"
_PANEL = "the panel rule's own words, which a rule of another maker has too"
_THEN = "what is read next is read next in every round"
_LEAVES = "a judge is replaced by one who leaves and one who is added (a known slip)"
_CLOCK = "T always mends a clock in the same three ways"
_COMES = "before the tag stands what it waits for"
_WHERE = "where it lands depends on what is typed already; the sheets say whose it is as they open"
_ASKS = "what a question's keys do stands below, once"
_DECIDED = "decided one after the other, each with its own keys; what is decided stands above"
_LOT = "a row a match with its teams; which match, the rows say by their order and the board by its words"
_OWN = "a small contest of its own: its scores and its rules are others"
_STRIP = "the strip marks who is on stage, whoever they are"
_BESIDE = "it stands beside, in the totals, or in the menu"
_HIDDEN = "no more than one mark ahead of the hall: whoever stands behind the scorer sees the desk too"
_STEPS = "the rail of its kind of round"

CHANGED: Mapping[str, Mapping[str, str]] = {
    "D7": {
        "情景模拟 第 3 场 3 台": "the header says which round it is",
        "表演(完, 5:41)": "the time used stands below, with what it costs",
        "票齐后读": _THEN,
        "临时离场 (仲裁)": "who recorded it stands in the log",
        "9 秒前动过": "a draft does not say when it was touched, only how far it is",
        "6 评委六 在写 7 评委七": "how far a sheet is says more; who is awaited stands at Enter",
        "6 张票去一高一低": _PANEL,
        "[票齐后 亮分]": _COMES,
        "落在评委六第一格": _WHERE,
        "代录 换人": _LEAVES,
        "P 录分表、两遍核对": _WORDS,
        "改表演用时": _CLOCK,
        "评委七交票。还等": "said when the ballot comes in while the desk is open",
    },
    "D8": {
        "已从自己的席位交票": "that it cannot be typed shows by its having no cells; who handed it in the log says",
        "Enter 下一格；最后": "it may be left out, and that is said",
        "打开 J 6": "the seat is chosen by the cursor",
        "Enter 下一格 上 下": _FOOT,
    },
    "D9": {"? 评委六 处置应变": _ASKS, "Esc 回控制台，这一问": "what is typed stays too"},
    "D10": {
        ">4 评委四": "the sign stands in the row as soon as the sum is off",
        "! 评委四": _ASKS,
        "纸上加错，以四项为准": _ASKS,
        "四项和合计都可改": "of any number of items",
        "请评委四签字": "of any number of items; the check page lists the judges",
        "Esc 回控制台，这一问": "what is typed stays too",
        "两个合计对不上": "the question itself is said",
        "以四项为准 回去改": "of any number of items",
    },
    "D11": {
        "情景模拟 第 3 场 3 台": "the header says which round it is",
        "表演(完, 5:41)": "the time used stands below, with what it costs",
        "读 「请": _HALF,
        "评委六: 记本场缺席": _WORDS,
        "给 3 台 大庆路街道 的票还没交": "how far the sheet is stands in the row of the judge",
        "1 提醒 2 退回": _DECIDED,
        "原因 [1 临时离场]": _DECIDED,
        "谁裁定 [1 仲裁]": "an absence says why; who ruled is asked where a ruling changes",
        "5 位评委打分": _PANEL,
        "别的场次照常": "true of every such deed, and said in docs",
        "存为 #133": "the number is said once it is recorded",
        "不会记": "of Space too",
        "[票齐后 亮分]": _COMES,
        "落在评委六第一格": _WHERE,
        "代录 换人": _LEAVES,
        "P 录分表、两遍核对": _WORDS,
        "改表演用时": _CLOCK,
        "评委六 本场缺席？": _SPOKEN,
        "记下评委六缺席 Esc": _FOOT,
    },
    "D12": {
        "抢答题 10 分": "what it is worth stands at the keys that give it",
        "[请抢答] 作答": _STEPS,
        "(读完按空格)": "which key is the next step stands below",
        "题 政": _HALF,
        "1 迎宾街道 110.00": _STRIP,
        "2 台 开源街道 按了": "a sentence ends with its full stop",
        "有效 主持人已经说了": _PLAIN,
        "现在请 2 台作答": _PLAIN,
        "犯规 主持人还没有说": _PLAIN,
        "2 台退出本题": "said by the line that the host reads",
        "Esc 打错了": "which keys do nothing stands in a row of its own",
        "空格 请抢答": _WORDS,
        "1..4 有人没等": _WORDS,
        "0 没有人抢": _WORDS,
        "记录": _HALF,
        "犯规 (2 台 -10)": "whose it is stands in the title",
    },
    "D13": {
        "表演 0:00 / 5:00 没走过": "the clock stands below, large",
        "请 3 号台开始表演": "the desk's team stands above",
        "进入收票之前": _HALF,
        "表演的表没有走过": _WORDS,
        "现在开表，留在表演": _WORDS,
        "手表上的分秒": _WORDS,
        "没有用时，直接收票": _WORDS,
        "Esc 留在表演": _WORDS,
        "空格 开表: 表演 5:00": _WORDS,
        "T 补记用时": "it is asked with the step, and opens at the ballots",
        "表没有走过。空格 开表": _SPOKEN,
        "空格 开表 T 补记用时": _FOOT,
    },
    "D14": {
        "16 题全部完成": "the last question is on until the round begins; the protest stands below what is read",
        "公布排名 进入": "the steps of the round, until the next begins",
        "影响 #044": "the ruling is called by its whole record, and so is what it might become",
        "1 迎宾街道 120.00": _STRIP,
        "裁定申诉": "the decisions by the words they are recorded in",
        "L 记录": "L and A stand in the keys row",
        "A 加减分": "L and A stand in the keys row",
        "M 1 裁定": "the keys row names what is open, by its move's words",
    },
    "D15": {
        "2 号选手": _MEMBER,
        "题 居": _HALF,
        "答错扣分 现在 0": "the value stands in a row of its own, with the cursor",
        "适用 1 从现在起": _PLAIN,
        "谁裁定 [1 仲裁]": _DECIDED,
        "台 队 现在": "places stand beside totals, in columns as wide as what they hold",
        "1 迎宾街道 110.00": "which question it is says the log",
        "2 开源街道 120.00": "the place that stays stands there too",
        "3 大庆路街道 110.00": "the place that stays stands there too",
        "4 永泰街道 110.00": "the place that stays stands there too",
        "成绩单注明": "true of every such deed, and said in docs",
        "改，记为 #026 Esc": "Esc stands in the keys row",
        "请为 3 号台加 10 分": _CHEER,
        "停表 / 再走": _WORDS,
        "A 加减分；": _WORDS,
        "记录": _HALF,
        "看清两栏总分": _SPOKEN,
        "上下 换行": _FOOT,
    },
    "D16": {
        "加赛: 争第二": "a play-off is a round: who is on, which question",
        "第 1 轮(完)": "the steps of a round of questions",
        "读 「经复核": "read when the team is dropped, a record earlier",
        "加赛由 1 号台": "read when the team is dropped, a record earlier",
        "在赛 1 台": _BESIDE,
        "4 台 永泰街道 130": _BESIDE,
        "退出 3 台": _BESIDE,
        "何时完": "said by the line that called it: what there is to win",
        "出加赛第 2 题": _WORDS,
        "按规则并列": _BESIDE,
        "L 记录": "L stands in the keys row",
        "3 台不再并列": _SPOKEN,
        "Enter 出题 0 并列": _FOOT,
        "1 迎宾街道 130.00": _STRIP,
    },
    "D17": {
        "奖项已全部上屏": "the prizes stand there, each with whether it is up",
        "本次竞赛圆满结束": "the winners are called for the photograph first",
        "签署成绩: 从此": _HALF,
        "1 迎宾街道 308.96": _STRIP,
        "一等奖 2 台": "a row a prize, by name",
        "三等奖 3 台": "a row a prize, by name",
        "待裁申诉 无": _PLAIN,
        "备份": "the safety copy by its own time, once a folder is chosen",
        "签了以后": _PLAIN,
        "大屏 冠军画面": _PLAIN,
        "签署人": "who else it was may be typed",
        "Esc 还不签 (Enter": "Esc stands in the keys row",
        "可以做": _HALF,
        "记录": _HALF,
        "M 1 签署成绩": _HALF,
        "Enter 大屏: 冠军": _HALF,
        "签署以后不能再改": _SPOKEN,
        "数字 选签署人": _FOOT,
    },
    "D18": {
        "亮分: 已开 2": "how many steps are open stands with what the board shows",
        "下一句": _THEN,
        "1 [84.1]": _HIDDEN,
        "合计 (只有这里看得见)": _HIDDEN,
        "Enter 大屏: 评委三": "what opens next is read next, and its judge's row is marked",
        "End 余下 7 步": _PLAIN,
        "PgUp 大屏退一步": "it stands in the panel of the steps",
        "M 2 这场竞赛怎么亮": "a rule like others, in the menu under the rules",
        "大屏: 评委二": _SPOKEN,
        "Enter 下一张": _FOOT,
    },
    "D19": {
        "2 号选手": _MEMBER,
        "答 户籍": _HALF,
        "还没存上": _HALF,
        "要记的 第 7 题": "a record is told by its move's words",
        "占着文件的": "how long another program has it is not known",
        "回到按 之前": "whichever key it was",
        "占着的程序一放手": _PLAIN,
        "Enter 回答完毕: 停表": _HALF,
        "请为 3 号台加 10 分": _CHEER,
        "判错 0": _HALF,
        "停表 / 再走": _WORDS,
        "A 加减分；": _WORDS,
    },
    "D20": {
        "不辩不明: 对阵": "the round stands in the row above its draws; what comes after them is not a draw",
        "对阵(完) 按出场": "what was announced before is in the log",
        "迎宾街道 ?": _LOT,
        "大庆路街道 ?": _LOT,
        "评委现场命题": "motions are no draw where the judges set them",
        "1 当众抽": _PLAIN,
        "2 快抽": _PLAIN,
        "3 手抽": _PLAIN,
        "0 不抽": "for any pair, whatever its numbers",
        "M 5 先抽别的": "with these rules nothing else is to be drawn",
        "正反方怎么抽": _SPOKEN,
    },
    "D21": {
        "2 号选手": _MEMBER,
        "题 居": _HALF,
        "2 队来晚了": "a late team plays from the next round on (a known slip)",
        "3 缓一缓": "what is not due says so behind its words",
        "6 评委变动": _LEAVES,
        "7 申诉": _PLAIN,
        "请为 3 号台加 10 分": _CHEER,
        "停表 / 再走": _WORDS,
        "A 加减分；": _WORDS,
        "记录": _HALF,
        "选一件事": _SPOKEN,
        "数字 选 Esc": _FOOT,
    },
    "D22": {
        "不辩不明: 对阵": "the round stands in the row above its draws; what comes after them is not a draw",
        "对阵(完) 按出场": "what was announced before is in the log",
        "读 「第 1 场": "by the order of the lots, each with what it gives",
        "[正反方] 第 1 场": _LOT,
        "大庆路街道 ?": _LOT,
        "评委现场命题": "motions are no draw where the judges set them",
        "密码 4d09": "the hash and the shell command stand there, so that anybody can do it again",
        "Enter 开第 2 场": "lots open as they do for the running order",
        "M 3 整个作废": _WORDS,
        "第 1 场: 正方迎宾街道，反方开源街道。": _SPOKEN,
        "Enter 开签": _FOOT,
    },
    "D23": {
        "第 1 场 辩题": _OWN,
        "立论(完)": _STEPS,
        "票齐后读": _THEN,
        "座 1 评委一": "a row a judge",
        "座 5 评委五": "a row a judge",
        "代录 评委五的票": _WORDS,
        "评委五的票 正方": "what may be chosen stands there until it is chosen; a digit brings it back",
        "评委五投 1 正方": "what may be chosen stands there until it is chosen; a digit brings it back",
        "读回去": _OWN,
        "存为 #233": "the number is said once it is recorded",
        "(记下后停在这里": _PLAIN,
        "[票齐后 亮票]": _COMES,
        "代录 换人": _LEAVES,
        "代录: 从评委五开始": "votes are typed judge by judge, whoever is chosen",
        "1 迎宾街道 220.52": _OWN,
        "评委五投 反方": _SPOKEN,
        "1 2 3 改选": _FOOT,
    },
    "D24": {
        "抢答题 10 分": "what it is worth stands at the keys that give it",
        "请抢答 0:08": "the clock stands below, large",
        "谁抢到 10_": "which number is typed stands in the message and at Enter too",
        "犯规退出": "by the reason, as the board has it",
        "还能抢": "neighbours are drawn together",
        "Enter 10 台": _WORDS,
        "删掉刚打的数": _PLAIN,
        "0 没有人抢": _WORDS,
        "停表 / 再走": _WORDS,
        "本题 12 队": _PLAIN,
        "打了 10": "the team by its number too",
        "数字 台号": _FOOT,
    },
}
"""Rows that are not as drawn, by words that they hold, and why."""


def lost(found: list[str], drawn: list[str], *, wide: bool) -> list[str]:
    """Return the drawn rows whose words stand in no row of the desk: a box may stand a row higher or lower."""
    there = {said(row, y, wide=wide) for y, row in enumerate(found)}
    rows = (said(row, y, wide=wide) for y, row in enumerate(drawn))
    return [" ".join(words) for words in rows if words and words not in there]


_BOX = 20
"""Columns in which a box begins, well left of the rule."""


def said(row: str, y: int, *, wide: bool) -> tuple[str, ...]:
    """Return the words of a row left of the rule, without a box's frame."""
    box = row.split("|")
    boxed = len(box) > 2 and width(box[0]) < _BOX
    own = box[1] if boxed else row if not wide or y in WHOLE else split(row)[0]
    return tuple(word for word in own.replace("|", " ").split() if word.strip("+->"))


def differing(name: str, size: tuple[int, int]) -> list[str]:
    """Return the drawn rows that the desk does not have."""
    found = masked(plain(MOMENTS[name]().canvas(*size)))
    return lost(found, drawing(f"{name}-{size[0]}x{size[1]}"), wide=size[0] == 120)


@pytest.mark.parametrize("name", MOMENTS)
def test_a_row_is_as_drawn_or_says_why_not(name: str) -> None:
    rows = [row for size in SIZES for row in differing(name, size)]
    reasons = {**CHANGED[name], **EVERYWHERE}
    assert [row for row in rows if not any(words in row for words in reasons)] == []
    assert [words for words in CHANGED[name] if not any(words in row for row in rows)] == []


def test_what_is_the_same_in_all_drawings_does_differ() -> None:
    rows = [row for name in ("D9", "D12", "D13", "D17", "D24") for size in SIZES for row in differing(name, size)]
    assert [words for words in EVERYWHERE if not any(words in row for row in rows)] == []
