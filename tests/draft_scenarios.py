"""Kinds of hand edits and of corrections of a small report: what officials do in Word, what the data then bring."""

from __future__ import annotations

import copy
import re
import unicodedata
from collections.abc import Callable
from xml.sax.saxutils import escape

from lxml import etree

from tests.draft_files import Line, W, docx, part, replace_part, w

Root = etree._Element
MAIN = "word/document.xml"
WHO = 'w:author="Chị Hoa" w:date="2026-11-29T08:00:00Z"'
SILENT = "Chưa gửi báo cáo (tính đến ngày 06/12/2026)."
HEADER = ["TT", "Cơ quan", "Năm trước", "Năm nay", "Đánh giá"]
ROWS = [
    ["1", "Sở Nội vụ", "33,9", "34,6", "Đạt"],
    ["2", "Sở Y tế", "41", "45", "Đạt"],
    ["3", "Công an tỉnh", "–", "–", "Chưa có"],
    ["4", "Phường Bảo Lộc", "208", "214", "Vượt"],
    ["", "Tổng cộng", "283", "294", ""],
]
OFFICE = [
    "# 1. Sở Nội vụ",
    "Sở Nội vụ đã mở 12 lớp tập huấn cho 420 cán bộ, đạt 95,6% kế hoạch.",
    "- Bổ nhiệm 31 lãnh đạo nữ.",
]
MONEY = ["# 2. Sở Tài chính", SILENT]
HEALTH = [
    "# 3. Sở Y tế",
    "Sở Y tế kiểm tra 64 cơ sở y tế. Phát hiện 17 cơ sở vi phạm trong năm.",
    "- Tỷ số giới tính khi sinh là 108,4 bé trai trên 100 bé gái.",
]
POLICE = ["# 4. Công an tỉnh", "Công an tỉnh xử lý 205 vụ bạo lực gia đình."]
END = "Nơi nhận: như trên."


def report(*sections: list[str], rows: list[list[str]] | None = None) -> bytes:
    lines: list[Line] = [line for section in sections or (OFFICE, MONEY, HEALTH, POLICE) for line in section]
    return docx(*lines, [HEADER, *(rows or ROWS)], END)


def changed(lines: list[str], **words: str) -> list[str]:
    return [line.replace(words["old"], words["new"]) for line in lines]


def rows_with(label: str, *cells: str) -> list[list[str]]:
    return [[*row[:2], *cells] if row[1] == label else row for row in ROWS]


JUSTICE = ["# 4. Sở Tư pháp", "Sở Tư pháp phổ biến pháp luật cho 8.520 lượt người."]
REWORDED = changed(HEALTH, old="Phát hiện 17 cơ sở vi phạm trong năm.", new="Đã nhắc nhở 99 nơi; phạt 77 nơi.")
SENT = [MONEY[0], "Kinh phí bố trí là 8.417 triệu đồng.", "Đã giải ngân 6.203 triệu đồng."]
MORE_ROWS = [*ROWS[:2], ["3", "Sở Tư pháp", "777", "888", "Đạt"], ["4", *ROWS[2][1:]], ["5", *ROWS[3][1:]], ROWS[4]]
OTHER_ROWS = [*ROWS[:2], ["3", "Công an tỉnh", "555", "666", "Đạt"], ROWS[3], ["", "Tổng cộng", "838", "960", ""]]
COUNTED = changed(OFFICE, old="420", new="424"), MONEY, changed(HEALTH, old="108,4", new="109,7"), POLICE
CORRECTIONS: dict[str, tuple[bytes, tuple[str, ...]]] = {
    "một con số đổi": (report(*COUNTED), ("424", "109,7")),
    "một câu viết lại": (report(OFFICE, MONEY, REWORDED, POLICE), ("99", "77")),
    "một cơ quan gửi đến": (report(OFFICE, SENT, HEALTH, POLICE), ("8.417", "6.203")),
    "một cơ quan rút phiếu": (report(OFFICE, MONEY, HEALTH, [POLICE[0], SILENT]), ()),
    "thêm một cơ quan": (
        report(OFFICE, MONEY, HEALTH, JUSTICE, ["# 5. Công an tỉnh", POLICE[1]], rows=MORE_ROWS),
        ("8.520", "777", "888"),
    ),
    "số trong bảng đổi": (report(rows=OTHER_ROWS), ("555", "666", "838", "960")),
}


# What officials do: each changes the body, and names the words of theirs that must not get lost.

Edit = Callable[[Root], None]


def find(root: Root, words: str) -> Root:
    return next(p for p in root.iter(w("p")) if words in "".join(t.text or "" for t in p.iter(w("t"))))


def text_of(paragraph: Root) -> str:
    return "".join(t.text or "" for t in paragraph.iter(w("t")))


def say(paragraph: Root, *pieces: str) -> None:
    """Give the paragraph these runs: words as they are, or XML that begins with "<"."""
    for child in [child for child in paragraph if child.tag != w("pPr")]:
        paragraph.remove(child)
    for piece in pieces:
        xml = piece if piece.startswith("<") else f'<w:r><w:t xml:space="preserve">{escape(piece)}</w:t></w:r>'
        paragraph.extend(etree.fromstring(f'<x xmlns:w="{W}">{xml}</x>'))


def replaced(root: Root, words: str, old: str, new: str) -> None:
    paragraph = find(root, words)
    say(paragraph, text_of(paragraph).replace(old, new))


def everywhere(root: Root, change: Callable[[str], str]) -> None:
    for text in root.iter(w("t")):
        text.text = change(text.text or "")


def beside(root: Root, words: str, old: str, xml: str) -> None:
    """Put XML right behind some words of a paragraph."""
    paragraph = find(root, words)
    before, after = text_of(paragraph).split(old, 1)
    say(paragraph, before + old, xml, after)


def struck(text: str, number: int) -> str:
    return f'<w:del w:id="{number}" {WHO}><w:r><w:delText xml:space="preserve">{escape(text)}</w:delText></w:r></w:del>'


def put(text: str, number: int) -> str:
    return f'<w:ins w:id="{number}" {WHO}><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:ins>'


def own_sentence(root: Root) -> None:
    replaced(root, "12 lớp", "kế hoạch.", "kế hoạch. Câu do tay1 viết thêm.")


def own_words(root: Root) -> None:
    replaced(root, "Bổ nhiệm", "31 lãnh đạo nữ", "31 lãnh đạo nữ (tay1)")


def own_paragraph(root: Root) -> None:
    own = copy.deepcopy(find(root, "Bổ nhiệm"))
    say(own, "Đoạn do tay1 viết, 420 cán bộ là nhiều.")
    find(root, "Bổ nhiệm").addnext(own)


def other_words(root: Root) -> None:
    everywhere(root, lambda text: text.replace("cơ sở", "đơn vị tay1"))


def agency_renamed(root: Root) -> None:
    everywhere(root, lambda text: text.replace("Sở Y tế", "Trung tâm tay1"))


def paragraph_deleted(root: Root) -> None:
    find(root, "Bổ nhiệm").getparent().remove(find(root, "Bổ nhiệm"))


def section_deleted(root: Root) -> None:
    for words in ("Sở Tài chính", "Chưa gửi"):
        root.find(w("body")).remove(find(root, words))


def section_struck(root: Root) -> None:
    """A section deleted under tracking: its words and its marks."""
    for number, words in enumerate(("4. Công an", "Công an tỉnh xử lý")):
        paragraph = find(root, words)
        say(paragraph, struck(text_of(paragraph), 900 + number))
        properties = paragraph.find(w("pPr"))
        if properties is None:
            properties = etree.Element(w("pPr"))
            paragraph.insert(0, properties)
        mark = etree.SubElement(properties, w("rPr"))
        mark.append(etree.fromstring(f'<x xmlns:w="{W}"><w:del w:id="{910 + number}" {WHO}/></x>')[0])


def section_moved(root: Root) -> None:
    body, end = root.find(w("body")), find(root, "Nơi nhận")
    for words in ("1. Sở Nội vụ", "12 lớp", "Bổ nhiệm"):
        paragraph = find(root, words)
        body.remove(paragraph)
        end.addprevious(paragraph)


def heading_in_capitals(root: Root) -> None:
    for words in ("2. Sở Tài chính", "3. Sở Y tế"):
        say(find(root, words), words.upper())


def heading_renamed(root: Root) -> None:
    say(find(root, "2. Sở Tài chính"), "II. Khối kinh tế tay1")


def heading_deleted(root: Root) -> None:
    root.find(w("body")).remove(find(root, "3. Sở Y tế"))


def split(root: Root) -> None:
    paragraph = find(root, "64 cơ sở")
    second = copy.deepcopy(paragraph)
    say(paragraph, "Sở Y tế kiểm tra 64 cơ sở y tế.")
    say(second, "Phát hiện 17 cơ sở vi phạm trong năm.")
    paragraph.addnext(second)


def pasted_line_by_line(root: Root) -> None:
    """As out of a mail: every line a paragraph of its own, none of them like the whole."""
    paragraph = find(root, "12 lớp")
    words = text_of(paragraph).split(" ")
    for at in range(len(words) - 4, 0, -4):
        line = copy.deepcopy(paragraph)
        say(line, " ".join(words[at : at + 4]))
        paragraph.addnext(line)
    say(paragraph, " ".join(words[: len(words) % 4]))


def joined_by_breaks(root: Root) -> None:
    paragraph, other = find(root, "64 cơ sở"), find(root, "108,4")
    say(paragraph, text_of(paragraph), "<w:r><w:br/></w:r>", text_of(other))
    other.getparent().remove(other)


def decomposed(root: Root) -> None:
    everywhere(root, lambda text: unicodedata.normalize("NFD", text))


def unbroken(root: Root) -> None:
    everywhere(root, lambda text: re.sub(r"(\d) (?=\w)", "\\1\u00a0", text))


def dashes(root: Root) -> None:
    everywhere(root, lambda text: re.sub("^- ", "– ", text))


def automatic_list(root: Root) -> None:
    everywhere(root, lambda text: re.sub("^- ", "", text))


def footnote(root: Root) -> None:
    beside(root, "12 lớp", "420", '<w:r><w:footnoteReference w:id="1"/></w:r>')


def bold_figure(root: Root) -> None:
    paragraph = find(root, "12 lớp")
    before, after = text_of(paragraph).split("420")
    say(paragraph, before, "<w:r><w:rPr><w:b/></w:rPr><w:t>420</w:t></w:r>", after)


def ruby(root: Root) -> None:
    guide = "<w:ruby><w:rt><w:r><w:t>bốn</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>420</w:t></w:r></w:rubyBase></w:ruby>"
    paragraph = find(root, "12 lớp")
    before, after = text_of(paragraph).split("420")
    say(paragraph, before, f"<w:r>{guide}</w:r>", after)


def words_in_deletion(root: Root) -> None:
    paragraph = find(root, "12 lớp")
    before, after = text_of(paragraph).split("420")
    say(paragraph, before, f'<w:del w:id="901" {WHO}><w:r><w:t>42</w:t></w:r></w:del>', "420", after)


def tracked(root: Root) -> None:
    """Two people one after the other, both under tracking."""
    paragraph = find(root, "64 cơ sở")
    nested = f'<w:ins w:id="902" w:author="Anh Bình" w:date="2026-11-28T08:00:00Z">{struck("rất ", 903)}</w:ins>'
    rest = "kiểm tra 64 cơ sở y tế. Phát hiện 17 cơ sở vi phạm trong năm."
    say(paragraph, "Sở Y tế ", nested, put("tay1 ", 904), struck("đã ", 905), rest)


def figure_corrected(root: Root) -> None:
    replaced(root, "12 lớp", "420", "421")
    replaced(root, "Tổng cộng", "Tổng cộng", "Tổng tay1")


def already_said(root: Root) -> None:
    replaced(root, "12 lớp", "420", "424")
    replaced(root, "108,4", "108,4", "109,7")


def table_of(root: Root) -> Root:
    return root.find(f".//{w('tbl')}")


def cells(row: Root) -> list[Root]:
    return row.findall(w("tc"))


def column_deleted(root: Root) -> None:
    for row in table_of(root).iter(w("tr")):
        row.remove(cells(row)[2])


def columns_exchanged(root: Root) -> None:
    for row in table_of(root).iter(w("tr")):
        third = cells(row)[2]
        row.remove(third)
        cells(row)[2].addnext(third)


def column_added(root: Root) -> None:
    for number, row in enumerate(table_of(root).iter(w("tr"))):
        own = copy.deepcopy(cells(row)[1])
        say(own.find(w("p")), "Ghi chú" if number == 0 else "–")
        cells(row)[1].addnext(own)


def row_added(root: Root) -> None:
    rows = list(table_of(root).iter(w("tr")))
    own = copy.deepcopy(rows[2])
    say(cells(own)[1].find(w("p")), "Hàng do tay1 thêm")
    rows[2].addnext(own)


def row_deleted(root: Root) -> None:
    table_of(root).remove(list(table_of(root).iter(w("tr")))[4])


def rows_sorted(root: Root) -> None:
    rows = list(table_of(root).iter(w("tr")))
    for row in rows[1:5]:
        rows[0].addnext(row)


def table_cut(root: Root) -> None:
    table = table_of(root)
    second = copy.deepcopy(table)
    between = copy.deepcopy(find(root, "Nơi nhận"))
    say(between, "(tiếp theo, tay1)")
    for row in list(table.iter(w("tr")))[3:]:
        table.remove(row)
    for row in list(second.iter(w("tr")))[1:3]:
        second.remove(row)
    table.addnext(between)
    between.addnext(second)


def cells_merged(root: Root) -> None:
    row = list(table_of(root).iter(w("tr")))[5]
    first, second = cells(row)[:2]
    etree.SubElement(first.find(w("tcPr")), w("gridSpan")).set(w("val"), "2")
    say(first.find(w("p")), "Tổng cộng")
    row.remove(second)


EDITS: dict[str, Edit] = {
    "không sửa gì": lambda root: None,
    "viết thêm một câu": own_sentence,
    "viết thêm vài chữ trong câu": own_words,
    "viết thêm một đoạn": own_paragraph,
    "thay chữ trong cả văn bản": other_words,
    "đổi tên một cơ quan trong cả văn bản": agency_renamed,
    "sửa số": figure_corrected,
    "tự sửa đúng như số liệu mới": already_said,
    "xóa một đoạn": paragraph_deleted,
    "xóa một mục": section_deleted,
    "xóa một mục, có theo dõi": section_struck,
    "chuyển một mục": section_moved,
    "viết hoa tên mục": heading_in_capitals,
    "đổi tên mục": heading_renamed,
    "xóa riêng dòng tên mục": heading_deleted,
    "tách một đoạn làm hai": split,
    "dán lại một đoạn, mỗi dòng một đoạn": pasted_line_by_line,
    "gộp hai đoạn bằng ngắt dòng": joined_by_breaks,
    "dấu tổ hợp (NFD)": decomposed,
    "khoảng trắng không ngắt": unbroken,
    "gạch ngang dài": dashes,
    "danh sách tự động": automatic_list,
    "cước chú sau số": footnote,
    "in đậm con số": bold_figure,
    "chữ chú âm": ruby,
    "chữ thường trong phần đã xóa": words_in_deletion,
    "hai người sửa có theo dõi": tracked,
    "xóa một cột": column_deleted,
    "đổi chỗ hai cột": columns_exchanged,
    "thêm một cột": column_added,
    "thêm một hàng": row_added,
    "xóa một hàng": row_deleted,
    "xếp lại các hàng": rows_sorted,
    "cắt bảng làm hai": table_cut,
    "gộp ô": cells_merged,
}
# Where the spelling alone changed, it does not matter whether people or data came first.
SPELLING = ("dấu tổ hợp (NFD)", "khoảng trắng không ngắt", "gạch ngang dài", "danh sách tự động")


def edited(document: bytes, edit: Edit) -> bytes:
    root = part(document)
    edit(root)
    return replace_part(document, MAIN, etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
