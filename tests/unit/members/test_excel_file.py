"""Excel files as a stream: what Excel and others write, and what nobody should."""

from __future__ import annotations

import io
import random
import zipfile

import openpyxl
import pytest

from services.members.imports import excel_file
from services.members.imports.rules import UnreadableFile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
WORKBOOK = (
    f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
    '<sheet name="b" sheetId="9" r:id="rId7"/><sheet name="a" sheetId="1" r:id="rId1"/>'
    "</sheets></workbook>"
)
RELATIONS = (
    f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Target="worksheets/sheet1.xml"/>'
    '<Relationship Id="rId7" Target="/xl/worksheets/sheet7.xml"/></Relationships>'
)


def package(sheet, *, shared=None, compression=zipfile.ZIP_DEFLATED, **parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as made:
        made.writestr("xl/workbook.xml", WORKBOOK)
        made.writestr("xl/_rels/workbook.xml.rels", RELATIONS)
        made.writestr("xl/worksheets/sheet7.xml", sheet)
        if shared is not None:
            made.writestr("xl/sharedStrings.xml", shared)
        for name, content in parts.items():
            made.writestr(name, content)
    return file.getvalue()


def sheet(rows):
    return f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'


def lines(content, **options):
    return list(excel_file.lines(io.BufferedReader(io.BytesIO(content)), **options))


def refusal(content):
    with pytest.raises(UnreadableFile) as caught:
        lines(content)
    return caught.value.problem.code


def test_what_openpyxl_writes():
    book = openpyxl.Workbook()
    book.active.append(["卡号", "姓名", None, 1980, 1.5, True])
    book.active["B4"] = "四"
    file = io.BytesIO()
    book.save(file)
    found = [(line, cells) for line, cells in lines(file.getvalue()) if any(cells)]
    assert found == [(1, ["卡号", "姓名", None, 1980, 1.5, "1"]), (4, [None, "四"])]


def test_shared_texts_runs_gaps_and_kinds_of_cells():
    shared = (
        f'<sst xmlns="{MAIN}"><si><t>卡号</t></si>'
        '<si><r><rPr><b/></rPr><t>张</t></r><r><t xml:space="preserve"> 三</t></r>'
        "<rPh sb='0' eb='1'><t>zhang</t></rPh></si></sst>"
    )
    rows = (
        '<row r="2"><c r="A2" t="s"><v>0</v></c><c r="C2" t="s"><v>1</v></c></row>'
        '<row r="5"><c t="str"><v>公式</v></c><c><v>12</v></c><c><v>1.2E3</v></c><c/>'
        '<c t="inlineStr"><is><t>行内</t></is></c></row><row><c r="B6"><v>7</v></c></row>'
    )
    assert lines(package(sheet(rows), shared=shared)) == [
        (2, ["卡号", None, "张 三"]),
        (5, ["公式", 12, 1200.0, None, "行内"]),
        (6, [None, 7]),
    ]


def test_lines_count_up_whatever_a_writer_says():
    rows = "".join(f'<row r="{r}"><c><v>1</v></c></row>' for r in ("3", "3", "1", "x", "9" * 30))
    assert [line for line, _ in lines(package(sheet(rows)))] == [3, 4, 5, 6, 7]


def test_cells_far_to_the_right_cost_nothing():
    far = "".join(f'<c r="{place}1"><v>2</v></c>' for place in ("CW", "XFD", "ZZZZZZZ"))
    rows = f'<row r="1"><c r="A1"><v>1</v></c>{far}</row>'
    assert lines(package(sheet(rows))) == [(1, [1])]


def test_what_follows_the_lines_is_not_read():
    after = f"<x>{'y' * 3_000_000}</x>"
    text = sheet('<row r="1"><c><v>1</v></c></row>').replace("</sheetData>", f"</sheetData>{after}")
    assert lines(package(text, compression=zipfile.ZIP_STORED)) == [(1, [1])]


def test_somebody_else_gets_a_turn_while_shared_texts_are_read():
    shared = f'<sst xmlns="{MAIN}">' + "<si><t>x</t></si>" * 5000 + "</sst>"
    turns = []
    lines(package(sheet(""), shared=shared), pause=lambda: turns.append(1))
    assert len(turns) == 5


@pytest.mark.parametrize(
    "content",
    [
        package(sheet(""), **{"xl/media/image1.png": b"\0" * 30_000_000}),
        package(sheet(""), **{f"x{n}": b"" for n in range(600)}),
        package(
            sheet(f"<row><c t='inlineStr'><is><t>{'x' * 2_000_000}</t></is></c></row>"),
            compression=zipfile.ZIP_STORED,
        ),
        package(
            sheet(""),
            shared=f'<sst xmlns="{MAIN}"><si><t>{"x" * 2_000_000}</t></si></sst>',
            compression=zipfile.ZIP_STORED,
        ),
    ],
    ids=["ratio", "entries", "cell", "shared text"],
)
def test_bombs_are_refused(content):
    assert refusal(content) == "too_large"


def test_a_file_that_claims_a_gigabyte_is_refused_before_it_is_unpacked():
    content = bytearray(package(sheet("<row/>" * 10)))
    at = content.rfind(b"PK\x01\x02", 0, content.rfind(b"xl/worksheets/sheet7.xml"))
    content[at + 24 : at + 28] = (2**31).to_bytes(4, "little")
    assert refusal(bytes(content)) == "too_large"


def test_entities_do_not_explode():
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<!DOCTYPE x [<!ENTITY e0 "{"x" * 100}">{entities}]>' + sheet(
        "<row><c t='inlineStr'><is><t>&e11;</t></is></c></row>"
    )
    assert refusal(package(bomb)) == "xlsx"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK",
        b"card_no,name\n",
        package("<worksheet"),
        package(sheet('<row><c t="s"><v>0</v></c></row>')),
        package(sheet('<row><c t="s"><v>-1</v></c></row>'), shared=f'<sst xmlns="{MAIN}"/>'),
        package(sheet("<row><c><v>1,5</v></c></row>")),
    ],
)
def test_what_is_no_excel_file_is_refused(content):
    assert refusal(content) == "xlsx"


def test_no_damage_brings_anything_but_a_refusal():
    book = openpyxl.Workbook()
    for number in range(50):
        book.active.append([f"{number}", "张三", 1980])
    file = io.BytesIO()
    book.save(file)
    chance = random.Random(12351)
    refused = 0
    for _ in range(300):
        content = bytearray(file.getvalue())
        for _ in range(chance.randint(1, 8)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        try:
            lines(bytes(content[: chance.choice([len(content), chance.randrange(len(content))])]))
        except UnreadableFile:
            refused += 1
    assert refused > 100
