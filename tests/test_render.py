"""Rendering: every word arrives as it is, marks become comments and highlights, the same content the same bytes."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from lamdong_report.content import Cell, ListedAgency, Number, Paragraph, Style
from lamdong_report.errors import TemplateError
from lamdong_report.model import Figure
from lamdong_report.render import render_letter, render_report
from lamdong_report.text.dates import OPEN_BLANK
from lamdong_report.word.filling import NotText, printable
from lamdong_report.word.view import safe_lines
from tests.effective import Docx, W, text_of, texts_of
from tests.render_content import LETTER, REPORT, VALIDATOR, annex, edited, letter, listed_in, report
from tests.samples import samples

HOSTILE = (
    "{{ 7 * 7 }} và {{ signer }}",
    "{% if draft %}x{% endif %} {%p for p in body %} {%tr endfor %}",
    "{# ghi chú #} {_{ và }_} {_% %_}",
    "a & b < c > d \"e\" 'f' &amp; &lt;",
    "<w:p><w:r><w:t>x</w:t></w:r></w:p> ]]> <!-- -->",
    "=cmd|' /C calc'!A0",
    "Tiếng Việt có dấu tổ hợp và mũi tên → ✓ 😀",
)


def paragraphs_with(doc: Docx, style: str) -> list[str]:
    return [text_of(one) for one in doc.body.iter(f"{W}p") if doc.style_name(one) == style]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_printed_as_it_stands_wherever_it_goes(text: str) -> None:
    content = report(
        body=(Paragraph(Style.TEXT, text, lead=text, comment=text), Paragraph(Style.BULLET, text)),
        opening=(text,),
        signer=text,
        annexes=(annex(),),
        annex_note=text,
    )
    doc = Docx(render_report(content, REPORT))
    assert paragraphs_with(doc, "Nội dung") == [text, f"{text}: {text}"]
    assert paragraphs_with(doc, "Gạch đầu dòng") == [f"- {text}"]
    assert paragraphs_with(doc, "Người ký") == [text]
    assert paragraphs_with(doc, "Kèm theo") == [text] * 3
    assert texts_of(doc.comments[0]) == [text]


@settings(max_examples=samples(10), deadline=None)
@given(st.text(max_size=60))
def test_any_text_at_all_gives_a_document_that_holds_it(text: str) -> None:
    doc = Docx(render_report(report(body=(Paragraph(Style.TEXT, f"đầu {text} cuối"),), opening=()), REPORT))
    (printed,) = paragraphs_with(doc, "Nội dung")
    assert printed == safe_lines(f"đầu {text} cuối".replace("\n", " ").replace("\r", " "))


def test_what_no_file_may_hold_is_left_out_and_breaks_become_spaces() -> None:
    text = "một\x00\x07hai\x0bba\tbốn\nnăm\ue000\ue001"
    doc = Docx(render_report(report(body=(Paragraph(Style.TEXT, text),), opening=()), REPORT))
    assert paragraphs_with(doc, "Nội dung") == ["mộthai ba bốn năm"]


def test_spaces_that_clerks_leave_open_are_kept() -> None:
    text = "Kế hoạch số      /KH-UBND ngày     tháng     năm"
    data = render_report(report(opening=(text,)), REPORT)
    xml = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()
    assert f'<w:t xml:space="preserve">{text}</w:t>' in xml


def test_the_same_content_gives_the_same_bytes() -> None:
    first, second = render_report(report(), REPORT), render_report(report(), REPORT)
    assert first == second
    assert render_letter(letter(), LETTER) == render_letter(letter(), LETTER)


def test_no_clock_shows_in_the_file() -> None:
    data = render_report(report(), REPORT)
    package = zipfile.ZipFile(io.BytesIO(data))
    assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert package.namelist()[0] == "[Content_Types].xml"


def test_the_file_and_its_comments_bear_the_day_of_the_newest_form() -> None:
    data = render_report(report(newest=date(2026, 12, 6)), REPORT)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert 'w:date="2026-12-06T00:00:00Z"' in package.read("word/comments.xml").decode("utf-8")
        assert package.read("docProps/core.xml").decode("utf-8").count("2026-12-06T00:00:00Z") == 2


def test_the_properties_name_title_author_and_language() -> None:
    core = Document(
        io.BytesIO(render_report(report(title="Báo cáo kết quả", author="Sở Nội vụ"), REPORT))
    ).core_properties
    assert (core.title, core.author, core.last_modified_by, core.language) == (
        "Báo cáo kết quả", "Sở Nội vụ", "Sở Nội vụ", "vi-VN",
    )  # fmt: skip
    assert core.created.replace(tzinfo=None) == core.modified.replace(tzinfo=None) == datetime(2026, 1, 1)


# Comments and highlights


def test_comments_are_anchored_around_the_words_that_they_are_about() -> None:
    doc = Docx(render_report(report(), REPORT))
    anchored = [_anchored_text(doc, number) for number in range(len(doc.comments))]
    assert anchored == ["Sở Y tế: Ban hành 05 văn bản.", "Chưa gửi báo cáo.", "56,8"]
    assert ["".join(texts_of(one)) for one in doc.comments] == [
        "Phiếu so-y-te.xlsx › Số liệu › C9", "Chưa nhận được phiếu", "Xem lại ô D14",
    ]  # fmt: skip
    for number, comment in enumerate(doc.comments):
        assert comment.get(f"{W}id") == str(number)
        assert comment.get(f"{W}author") == "Tổng hợp số liệu"
        assert comment.get(f"{W}initials") == "TH"
        assert comment.get(f"{W}date") == "2026-01-01T00:00:00Z"


def _anchored_text(doc: Docx, number: int) -> str:
    """The text between the start and the end of a comment, both of which lie in one paragraph."""
    (start,) = [one for one in doc.body.iter(f"{W}commentRangeStart") if one.get(f"{W}id") == str(number)]
    pieces, inside = [], start.getnext()
    while inside.tag != f"{W}commentRangeEnd":
        pieces.append("".join(text.text or "" for text in inside.iter(f"{W}t")))
        inside = inside.getnext()
    assert inside.get(f"{W}id") == str(number)
    (reference,) = inside.getnext().iter(f"{W}commentReference")
    assert reference.get(f"{W}id") == str(number)
    return "".join(pieces)


def test_a_comment_may_have_several_lines() -> None:
    body = (Paragraph(Style.TEXT, "Chưa có số liệu.", comment="Tệp a.xlsx, ô C9\nTệp b.xlsx, ô C9"),)
    doc = Docx(render_report(report(body=body, indicators=()), REPORT))
    assert texts_of(doc.comments[0]) == ["Tệp a.xlsx, ô C9", "Tệp b.xlsx, ô C9"]


def test_a_document_without_comments_has_no_part_for_them() -> None:
    doc = Docx(render_report(report(body=(), indicators=()), REPORT))
    assert not doc.has("word/comments.xml")


def test_the_libraries_of_others_read_the_comments() -> None:
    document = Document(io.BytesIO(render_report(report(), REPORT)))
    assert [comment.text for comment in document.comments] == [
        "Phiếu so-y-te.xlsx › Số liệu › C9", "Chưa nhận được phiếu", "Xem lại ô D14",
    ]  # fmt: skip


def test_only_doubtful_paragraphs_are_highlighted() -> None:
    doc = Docx(render_report(report(), REPORT))
    marked = {text_of(one) for one in doc.body.iter(f"{W}p") if any(face.highlight for _, face in doc.runs(one))}
    blanks = {text for text in marked if OPEN_BLANK.search(text)}
    assert marked - blanks == {"Chưa gửi báo cáo."}
    assert {text[:2] for text in blanks} == {
        "Số",
        "Lâ",
        "(K",
    }  # what the clerk writes in: number, date, the annexes' note
    final = Docx(render_report(report(draft=False, body=()), REPORT))
    assert not [run for one in final.body.iter(f"{W}p") for run, face in final.runs(one) if face.highlight]
    assert [face.highlight for _, face in doc.runs(doc.paragraph("Chưa gửi báo cáo."))] == ["yellow"]


def test_no_mark_is_left_in_any_part() -> None:
    package = zipfile.ZipFile(io.BytesIO(render_report(report(), REPORT)))
    for name in package.namelist():
        assert not set(package.read(name).decode("utf-8")) & {"\ue000", "\ue001"}


# Numbers


@pytest.mark.parametrize("value", [5, 5.0, Decimal(5), True, Figure(Decimal(5)), None, ("a",)])
def test_a_value_that_is_no_text_cannot_be_printed(value: object) -> None:
    with pytest.raises(NotText):
        printable(value)


def test_texts_and_printed_numbers_can_be_printed_and_are_escaped() -> None:
    assert printable("a < b") == "a &lt; b"
    assert printable(Cell((Number("1.234,5", Figure(Decimal("1234.5"))),))) == "1.234,5"


# Lists in the head and at the end


def test_signs_that_a_list_already_has_are_not_doubled() -> None:
    content = report(addressees=("- Bộ Nội vụ;", "Bộ Y tế."), recipients=("- Như trên;", "Lưu: VT."))
    doc = Docx(render_report(content, REPORT))
    assert paragraphs_with(doc, "Kính gửi danh sách") == ["- Bộ Nội vụ;", "- Bộ Y tế."]
    assert paragraphs_with(doc, "Nơi nhận danh sách") == ["- Như trên;", "- Lưu: VT."]


@pytest.mark.parametrize("closing", ["Kính gửi Bộ xem xét", "Kính gửi Bộ xem xét.", "Kính gửi Bộ xem xét./."])
def test_the_closing_mark_is_set_once(closing: str) -> None:
    doc = Docx(render_report(report(closing=closing), REPORT))
    assert paragraphs_with(doc, "Lời kết") == ["Kính gửi Bộ xem xét./."]


def test_a_symbol_may_bring_its_stroke() -> None:
    doc = Docx(render_report(report(symbol="/BC-UBND", number="07"), REPORT))
    assert paragraphs_with(doc, "Số và ký hiệu") == ["Số: 07/BC-UBND"]


# The annex whose columns only the data knows


@pytest.mark.parametrize("columns", [1, 3, 14])
def test_the_columns_share_the_page_as_their_widths_ask(columns: int) -> None:
    doc = Docx(render_report(report(annexes=(annex(columns),)), REPORT))
    table = next(doc.paragraph("Cột số 0").iterancestors(f"{W}tbl"))
    grid = [int(column.get(f"{W}w")) for column in table.find(f"{W}tblGrid")]
    number, name, *rest = grid
    assert number < name
    assert len(rest) == columns
    assert [width / rest[0] for width in rest] == pytest.approx([at + 1 for at in range(columns)], rel=0.02)
    assert sum(grid) == pytest.approx(252 * 1440 / 25.4, abs=columns + 2)
    *rows, end = table.findall(f"{W}tr")
    assert end.find(f"{W}tc/{W}tcPr/{W}gridSpan").get(f"{W}val") == str(len(grid))
    for row in rows:
        assert [int(cell.find(f"{W}tcPr/{W}tcW").get(f"{W}w")) for cell in row.findall(f"{W}tc")] == grid


# Whole or not at all


def test_empty_lists_leave_a_document_that_opens() -> None:
    content = report(
        issuer=(), addressees=(), opening=(), body=(), closing="", authority=(), recipients=(), indicators=(),
        statuses=(), annexes=(annex(1, 0),),
    )  # fmt: skip
    doc = Docx(render_report(content, REPORT))
    for cell in doc.body.iter(f"{W}tc"):
        assert cell[-1].tag == f"{W}p"


def test_a_template_that_leaves_out_a_paragraph_gives_no_document(tmp_path: Path) -> None:
    template = edited(REPORT, tmp_path, ("{{ p.text|upper }}", "{{ p.lead|upper }}"))
    with pytest.raises(TemplateError) as error:
        render_report(report(), template)
    assert error.value.faults == ("Mẫu không in đoạn «I. Công tác chỉ đạo, triển khai» của báo cáo",)


def test_many_paragraphs_left_out_are_counted_not_listed(tmp_path: Path) -> None:
    template = edited(REPORT, tmp_path, ("{{ p.text|upper }}", "{{ p.lead|upper }}"))
    body = tuple(Paragraph(Style.HEADING1, f"Mục {at}") for at in range(20))
    with pytest.raises(TemplateError) as error:
        render_report(report(body=body), template)
    assert len(error.value.faults) == 6
    assert error.value.faults[-1] == "Mẫu không in 15 đoạn khác của báo cáo"


# The schemas


@pytest.mark.skipif(not VALIDATOR.exists(), reason="the schema validator does not lie beside this checkout")
def test_what_is_rendered_keeps_to_the_schemas(tmp_path: Path) -> None:
    nasty = " ".join(HOSTILE)
    contents = {
        "draft": render_report(report(), REPORT),
        "bare": render_report(report(issuer=(), body=(), indicators=(), statuses=(), annexes=(annex(1, 0),)), REPORT),
        "nasty": render_report(
            report(
                body=tuple(Paragraph(s, nasty, nasty, nasty, True, table=listed_in(s)) for s in Style), signer=nasty
            ),
            REPORT,
        ),
        "letter": render_letter(letter(annex=(ListedAgency("1", nasty),)), LETTER),
        "bare-letter": render_letter(letter(corrections=(), addressees=(nasty, nasty)), LETTER),
    }
    paths = [tmp_path / f"{name}.docx" for name in contents]
    for path, data in zip(paths, contents.values(), strict=True):
        path.write_bytes(data)
    found = subprocess.run(
        [sys.executable, str(VALIDATOR), *map(str, paths), str(REPORT), str(LETTER)], capture_output=True, text=True
    )
    assert found.returncode == 0, found.stdout
