"""A file on its way in, and its errors on their way out."""

from __future__ import annotations

import base64
import hashlib
import os

import pytest

from gateway.services import ServiceError
from gateway.uploads import PIECE
from tests.component.gateway.conftest import problem_of, staff
from tests.component.gateway.samples import A_UUID

pytestmark = pytest.mark.anyio
PATH = "/v1/members/imports"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OFFICER = staff("federation")


@pytest.fixture
def headers(bearer):
    return bearer(OFFICER)


def received(services):
    """The file as the service got it, and its pieces in order."""
    calls = services.called("members.append_import")
    assert [call.payload["index"] for call in calls] == list(range(len(calls)))
    assert {call.payload["import_id"] for call in calls} <= {A_UUID}
    return [base64.b64decode(call.payload["data"]) for call in calls]


@pytest.mark.parametrize("size", [1, PIECE - 1, PIECE, PIECE + 1, 3_000_000])
@pytest.mark.parametrize("as_form", [True, False], ids=["form", "bare"])
async def test_a_file_arrives_whole_in_pieces(size, as_form, client, services, headers):
    content = os.urandom(size)
    if as_form:
        kind = {"files": {"file": ("会员.xlsx", content, XLSX)}, "data": {"note": "not the file"}}
    else:
        kind = {"content": content}
        headers |= {"Content-Type": XLSX}
    answer = await client.post(PATH, headers=headers, **kind)
    assert answer.status_code == 202
    assert answer.headers["location"] == f"{PATH}/{A_UUID}"
    pieces = received(services)
    assert hashlib.sha256(b"".join(pieces)).digest() == hashlib.sha256(content).digest()
    assert all(len(piece) == PIECE for piece in pieces[:-1])
    begin = services.called("members.begin_import")[0].payload
    assert begin["format"] == "xlsx"
    assert begin["size"] >= size
    assert begin["filename"] == ("会员.xlsx" if as_form else "upload.xlsx")
    assert services.calls[-1].name == "members.finish_import"
    assert services.calls[-1].payload == {"import_id": A_UUID, "size": size}


@pytest.mark.parametrize(
    ("name", "kind", "taken"),
    [
        ("members.csv", "application/octet-stream", ("members.csv", "csv")),
        ("MEMBERS.XLSX", "", ("MEMBERS.XLSX", "xlsx")),
        ("../../etc/members.csv", "text/csv", ("members.csv", "csv")),
        ("C:\\Users\\me\\members.csv", "text/csv", ("members.csv", "csv")),
        ("members", "text/csv", ("members", "csv")),
        ("x" * 300 + ".csv", "text/csv", ("x" * 116 + ".csv", "csv")),
    ],
)
async def test_a_files_name_is_a_name_and_no_path(name, kind, taken, client, services, headers):
    await client.post(PATH, headers=headers, files={"file": (name, b"a,b\n", kind)})
    begin = services.called("members.begin_import")[0].payload
    assert (begin["filename"], begin["format"]) == taken


@pytest.mark.parametrize(
    ("name", "kind"), [("members.pdf", "application/pdf"), ("members.exe", ""), ("members", "")]
)
async def test_what_is_no_table_is_415(name, kind, client, services, headers):
    answer = await client.post(PATH, headers=headers, files={"file": (name, b"x", kind)})
    problem_of(answer, status=415, code="not_a_table")
    assert services.calls == []


BROKEN = {
    "no boundary": ("multipart/form-data", b"--x\r\n"),
    "another boundary": ("multipart/form-data; boundary=a", b"--b\r\n\r\nx\r\n--b--\r\n"),
    "a boundary too long": ("multipart/form-data; boundary=" + "a" * 100, b"x"),
    "breaks off": (
        "multipart/form-data; boundary=a",
        b'--a\r\nContent-Disposition: form-data; name="f"; filename="m.csv"\r\n\r\na,b\n1',
    ),
}


@pytest.mark.parametrize(("kind", "body"), BROKEN.values(), ids=BROKEN.keys())
async def test_a_broken_form_is_400_and_never_finished(kind, body, client, services, headers):
    answer = await client.post(PATH, headers=headers | {"Content-Type": kind}, content=body)
    problem_of(answer, status=400, code="malformed_form")
    assert services.called("members.finish_import") == []


@pytest.mark.parametrize("kwargs", [{"files": {"file": ("m.csv", b"", "text/csv")}}, {}])
async def test_no_file_is_422(kwargs, client, services, headers):
    if not kwargs:
        kwargs = {"content": b""}
        headers |= {"Content-Type": "text/csv"}
    answer = await client.post(PATH, headers=headers, **kwargs)
    assert problem_of(answer, status=422)["errors"][0]["field"] == "file"
    assert services.calls == []


async def test_a_file_that_is_too_large_is_413_before_it_is_read(client, services, headers):
    headers |= {"Content-Type": "text/csv", "Content-Length": "200000001"}
    answer = await client.post(PATH, headers=headers, content=b"a")
    problem_of(answer, status=413)
    assert answer.headers["connection"] == "close"
    assert services.calls == []


async def test_memory_does_not_grow_with_the_file(client, services, headers):
    """Each piece has gone to the service before the next is read."""
    waiting = 0
    most = 0

    async def body():
        nonlocal waiting, most
        for _ in range(100):
            waiting += 100_000
            most = max(most, waiting)
            yield b"x" * 100_000

    def append(call):
        nonlocal waiting
        waiting -= len(base64.b64decode(call.payload["data"]))
        return {}

    services.answers["members.append_import"] = append
    answer = await client.post(PATH, headers=headers | {"Content-Type": "text/csv"}, content=body())
    assert answer.status_code == 202
    assert most <= PIECE + 2 * 100_000


async def test_a_step_that_fails_in_passing_is_taken_again_with_its_key(client, services, headers):
    failures = iter([True, False, True])

    def append(_call):
        if next(failures, False):
            raise ServiceError("unavailable")
        return {}

    services.answers["members.append_import"] = append
    content = os.urandom(PIECE * 2)
    answer = await client.post(
        PATH, headers=headers | {"Content-Type": "text/csv"}, content=content
    )
    assert answer.status_code == 202
    calls = services.called("members.append_import")
    assert [call.payload["index"] for call in calls] == [0, 0, 1, 1]
    keys = [call.context.idempotency_key for call in calls]
    assert keys[0] == keys[1] != keys[2] == keys[3]
    assert all(keys)


async def test_a_clients_key_is_carried_through(client, services, headers):
    headers |= {"Content-Type": "text/csv", "Idempotency-Key": "upload-7"}
    await client.post(PATH, headers=headers, content=b"a,b\n")
    assert [call.context.idempotency_key for call in services.calls] == [
        "upload-7",
        "upload-7.0",
        "upload-7",
    ]


async def test_options_come_from_the_query(client, services, headers):
    headers |= {"Content-Type": "text/csv"}
    await client.post(f"{PATH}?skip_bad_lines=true", headers=headers, content=b"a\n")
    assert services.called("members.begin_import")[0].payload["skip_bad_lines"] is True
    for query in ("colour=red", "filename=x.csv"):
        answer = await client.post(f"{PATH}?{query}", headers=headers, content=b"a\n")
        problem_of(answer, status=422)


async def test_the_errors_of_a_file_are_one_table_over_all_pages(client, services, headers):
    def page(call):
        first = int(call.payload.get("cursor") or 0)
        items = [
            {"line": n, "column": "phone", "code": "not_a_phone", "message": f'"{n}", =1+1'}
            for n in range(first, first + 200)
        ]
        return {"items": items, "next_cursor": str(first + 200) if first < 400 else None}

    services.answers["members.list_import_errors"] = page
    answer = await client.get(f"{PATH}/{A_UUID}/errors", headers=headers)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"].startswith("attachment")
    text = answer.content.decode("utf-8-sig")
    assert answer.content.startswith(b"\xef\xbb\xbf"), "or Excel reads Chinese as something else"
    lines = text.splitlines()
    assert lines[0] == "line,column,code,message"
    assert len(lines) == 601
    assert lines[600] == '599,phone,not_a_phone,"""599"", =1+1"'


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx"])
async def test_no_text_in_a_table_becomes_a_formula(text, client, services, headers):
    item = {"line": 1, "column": "name", "code": "bad", "message": text}
    services.answers["members.list_import_errors"] = lambda _: {
        "items": [item],
        "next_cursor": None,
    }
    answer = await client.get(f"{PATH}/{A_UUID}/errors", headers=headers)
    assert f"bad,'{text}" in answer.text


async def test_a_table_that_may_not_be_seen_has_a_status_of_its_own(client, services, headers):
    def refuse(_call):
        raise ServiceError("not_found", code="import_not_found")

    services.answers["members.list_import_errors"] = refuse
    answer = await client.get(f"{PATH}/{A_UUID}/errors", headers=headers)
    problem_of(answer, status=404, code="import_not_found")
