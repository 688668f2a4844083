"""Long tables: their rows go through small trees, and what comes out is to the byte what one large tree would give."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from lamdong_report.content import Cell, Paragraph, ReportContent, StatusRow, Style, WordsAnnex, WordsRow
from lamdong_report.docx.wordml import TR, Element
from lamdong_report.errors import TemplateError
from lamdong_report.pipeline import Reading
from lamdong_report.pipeline.drafting import compose
from lamdong_report.render import render_report
from lamdong_report.word import finish, longtables
from tests.effective import Docx, W
from tests.render_content import BODY, REPORT, annex, edited, listed_in, report
from tests.slow import slow

MANY = 260


def long_report(rows: int = MANY) -> ReportContent:
    """Every kind of table with so many rows, and comments among and between them."""
    figures = annex(rows=rows)
    cells = (Cell("1.000", comment="Xem lại ô C9"), Cell("–"), Cell("3,5"))
    noted = tuple(replace(row, cells=cells) if at % 30 == 7 else row for at, row in enumerate(figures.rows))
    figures = replace(figures, rows=noted, total=replace(figures.total, cells=cells))
    listed = replace(listed_in(Style.LIST) or figures, rows=noted)
    statuses = [StatusRow(str(at), f"Xã số {at}", Cell(f"{at}/BC"), Cell("29/11/2026")) for at in range(rows)]
    statuses[20:20] = [StatusRow(name="Phường", heading=True)]
    said = [WordsRow((Cell(str(at)), Cell("Nội dung"), Cell("Đã tổ chức 02 lớp tập huấn."))) for at in range(rows)]
    said[0:0] = said[50:50] = [WordsRow(name="Sở Y tế")]
    return report(
        body=(*BODY, Paragraph(Style.LIST, "Bảng kê:", table=listed, comment="Chưa đủ"), *BODY),
        annexes=(figures, annex(columns=7, rows=rows), annex(rows=2)),
        words=(WordsAnnex("IV", "Nhiệm vụ", ("STT", "Nhiệm vụ", "Kết quả"), (10, 40, 110), tuple(said)),),
        statuses=(StatusRow(name="Xã", heading=True), *statuses),
    )


def in_one_tree(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(longtables, "ROWS_AT_ONCE", sys.maxsize)


@pytest.fixture
def trees(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The rows in each tree that is finished: those of the stretches, at last that of the body."""
    found: list[int] = []
    real = finish.tidy

    def counted(body: Element, styles: finish.DocumentStyles) -> None:
        found.append(sum(1 for _ in body.iter(TR)))
        real(body, styles)

    monkeypatch.setattr(finish, "tidy", counted)
    return found


def test_no_tree_holds_more_rows_than_a_stretch_or_than_stay(trees: list[int]) -> None:
    document = Docx(render_report(long_report(), REPORT))
    assert sum(1 for _ in document.body.iter(TR)) > 5 * MANY
    *stretches, body = trees
    assert max(stretches) <= longtables.ROWS_AT_ONCE
    few = trees[:]
    trees.clear()
    render_report(long_report(2 * MANY), REPORT)
    assert trees[-1] == body  # however many there are
    assert len(trees) > len(few)


@pytest.mark.parametrize("rows", [*slow(1), 7, *slow(longtables.ROWS_AT_ONCE)])
def test_stretches_give_the_bytes_of_one_tree(rows: int, monkeypatch: pytest.MonkeyPatch, trees: list[int]) -> None:
    monkeypatch.setattr(longtables, "ROWS_AT_ONCE", rows)
    in_stretches = render_report(long_report(), REPORT)
    assert len(trees) > 5 * MANY / rows / 2
    in_one_tree(monkeypatch)
    trees.clear()
    assert render_report(long_report(), REPORT) == in_stretches
    assert len(trees) == 1


def test_the_demonstration_is_the_same_in_stretches(
    example_reading: Reading, monkeypatch: pytest.MonkeyPatch, trees: list[int]
) -> None:
    monkeypatch.setattr(longtables, "ROWS_AT_ONCE", 3)
    in_stretches = compose(example_reading).document
    assert len(trees) > 10
    in_one_tree(monkeypatch)
    assert compose(example_reading).document == in_stretches


SENT = "{{ row.sent }}</w:t></w:r></w:p>"
ROW = "<w:tr><w:tc><w:p><w:r><w:t>trong</w:t></w:r></w:p></w:tc></w:tr>"
TABLE = f'<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w="500"/></w:tblGrid>{ROW}</w:tbl>'
NAMES = (
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
)
NO_LINES = '<w:tcPr><w:tcBorders><w:top w:val="nil"/></w:tcBorders></w:tcPr>'
WIDE = '<w:tcPr><w:gridSpan w:val="3"/></w:tcPr>'
# What officials may put behind the days of sending, and whether rows with that can be told apart from the others.
BEHIND = {
    "<w:p><w:r><w:t>Số: {{ row.number }}</w:t></w:r></w:p>": True,
    '<w:p><w:commentRangeStart w:id="9"/><w:commentRangeEnd w:id="9"/></w:p>': True,
    '<w:p w14:paraId="3F00AB12"><w:r><w:t>x</w:t></w:r></w:p>': True,
    '<w:p><w:r><w:t>Chữ</w:t></w:r></w:p><w:p><w:pPr><w:pStyle w:val="DuongKeNgan"/></w:pPr></w:p>': True,
    "<w:p/></w:tc><w:tc>": True,
    "</w:tc></w:tr><w:tr><w:tc><w:p/>": True,
    "</w:tc></w:tr><w:tr>{% if row.number == '200' %}</w:tr><w:tr>{% endif %}<w:tc><w:p/>": False,
    "<w:p/>{% if row.number == '200' %}</w:tc><w:tc><w:p/>{% endif %}": False,
    f"<w:p/></w:tc><w:tc>{{% if row.number == '99' %}}{WIDE}{{% endif %}}<w:p/>": False,
    f"<w:p/></w:tc><w:tc>{NO_LINES}<w:p/>": False,
    "</w:tc></w:tr><w:tr><w:trPr><w:tblHeader/></w:trPr><w:tc><w:p/>": False,
    f"</w:tc></w:tr><w:sdt><w:sdtContent>{ROW}</w:sdtContent></w:sdt><w:tr><w:tc><w:p/>": False,
    f"{TABLE}<w:p/>": False,
    # Taken for rows of the outer table, those of this one would be enough to be kept together.
    f"<w:p/>{{% if row.number == '{MANY - 1}' %}}{TABLE.replace(ROW, ROW * 10)}<w:p/>{{% endif %}}": False,
    f"<w:p/>{{% if row.number == '7' %}}{TABLE.replace(ROW, ROW * MANY)}<w:p/>{{% endif %}}": False,
    '<w:p><w:bookmarkStart w:id="7" w:name="gui"/><w:bookmarkEnd w:id="7"/></w:p>': False,
    '<w:p><w:r><w:drawing><wp:inline><wp:docPr id="1"/></wp:inline></w:drawing></w:r></w:p>': False,
    f'<w:p><w:r xmlns:w="{W[1:-1]}"><w:t>x</w:t></w:r></w:p>': False,
    "<w:p/><!-- <w:tr> -->": False,
    "<w:p/><?rows 0?>": False,
}


@pytest.mark.slow
@pytest.mark.parametrize("behind", BEHIND)
def test_whatever_stands_in_the_rows_comes_out_as_from_one_tree(
    behind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, trees: list[int]
) -> None:
    template = edited(REPORT, tmp_path, ("<w:document", f"<w:document {NAMES}"), (SENT, SENT + behind))
    content = report(statuses=long_report().statuses)
    in_stretches = render_report(content, template)
    assert (len(trees) > 1) == BEHIND[behind]
    in_one_tree(monkeypatch)
    assert render_report(content, template) == in_stretches


def test_a_command_that_cuts_through_a_row_is_told(tmp_path: Path) -> None:
    words = "{% if row.number != '200' %}</w:t></w:r><w:hyperlink><w:r><w:t>{% endif %}"
    template = edited(REPORT, tmp_path, (SENT, f"{SENT}<w:p><w:r><w:t>{words}</w:t></w:r></w:hyperlink></w:p>"))
    with pytest.raises(TemplateError) as told:
        render_report(report(statuses=long_report().statuses), template)
    assert "cắt ngang đoạn, hàng hoặc ô" in told.value.faults[0]
