"""Members from files: all of a file or nothing, and every error named."""

from __future__ import annotations

import base64
import io
import zipfile

import pytest
import sqlalchemy as sa

from chassis.context import Caller, Role
from chassis.errors import Forbidden, InvalidInput, Unauthenticated
from services.members.cards.tables import Card, Member
from services.members.errors import ChunkOutOfOrder, ImportNotFound, ImportNotReceiving
from services.members.imports.desk import Pace
from services.members.imports.tables import ImportPiece, ImportRow
from tests.component.members.conftest import CHAOYANG, FEDERATION, HAIDIAN, UNION
from tests.component.members.files import CHINESE, csv_of, excel_of, number, row

SMALL = Pace(rows=3, batches=2)


def count(hall, table):
    with hall.component.database.reading() as session:
        return session.scalar(sa.select(sa.func.count()).select_from(table))


def member(hall, card_no):
    with hall.component.database.reading() as session:
        return session.execute(
            sa.select(Member).join(Card).where(Card.card_no == card_no)
        ).scalar_one_or_none()


@pytest.mark.parametrize(
    ("format", "content"),
    [
        ("csv", csv_of([row(n) for n in range(10)])),
        ("csv", csv_of([row(n) for n in range(10)], heads=CHINESE)),
        ("csv", b"\xef\xbb\xbf" + csv_of([row(n) for n in range(10)], heads=CHINESE)),
        ("csv", csv_of([row(n) for n in range(10)], heads=CHINESE).decode().encode("gb18030")),
        ("csv", csv_of([row(n) for n in range(10)]).replace(b"\n", b"\r\n\r\n")),
        ("xlsx", excel_of([row(n) for n in range(10)])),
    ],
    ids=["english", "chinese", "bom", "gb18030", "blank lines", "excel"],
)
def test_a_file_becomes_members_who_can_log_in(hall, format, content):
    hall = hall(pace=SMALL)
    import_id = hall.send(content, format=format, piece=100)
    job = hall.work_off(import_id)
    assert (job["state"], job["rows_total"], job["rows_ok"], job["rows_failed"]) == (
        "done",
        10,
        10,
        0,
    )
    made = member(hall, number(3))
    assert (made.name, made.birth_year, made.union_path) == ("张三", 1980, UNION)
    phone = hall.security.personal.open(made.phone_sealed, purpose="phone")
    assert phone == "13900000003"
    assert hall.who(hall.log_in(number(3))).id == made.id
    (event,) = hall.events("members.members_imported.v1")
    assert event["data"] == {"import_id": import_id, "rows_ok": 10, "rows_failed": 0}


@pytest.mark.parametrize(
    ("change", "column", "code"),
    [
        ({"card_no": ""}, "card_no", "missing"),
        ({"card_no": "123"}, "card_no", "not_16_digits"),
        (
            {"card_no": number(1)[:-1] + str((int(number(1)[-1]) + 1) % 10)},
            "card_no",
            "check_digit",
        ),
        ({"name": ""}, "name", "missing"),
        ({"name": "长" * 61}, "name", "too_long"),
        ({"phone": "12345"}, "phone", "not_a_mobile"),
        ({"phone": ""}, "phone", "missing"),
        ({"birth_year": "八零"}, "birth_year", "not_a_year"),
        ({"birth_year": 1899}, "birth_year", "out_of_range"),
        ({"birth_year": 2011}, "birth_year", "out_of_range"),
        ({"union": ""}, "union", "missing"),
        ({"union": "chaoyang jianwai"}, "union", "not_a_path"),
        ({"union": "chaoyang/jianwai/u9999"}, "union", "unknown_union"),
        ({"union": "chaoyang/jianwai"}, "union", "unknown_union"),
        ({"card_no": number(0)}, "card_no", "duplicate"),
    ],
)
@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_one_wrong_line_refuses_the_file_and_is_named(hall, format, change, column, code):
    hall = hall(pace=SMALL)
    rows = [row(n) for n in range(8)]
    rows[4] = row(4, **change)
    before = count(hall, Member)
    import_id = hall.send((csv_of if format == "csv" else excel_of)(rows), format=format)
    job = hall.work_off(import_id)
    assert (job["state"], job["rows_ok"], job["rows_failed"]) == ("refused", 7, 1)
    assert hall.errors(import_id) == [(6, column, code)]
    assert job["error_count"] == 1
    assert count(hall, Member) == before
    assert hall.events("members.members_imported.v1") == []


def test_a_card_as_a_number_cell_is_refused_because_excel_has_lost_a_digit(hall):
    hall = hall()
    import_id = hall.send(excel_of([row(1, card_no=int(number(1)))]), format="xlsx")
    assert hall.work_off(import_id)["state"] == "refused"
    assert hall.errors(import_id) == [(2, "card_no", "number_cell")]


def test_all_errors_of_all_lines_are_named(hall):
    hall = hall(pace=SMALL)
    rows = [row(0), row(1, name="", phone="x"), row(2), row(0), row(4, union="nowhere/x/y")]
    import_id = hall.send(csv_of(rows))
    job = hall.work_off(import_id)
    assert hall.errors(import_id) == [
        (3, "name", "missing"),
        (3, "phone", "not_a_mobile"),
        (5, "card_no", "duplicate"),
        (6, "union", "unknown_union"),
    ]
    assert (job["error_count"], job["rows_failed"]) == (4, 3)
    page = hall.call("list_import_errors", caller=FEDERATION, import_id=import_id, limit=3)
    rest = hall.call(
        "list_import_errors", caller=FEDERATION, import_id=import_id, cursor=page["next_cursor"]
    )
    assert len(page["items"]) + len(rest["items"]) == 4
    assert rest["items"][0]["message"] == "is no grassroots union that we know"


def test_no_error_repeats_what_stood_in_the_file(hall):
    hall = hall()
    import_id = hall.send(csv_of([row(1, name="", phone="1391234567")]))
    hall.work_off(import_id)
    page = hall.call("list_import_errors", caller=FEDERATION, import_id=import_id)
    assert "1391234567" not in str(page)


def test_good_lines_are_taken_over_when_the_officer_says_so(hall):
    hall = hall(pace=SMALL)
    rows = [row(n) for n in range(8)]
    rows[2], rows[5] = row(2, phone="x"), row(5, union="chaoyang/jianwai/u9999")
    import_id = hall.send(csv_of(rows), skip_bad_lines=True)
    job = hall.work_off(import_id)
    assert (job["state"], job["rows_ok"], job["rows_failed"]) == ("done", 6, 2)
    assert member(hall, number(1))
    assert not member(hall, number(2))
    assert not member(hall, number(5))
    assert hall.events("members.members_imported.v1")[0]["data"]["rows_failed"] == 2


def test_a_known_card_updates_its_member_and_keeps_its_state(hall):
    hall = hall()
    card, now = hall.card(), number(1)
    before = member(hall, card)
    hall.call("suspend_card", caller=CHAOYANG, card_no=card, reason="遗失")
    union = "chaoyang/wangjing/u0002"
    rows = [row(1), row(2, card_no=card, name="新名", phone="13700000000", union=union)]
    assert hall.work_off(hall.send(csv_of(rows)))["state"] == "done"
    after = member(hall, card)
    assert (after.id, after.name, after.union_path) == (before.id, "新名", union)
    assert member(hall, now)
    with hall.component.database.reading() as session:
        assert session.get(Card, card).state == "suspended"


def test_a_replaced_card_is_refused(hall):
    hall = hall()
    old = hall.card()
    hall.call("reissue_card", caller=CHAOYANG, card_no=old, reason="补办")
    import_id = hall.send(csv_of([row(1, card_no=old)]))
    assert hall.work_off(import_id)["state"] == "refused"
    assert hall.errors(import_id) == [(2, "card_no", "replaced_card")]


def test_a_district_imports_into_itself_and_takes_nobody_from_another(hall):
    hall = hall()
    theirs = hall.card(district="haidian")
    rows = [row(1), row(2, union="haidian/xueyuanlu/u0002"), row(3, card_no=theirs)]
    import_id = hall.send(csv_of(rows), caller=CHAOYANG)
    assert hall.work_off(import_id)["state"] == "refused"
    assert hall.errors(import_id) == [
        (3, "union", "outside_scope"),
        (4, "card_no", "member_elsewhere"),
    ]
    assert hall.work_off(hall.send(csv_of([row(1)]), caller=CHAOYANG))["state"] == "done"


@pytest.mark.parametrize(
    ("format", "content", "problem"),
    [
        ("csv", b"card_no,name,phone,birth_year\n", (1, "union", "header")),
        ("csv", b"card_no,name,phone,birth_year,union,name\n", (1, "name", "header")),
        ("csv", b"\n\n", (1, "card_no", "header")),
        ("csv", csv_of([row(1)]) + b'"' + b"x" * 10, (3, "", "csv")),
        ("csv", csv_of([row(1)]) + b"x" * 70_000, (3, "", "too_long")),
        ("csv", csv_of([row(1)]) + "张".encode() * 22_000 + b"\xff\n", (3, "", "too_long")),
        ("csv", excel_of([row(1)]), None),
        ("xlsx", csv_of([row(1)]), (0, "", "xlsx")),
        ("xlsx", excel_of([row(1)])[:-50], (0, "", "xlsx")),
    ],
)
def test_a_file_that_cannot_be_read_fails_with_the_reason(hall, format, content, problem):
    hall = hall()
    before = count(hall, Member)
    import_id = hall.send(content, format=format)
    assert hall.work_off(import_id)["state"] == "failed"
    errors = hall.errors(import_id)
    assert errors == [problem] if problem else len(errors) == 1
    assert count(hall, Member) == before


def test_bytes_that_are_no_text_are_named_by_line(hall):
    hall = hall()
    content = csv_of([row(n) for n in range(2000)]) + b"\xff\xff,x\n"
    import_id = hall.send(content)
    assert hall.work_off(import_id)["state"] == "failed"
    assert hall.errors(import_id) == [(2002, "", "encoding")]


def test_a_zip_bomb_is_refused(hall):
    hall = hall()
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name in ("xl/workbook.xml", "xl/worksheets/sheet1.xml"):
            package.writestr(name, b" " * 20_000_000)
    import_id = hall.send(file.getvalue(), format="xlsx")
    assert hall.work_off(import_id)["state"] == "failed"
    assert hall.errors(import_id) == [(0, "", "too_large")]


def test_nothing_of_the_file_stays_when_it_is_done_and_nothing_lies_open_before(hall):
    hall = hall(pace=Pace(rows=3, batches=1))
    import_id = hall.send(csv_of([row(n) for n in range(9)]))
    hall.component.tick("process_imports")
    with hall.component.database.reading() as session:
        for table in ("import_pieces", "import_rows"):
            dump = str(session.execute(sa.text(f"SELECT * FROM {table}")).all())  # noqa: S608
            assert len(dump) > 100
            assert "13900000001" not in dump
    hall.work_off(import_id)
    assert (count(hall, ImportPiece), count(hall, ImportRow)) == (0, 0)


def test_progress_shows_while_it_is_read(hall):
    hall = hall(pace=SMALL)
    import_id = hall.send(csv_of([row(n) for n in range(20)]))
    assert hall.call("get_import", caller=FEDERATION, import_id=import_id)["state"] == "queued"
    hall.component.tick("process_imports")
    job = hall.call("get_import", caller=FEDERATION, import_id=import_id)
    assert (job["state"], job["rows_read"], job["rows_total"]) == ("reading", 6, None)


def test_files_are_taken_in_the_order_in_which_they_came(hall):
    hall = hall()
    first = hall.send(csv_of([row(1, name="先")]))
    hall.later(seconds=1)
    second = hall.send(csv_of([row(1, name="后")]))
    hall.work_off(second)
    assert hall.call("get_import", caller=FEDERATION, import_id=first)["state"] == "done"
    assert member(hall, number(1)).name == "后"


def begin(hall, **change):
    ask = {"filename": "m.csv", "format": "csv", "size": 10}
    return hall.call("begin_import", caller=FEDERATION, **ask | change)["id"]


def append(hall, import_id, index, data, caller=FEDERATION):
    encoded = base64.b64encode(data).decode()
    return hall.call("append_import", caller=caller, import_id=import_id, index=index, data=encoded)


def test_a_piece_sent_again_is_taken_once(hall):
    hall = hall()
    import_id = begin(hall)
    append(hall, import_id, 0, b"12345")
    assert append(hall, import_id, 0, b"12345")["received"] == 5
    assert append(hall, import_id, 1, b"67890")["received"] == 10
    hall.call("finish_import", caller=FEDERATION, import_id=import_id)
    assert append(hall, import_id, 1, b"67890")["received"] == 10
    again = hall.call("finish_import", caller=FEDERATION, import_id=import_id)
    assert again["state"] == "queued"


def test_pieces_come_in_order_and_fit(hall):
    hall = hall()
    import_id = begin(hall)
    with pytest.raises(ChunkOutOfOrder) as caught:
        append(hall, import_id, 1, b"12345")
    assert caught.value.facts == {"expected": 0}
    append(hall, import_id, 0, b"12345")
    with pytest.raises(ChunkOutOfOrder):
        append(hall, import_id, 0, b"other")
    with pytest.raises(InvalidInput):
        append(hall, import_id, 1, b"678901")
    with pytest.raises(InvalidInput):
        hall.call("finish_import", caller=FEDERATION, import_id=import_id)
    append(hall, import_id, 1, b"67890")
    hall.call("finish_import", caller=FEDERATION, import_id=import_id)
    with pytest.raises(ImportNotReceiving):
        append(hall, import_id, 2, b"x")


def test_a_sender_may_learn_only_on_the_way_how_long_the_file_is(hall):
    hall = hall()
    content = csv_of([row(1)])
    import_id = begin(hall, size=10_000)
    append(hall, import_id, 0, content)
    for size in (len(content) - 1, len(content) + 1):
        with pytest.raises(InvalidInput):
            hall.call("finish_import", caller=FEDERATION, import_id=import_id, size=size)
    done = hall.call("finish_import", caller=FEDERATION, import_id=import_id, size=len(content))
    assert (done["state"], done["size"]) == ("queued", len(content))
    assert hall.work_off(import_id)["state"] == "done"


@pytest.mark.parametrize("data", ["not base64!", "YWJj YWJj", "A" * 699_056, "====", "YQ"])
def test_a_piece_that_is_no_base64_or_too_large_is_refused(hall, data):
    hall = hall()
    import_id = begin(hall, size=10_000_000)
    with pytest.raises(InvalidInput) as caught:
        hall.call("append_import", caller=FEDERATION, import_id=import_id, index=0, data=data)
    assert caught.value.errors[0].field == "data"


@pytest.mark.parametrize(
    "change", [{"format": "xls"}, {"size": 0}, {"size": 2**31}, {"size": "1"}, {"filename": ""}]
)
def test_a_file_that_cannot_be_taken_is_refused_at_once(hall, change):
    with pytest.raises(InvalidInput) as caught:
        begin(hall(), **change)
    assert [error.field for error in caught.value.errors] == list(change)


def test_rights(hall):
    hall = hall()
    with pytest.raises(Unauthenticated):
        hall.call("begin_import", filename="m.csv", format="csv", size=1)
    for caller in (
        Caller(kind="member", id="m", union=UNION),
        Caller(kind="staff", id="u", roles=(Role("grassroots", UNION), Role("venue", ""))),
    ):
        with pytest.raises(Forbidden):
            hall.call("begin_import", caller=caller, filename="m.csv", format="csv", size=1)
    import_id = hall.send(csv_of([row(1)]), caller=CHAOYANG)
    for ask in ("get_import", "list_import_errors", "finish_import"):
        with pytest.raises(ImportNotFound):
            hall.call(ask, caller=HAIDIAN, import_id=import_id)
        assert hall.call(ask, caller=FEDERATION, import_id=import_id)
    with pytest.raises(ImportNotFound):
        append(hall, import_id, 1, b"x", caller=HAIDIAN)


def test_an_upload_that_was_never_finished_is_given_up(hall):
    hall = hall()
    import_id = begin(hall)
    append(hall, import_id, 0, b"12345")
    hall.later(hours=25)
    hall.component.tick("keep_house")
    job = hall.call("get_import", caller=FEDERATION, import_id=import_id)
    assert job["state"] == "abandoned"
    assert count(hall, ImportPiece) == 0
    with pytest.raises(ImportNotReceiving):
        append(hall, import_id, 1, b"67890")
    with pytest.raises(ImportNotReceiving):
        hall.call("finish_import", caller=FEDERATION, import_id=import_id)


def test_a_cursor_of_another_list_is_refused(hall):
    hall = hall()
    import_id = hall.send(csv_of([row(1)]))
    for cursor in ("x", "WyJhIiwgImIiXQ", "WzEsIDJd"):
        with pytest.raises(InvalidInput):
            hall.call("list_import_errors", caller=FEDERATION, import_id=import_id, cursor=cursor)
