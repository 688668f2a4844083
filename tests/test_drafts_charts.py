"""Charts of drafts: drawn anew in an edited draft, with the workbook behind them, unless officials touched them."""

from __future__ import annotations

import io
import zipfile
from decimal import Decimal

import docx
import openpyxl
from lxml import etree

from lamdong_report.docx.charts import Chart, Series, insert_chart
from lamdong_report.drafts import merge_drafts
from lamdong_report.merge.changes import Act
from tests.test_docx_charts import points

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


def draft(*values: str) -> bytes:
    document = docx.Document()
    document.add_paragraph("Kết quả thực hiện các chỉ tiêu như sau:")
    series = (Series("Kết quả", tuple(map(Decimal, values))), Series("Chỉ tiêu", (Decimal(60), Decimal(50))))
    chart = Chart("Kết quả so với chỉ tiêu", ("1", "2"), series, "%", "…")
    insert_chart(document, document.add_paragraph().add_run()._r, chart, 1, 2031)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def drawn(document: bytes) -> list[dict[int, str]]:
    chart = etree.fromstring(zipfile.ZipFile(io.BytesIO(document)).read("word/charts/chart1.xml"))
    return [points(series.find(f"{C}val")) for series in chart.iter(f"{C}ser")]


def edited(document: bytes, name: str, old: bytes, new: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document)) as source, zipfile.ZipFile(buffer, "w") as target:
        for entry in source.infolist():
            data = source.read(entry)
            target.writestr(entry, data.replace(old, new) if entry.filename == name else data)
    return buffer.getvalue()


def test_an_untouched_chart_follows_the_data_with_its_workbook() -> None:
    base, new = draft("61", "48"), draft("62", "48")
    mine = edited(base, "word/document.xml", "như sau".encode(), "dưới đây".encode())
    merged = merge_drafts(base, mine, new)
    assert drawn(merged.document) == drawn(new)
    book = zipfile.ZipFile(io.BytesIO(merged.document)).read("word/embeddings/bieu-do-1.xlsx")
    assert openpyxl.load_workbook(io.BytesIO(book)).active["B2"].value == 62
    assert [(change.act, change.place) for change in merged.changes if change.place] == [
        (Act.TAKEN, "Biểu đồ «Kết quả so với chỉ tiêu»")
    ]


def test_a_chart_that_officials_edited_stays_and_is_told() -> None:
    base, new = draft("61", "48"), draft("62", "48")
    mine = edited(base, "word/charts/chart1.xml", b"<c:v>48.0</c:v>", b"<c:v>49</c:v>")
    merged = merge_drafts(base, mine, new)
    assert drawn(merged.document) == drawn(mine)
    assert [change.act for change in merged.changes] == [Act.KEPT]


def test_the_same_data_leave_a_chart_as_it_is() -> None:
    base = draft("61", "48")
    assert not merge_drafts(base, base, draft("61", "48")).changes


def without_chart() -> bytes:
    document = docx.Document()
    document.add_paragraph("Kết quả thực hiện các chỉ tiêu như sau:")
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def test_a_chart_that_the_first_draft_did_not_have_arrives_with_its_workbook() -> None:
    base, new = without_chart(), draft("61", "48")
    for track in (True, False):
        merged = merge_drafts(base, base, new, track=track)
        assert drawn(merged.document) == drawn(new)
        read = docx.Document(io.BytesIO(merged.document))
        shown = list(read.element.body.iter(f"{C}chart"))
        part = read.part.related_parts[shown[0].get(next(key for key in shown[0].attrib if key.endswith("}id")))]
        book = next(iter(part.rels.values())).target_part.blob
        assert len(shown) == 1 and openpyxl.load_workbook(io.BytesIO(book)).active["B2"].value == 61
    again = merge_drafts(new, merged.document, draft("62", "48"))
    assert drawn(again.document) == drawn(draft("62", "48"))


def test_a_chart_whose_title_officials_changed_follows_the_data_under_their_title() -> None:
    base, new = draft("61", "48"), draft("62", "48")
    title = ("Kết quả so với chỉ tiêu".encode(), "Biểu đồ của Sở".encode())
    merged = merge_drafts(base, edited(base, "word/charts/chart1.xml", *title), new)
    assert drawn(merged.document) == drawn(new)
    assert title[1] in zipfile.ZipFile(io.BytesIO(merged.document)).read("word/charts/chart1.xml")


def test_a_program_that_keeps_fifteen_digits_has_not_edited_the_chart() -> None:
    base, new = draft("62.845849802371541", "48"), draft("63.241106719367589", "48")
    assert b"62.84584980237154<" in zipfile.ZipFile(io.BytesIO(base)).read("word/charts/chart1.xml")
    saved = edited(base, "word/charts/chart1.xml", b"62.84584980237154<", b"62.8458498023715<")
    merged = merge_drafts(base, saved, new)
    assert drawn(merged.document) == drawn(new)
    (change,) = merged.changes
    assert change.act is Act.TAKEN
    assert (change.before, change.now) == (
        "Kết quả: 62,85; 48 | Chỉ tiêu: 60; 50",
        "Kết quả: 63,24; 48 | Chỉ tiêu: 60; 50",
    )


def test_a_chart_that_is_gone_is_told_when_its_numbers_change() -> None:
    base, mine, new = draft("61", "48"), without_chart(), draft("62", "48")
    (change,) = merge_drafts(base, mine, new).changes[:1]
    assert change.act is Act.REMOVED and "không còn biểu đồ" in change.theirs and "62" in change.now
    assert all("Biểu đồ" not in change.place for change in merge_drafts(base, mine, base).changes)
