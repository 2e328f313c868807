"""Several servers on one contest that rests on a database: cards, sheets and pages are the same at each."""

from __future__ import annotations

import threading

from quizarena.documents import read_rows
from quizarena.journal import create_journal
from quizarena.records import to_row
from quizarena.sessions.serving import server_among
from tests.contest.telling import told
from tests.postgres import new_address
from tests.web.halls import FIRST_BALLOT, MARKS, ORIGIN, form, give_pin, post, serving_file, sheet_on

PATIENCE = 30


def test_a_judge_sits_at_one_server_by_the_card_of_another_and_both_show_the_ballot() -> None:
    contest, address = told(FIRST_BALLOT - 1), new_address()
    create_journal(address, lambda writer: [writer.append(to_row(each, contest.book)) for each in contest.records])
    with serving_file(address) as one, serving_file(address) as two:
        for hall in (one, two):
            hall.worker.ask(lambda _arena, hall=hall: hall.worker.attendance.open("http://hall:8000")).result()  # type: ignore[misc]
        assert server_among(one.worker.ask(lambda _arena: one.worker.attendance.screens()).result()) is not None
        news = threading.Event()
        two.worker.listeners.append(news.set)
        with one.browser() as phone:
            answer = phone.post(f"/s/{two.card('judge:j3')}", headers=ORIGIN, data={"device": ""})
            assert answer.status_code == 303, answer.text
            give_pin(phone)
            sheet = sheet_on(phone)
            sent = post(phone, "/sheet/hand-in", form(sheet, MARKS, number=1))
            assert sent == {"state": "in", "seq": FIRST_BALLOT}
        while two.worker.snapshot.seq < FIRST_BALLOT:
            assert news.wait(PATIENCE)
            news.clear()
    assert read_rows(address)[-1].id == sheet["id"]
