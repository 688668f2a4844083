"""Real programs in between: officials who edit with LibreOffice or python-docx, and LibreOffice reading the result."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path

import docx as python_docx
import pytest
from lxml import etree

from lamdong_report.drafts import Act, Identity, identity_of, merge_drafts, stamp
from tests.draft_files import TOOL, accepted, comment_texts, part, plain, rejected, revision_texts, w
from tests.draft_scenarios import CORRECTIONS, EDITS, edited, report
from tests.office import office, work_in_office

pytestmark = pytest.mark.slow

IDENTITY = Identity("du-thao-03", "0123456789abcdef")
NEWS = {"Toàn tỉnh có 120 cơ sở.": "Toàn tỉnh có 125 cơ sở.", "Đã mở 5 lớp.": "Đã mở 8 lớp."}
# Run by LibreOffice's own Python: what an official does with mouse and keyboard, through the UNO interface.
UNO_EDITS = """
def replace(document, before, after):
    search = document.createReplaceDescriptor()
    search.SearchString, search.ReplaceString = before, after
    assert document.replaceAll(search), before


def edit(document):
    replace(document, "Mở đầu", "Phần mở đầu")
    replace(document, "ngày     tháng", "ngày 25 tháng")
    document.RecordChanges = True
    replace(document, "rất tốt", "khá tốt")
    document.RecordChanges = False
    found = document.createSearchDescriptor()
    found.SearchString = "Toàn tỉnh có"
    cursor = document.Text.createTextCursorByRange(document.findFirst(found))
    cursor.gotoEndOfParagraph(False)
    document.Text.insertString(cursor, " Đây là ý thêm.", False)
    document.Text.insertControlCharacter(cursor, 0, False)  # a new paragraph
    document.Text.insertString(cursor, "Đoạn do cán bộ viết.", False)
    tables = [document.TextTables.getByIndex(n) for n in range(document.TextTables.Count)]
    table = next(one for one in tables if one.Columns.Count == 3)
    table.getCellByName("C3").String = "999"
    table.Rows.insertByIndex(3, 1)
    table.getCellByName("B4").String = "Hàng viết thêm"


def edit_and_save(document):
    edit(document)
    out = PropertyValue("FilterName", 0, "MS Word 2007 XML", 0)
    document.storeToURL(uno.systemPathToFileUrl(rest[0]), (out,))


with_document(edit_and_save)
"""


def draft(news: dict[str, str] | None = None, number: str = "7") -> bytes:
    """A draft with a letterhead table, headings, paragraphs and an annex table, made by python-docx."""
    document = python_docx.Document()
    head = document.add_table(rows=1, cols=2)
    head.cell(0, 0).text, head.cell(0, 1).text = "ỦY BAN NHÂN DÂN", "Lâm Đồng, ngày     tháng     năm 2026"
    document.add_heading("I. Kết quả", 1)
    for text in ("Mở đầu báo cáo năm nay.", "Toàn tỉnh có 120 cơ sở.", "Công tác phối hợp rất tốt."):
        document.add_paragraph((news or {}).get(text, text))
    document.add_heading("II. Đào tạo", 1)
    lead = document.add_paragraph()
    lead.add_run("Sở Y tế: ").bold = True
    lead.add_run((news or {}).get("Đã mở 5 lớp.", "Đã mở 5 lớp."))
    table = document.add_table(rows=1, cols=3)
    for cell, text in zip(table.rows[0].cells, ("TT", "Xã", "Số"), strict=True):
        cell.text = text
    for at, (name, value) in enumerate((("Xã Bảo Lâm", number), ("Xã Di Linh", "8"), ("Xã Đức Trọng", "9")), 1):
        for cell, text in zip(table.add_row().cells, (str(at), name, value), strict=True):
            cell.text = text
    document.add_paragraph("Nơi nhận: như trên; lưu văn thư.")
    return saved(document)


def saved(document: object) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)  # type: ignore[attr-defined]
    return buffer.getvalue()


def opened(data: bytes) -> python_docx.document.Document:
    return python_docx.Document(io.BytesIO(data))


def convert(data: bytes, folder: Path, kind: str) -> Path:
    source = folder / "van-ban.docx"
    source.write_bytes(data)
    target = folder / "ra"
    command = [office(), f"-env:UserInstallation={(folder / 'lo').as_uri()}", "--headless", "--convert-to", kind,
               "--outdir", str(target), str(source)]  # fmt: skip
    subprocess.run(command, capture_output=True, timeout=180, check=True)
    return next(target.iterdir())


def test_a_draft_saved_by_libreoffice_is_still_known_and_merged(tmp_path: Path) -> None:
    base, new = stamp(draft(), IDENTITY), draft(NEWS, "70")
    mine = convert(base, tmp_path, "docx:MS Word 2007 XML").read_bytes()
    assert identity_of(mine) == IDENTITY
    merged = merge_drafts(base, mine, new)
    assert rejected(merged.document) == plain(mine)
    assert [text for text in accepted(merged.document) if text] == [text for text in plain(new) if text]
    assert sorted(text for kind, text in revision_texts(merged.document) if kind == "ins") == ["125", "70", "8"]


def test_edits_made_in_libreoffice_and_news_both_survive(tmp_path: Path) -> None:
    base, source, target = draft(), tmp_path / "du-thao.docx", tmp_path / "sua-tay.docx"
    source.write_bytes(stamp(base, IDENTITY))
    work_in_office(UNO_EDITS, source, tmp_path / "lo", str(target))
    mine = target.read_bytes()
    merged = merge_drafts(base, mine, draft(NEWS, "70"))
    assert rejected(merged.document, everybody=False) == rejected(mine)
    lines = accepted(merged.document)
    for expected in (
        "Phần mở đầu báo cáo năm nay.", "Toàn tỉnh có 125 cơ sở. Đây là ý thêm.", "Đoạn do cán bộ viết.",
        "Công tác phối hợp khá tốt.", "Sở Y tế: Đã mở 8 lớp.", "70", "999", "Hàng viết thêm",
        "Lâm Đồng, ngày 25 tháng     năm 2026",
    ):  # fmt: skip
        assert expected in lines
    authors = {one.get(w("author")) for one in part(merged.document).iter(w("ins"), w("del"))}
    assert TOOL in authors
    assert len(authors) == 2  # the official's own tracked change is still open


def test_libreoffice_shows_the_revisions_of_the_result(tmp_path: Path) -> None:
    merged = merge_drafts(draft(), draft(), draft(NEWS, "70")).document
    flat = etree.parse(convert(merged, tmp_path, "fodt")).getroot()
    text, dc = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}", "{http://purl.org/dc/elements/1.1/}"
    regions = list(flat.iter(f"{text}changed-region"))
    assert len(regions) == 6
    assert {region.find(f".//{dc}creator").text for region in regions} == {TOOL}


# Run by LibreOffice: every change accepted in one copy, rejected in the other.
SETTLE = """
def settle_and_save(document):
    manager = uno.getComponentContext().ServiceManager
    hidden, docx = PropertyValue("Hidden", 0, True, 0), PropertyValue("FilterName", 0, "MS Word 2007 XML", 0)
    desktop = connect().ServiceManager.createInstance("com.sun.star.frame.Desktop")
    helper = connect().ServiceManager.createInstance("com.sun.star.frame.DispatchHelper")
    for path in rest:
        for verb in ("Accept", "Reject"):
            opened = desktop.loadComponentFromURL(uno.systemPathToFileUrl(path), "_blank", 0, (hidden,))
            frame = opened.CurrentController.Frame
            helper.executeDispatch(frame, f".uno:{verb}AllTrackedChanges", "", 0, ())
            opened.storeToURL(uno.systemPathToFileUrl(f"{path}.{verb}.docx"), (docx,))
            opened.close(True)


with_document(settle_and_save)
"""


def test_libreoffice_accepts_and_rejects_to_what_the_scenarios_say(tmp_path: Path) -> None:
    pairs = [("không sửa gì", "thêm một cơ quan"), ("viết thêm một câu", "một cơ quan gửi đến")]
    pairs += [("thay chữ trong cả văn bản", "một con số đổi"), ("chuyển một mục", "một câu viết lại")]
    base, paths, merged = report(), [], []
    for number, (edit, correction) in enumerate(pairs):
        merged.append(merge_drafts(base, edited(base, EDITS[edit]), CORRECTIONS[correction][0]).document)
        paths.append(tmp_path / f"ghep-{number}.docx")
        paths[-1].write_bytes(merged[-1])
    work_in_office(SETTLE, paths[0], tmp_path / "lo", *map(str, paths))
    for path, document in zip(paths, merged, strict=True):
        for verb, expected in (("Accept", accepted(document)), ("Reject", rejected(document))):
            settled = plain((tmp_path / f"{path.name}.{verb}.docx").read_bytes())
            # A row that is not taken over stays as an empty one in LibreOffice, which knows no tracked rows.
            assert [line for line in settled if line] == [line for line in expected if line], (path.name, verb)


def test_title_signature_and_widths_filled_in_by_hand_stay() -> None:
    document = opened(draft())
    head = document.tables[0]
    head.cell(0, 1).paragraphs[0].runs[0].text = "Lâm Đồng, ngày 25 tháng 11 năm 2026"
    document.tables[1].columns[1].width = 3_000_000
    document.add_paragraph("KT. CHỦ TỊCH")
    document.add_paragraph("Nguyễn Văn A")
    document.sections[0].header.paragraphs[0].text = "Đầu trang của cán bộ"
    mine = saved(document)
    merged = merge_drafts(draft(), mine, draft(NEWS, "70")).document
    result = opened(merged)
    assert result.tables[0].cell(0, 1).text == "Lâm Đồng, ngày 25 tháng 11 năm 2026"
    assert result.tables[1].columns[1].width == document.tables[1].columns[1].width
    assert [p.text for p in result.paragraphs][-2:] == ["KT. CHỦ TỊCH", "Nguyễn Văn A"]
    assert result.sections[0].header.paragraphs[0].text == "Đầu trang của cán bộ"
    assert rejected(merged) == plain(mine)


def test_pictures_and_comments_of_officials_stay(tmp_path: Path) -> None:
    document = opened(draft())
    paragraph = next(p for p in document.paragraphs if "120" in p.text)
    paragraph.add_run().add_picture(io.BytesIO(tiny_picture()))
    document.add_comment(paragraph.runs, text="Kiểm tra lại số này.", author="Chị Hoa")
    mine = saved(document)
    merged = merge_drafts(draft(), mine, draft(NEWS, "70"))
    result = opened(merged.document)
    assert len(result.inline_shapes) == 1
    assert comment_texts(merged.document) == ["Kiểm tra lại số này."]
    assert accepted(merged.document).count("Toàn tỉnh có 125 cơ sở.") == 1


def test_a_conflict_joins_the_comments_of_officials() -> None:
    document = opened(draft())
    paragraph = next(p for p in document.paragraphs if "120" in p.text)
    document.add_comment(paragraph.runs, text="Kiểm tra lại số này.", author="Chị Hoa")
    paragraph.runs[0].text = "Toàn tỉnh có 119 cơ sở."
    merged = merge_drafts(draft(), saved(document), draft(NEWS))
    assert [change.act for change in merged.changes if change.act is Act.CONFLICT] == [Act.CONFLICT]
    texts = comment_texts(merged.document)
    assert texts[0] == "Kiểm tra lại số này."
    assert "125" in texts[1]
    numbers = [one.get(w("id")) for one in part(merged.document, "word/comments.xml").iter(w("comment"))]
    assert len(set(numbers)) == len(numbers) == 2


def test_the_bold_lead_of_a_paragraph_stays_bold_and_the_news_are_not() -> None:
    merged = merge_drafts(draft(), draft(), draft(NEWS)).document
    paragraph = next(p for p in part(merged).iter(w("p")) if "Sở Y tế" in "".join(p.itertext()))
    (run,) = list(paragraph.iterfind(f"{w('ins')}/{w('r')}"))
    assert run.find(f"{w('rPr')}/{w('b')}") is None
    assert paragraph.find(f"{w('r')}/{w('rPr')}/{w('b')}") is not None


def tiny_picture() -> bytes:
    """One grey point as a PNG file."""
    import struct
    import zlib

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0\x80")) + chunk(b"IEND", b"")
    )
