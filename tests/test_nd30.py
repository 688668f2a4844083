"""The rendered report and letter against every figure of Decree 30/2020/NĐ-CP, in their effective formatting."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from lxml import etree

from lamdong_report.content import (
    AgencyAnnex,
    AgencyRow,
    Cell,
    GoalRow,
    ListedAgency,
    Paragraph,
    Style,
    WordsAnnex,
    WordsRow,
)
from lamdong_report.render import render_letter, render_report
from lamdong_report.text.dates import HARD_SPACE, bind_open_date
from lamdong_report.word.styles import text_width, wrap
from tests.effective import FACES, Docx, Section, W, text_of, texts_of
from tests.render_content import BODY, LETTER, LONG, REPORT, annex, letter, listed_in, report
from tests.slow import slow

MM = 1440 / 25.4
CELL_MARGIN = 72 / 25.4  # points: 1 mm on each side of a cell
NASTY = "Ô «&<{{ p }}»{% if %} <w:p>"
LANDSCAPE = (False, True, True)  # the annexes behind these, however many, stand upright


def rows_in(style: Style) -> tuple[GoalRow, ...]:
    if style is not Style.TABLE:
        return ()
    rows = (GoalRow(str(at), NASTY, "ít nhất 56%", Cell("55,6%"), Cell("56,8%"), "▲ Vượt") for at in range(30))
    return (GoalRow(label=NASTY, heading=True), *rows)


WORDS = tuple(
    WordsAnnex(
        number,
        NASTY,
        ("STT", "Nội dung", "Kết quả"),
        (11, 40, 90),
        (WordsRow(name=NASTY), *(WordsRow((Cell(str(at)), Cell(NASTY), Cell(LONG))) for at in range(1, 9))),
    )
    for number in ("III",)
)
CASES = {
    "draft": report(),
    "final": report(draft=False, example=False, number="125", date="ngày 05 tháng 01 năm 2027"),
    "long": report(
        summary=LONG[:300],
        addressees=("Bộ Nội vụ", "Bộ Y tế"),
        body=(
            *BODY,
            *(
                Paragraph(style, f"{NASTY} {LONG}", lead=NASTY, rows=rows_in(style), table=listed_in(style))
                for style in Style
            ),
        ),
        annexes=(annex(columns=14, rows=60),),
        words=WORDS,
        statuses_number="IV",
    ),
    "short": report(summary=NASTY, opening=(), body=(), signer="", recipients=(), annexes=(annex(1, 1),)),
}


# What is looked at paragraph by paragraph and cell by cell.
LONG_IS_SLOW = pytest.mark.parametrize(
    "doc", [name for one in CASES for name in (slow(one) if one == "long" else [one])], indirect=True, scope="module"
)


@pytest.fixture(scope="module", params=CASES)
def doc(request: pytest.FixtureRequest) -> Docx:
    return Docx(render_report(CASES[request.param], REPORT))


@pytest.fixture(scope="module")
def draft() -> Docx:
    return Docx(render_report(CASES["draft"], REPORT))


@pytest.fixture(scope="module")
def long() -> Docx:
    return Docx(render_report(CASES["long"], REPORT))


@pytest.fixture(scope="module")
def final() -> Docx:
    return Docx(render_report(CASES["final"], REPORT))


@pytest.fixture(scope="module")
def both(doc: Docx) -> list[Docx]:
    return [doc, Docx(render_letter(letter(annex=(ListedAgency("1", "Xã Bảo Lâm 1"),)), LETTER))]


def only_run(doc: Docx, text: str, start: etree._Element | None = None) -> tuple[str, object]:
    (found,) = doc.runs(doc.paragraph(text, start))
    return found


def annexes(doc: Docx) -> list[Section]:
    return doc.sections[1:]


def data_table(section: Section) -> etree._Element:
    (table,) = [block for block in section.blocks if block.tag == f"{W}tbl"]
    return table


def rows_of(table: etree._Element) -> list[etree._Element]:
    return table.findall(f"{W}tr")


# Page


@LONG_IS_SLOW
def test_every_section_is_a4_with_the_decrees_margins_as_one_reads_it(both: list[Docx]) -> None:
    for doc in both:
        for section in doc.sections:
            assert sorted(section.size()) == [round(210 * MM), round(297 * MM)]
            margins = [round(section.margin(side) / MM) for side in ("top", "bottom", "left", "right")]
            assert margins == [20, 20, 30, 15]


def test_only_the_wide_annexes_lie_on_their_side(doc: Docx) -> None:
    turned = [section.properties.find(f"{W}pgSz").get(f"{W}orient") == "landscape" for section in doc.sections]
    wide = (*LANDSCAPE, *[False] * (len(doc.sections) - len(LANDSCAPE)))
    assert tuple(turned) == wide
    assert tuple(width > height for width, height in (section.size() for section in doc.sections)) == wide


def test_the_page_number_stands_centred_in_the_top_margin_upright_at_14_points(both: list[Docx]) -> None:
    for doc in both:
        for section in doc.sections:
            header = doc.header(section, "default")
            (field,) = [code for code in header.iter(f"{W}instrText") if code.text.strip() == "PAGE"]
            paragraph = next(field.iterancestors(f"{W}p"))
            shape = doc.format_paragraph(paragraph)
            assert (shape.align, shape.left, shape.first) == ("center", 0, 0)
            for run in paragraph.iter(f"{W}r"):
                face = doc.format_run(run)
                assert (face.size, face.bold, face.italic) == (14, False, False)
            assert section.margin("header") + 20 * 14 * 1.15 < section.margin("top")


def test_no_page_number_on_the_first_page_and_each_annex_starts_anew(both: list[Docx]) -> None:
    for doc in both:
        for section in doc.sections:
            assert section.properties.find(f"{W}titlePg") is not None
            assert not list(doc.header(section, "first").iter(f"{W}instrText"))
            assert section.properties.find(f"{W}pgNumType").get(f"{W}start") == "1"
            assert section.properties.find(f"{W}type").get(f"{W}val") == "nextPage"


# Letters


def all_runs(doc: Docx) -> Iterator[etree._Element]:
    for holder in (doc.body, *doc.headers()):
        yield from holder.iter(f"{W}r")


@LONG_IS_SLOW
def test_every_letter_is_black_times_new_roman_in_vietnamese_and_none_is_underlined(both: list[Docx]) -> None:
    for doc in both:
        for run in all_runs(doc):
            face = doc.format_run(run)
            assert face.fonts == ("Times New Roman",) * len(FACES)
            assert not face.themed
            assert face.color in ("", "auto", "000000")
            assert face.underline in ("", "none")
            assert face.language == "vi-VN"
            assert face.size == face.complex_size


def test_no_other_font_is_left_in_any_part(both: list[Docx]) -> None:
    for doc in both:
        assert not [name for name in doc.package.namelist() if "theme" in name]
        for name in doc.package.namelist():
            text = doc.package.read(name).decode("utf-8")
            assert "Calibri" not in text
            assert "Cambria" not in text
            assert "Theme=" not in text


# The head


def test_the_countrys_name_is_bold_at_13_points_in_a_column_that_holds_it(doc: Docx) -> None:
    text, face = only_run(doc, "CỘNG HÒA")
    assert (text, face.size, face.bold, face.italic) == ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 13, True, False)
    cell = next(doc.paragraph("CỘNG HÒA").iterancestors(f"{W}tc"))
    # Measured on a page printed with the real letter widths: 270,9 points from the first letter to the last.
    assert int(cell.find(f"{W}tcPr/{W}tcW").get(f"{W}w")) >= (270.9 / 72 * 25.4 + 1) * MM


def test_the_motto_is_bold_at_14_points_over_a_line_exactly_as_long(doc: Docx) -> None:
    text, face = only_run(doc, "Độc lập")
    assert (text, face.size, face.bold, face.italic) == ("Độc lập - Tự do - Hạnh phúc", 14, True, False)
    # Measured on a page printed with the real letter widths: 171,2 points from the first letter to the last.
    assert rule_length(doc, doc.paragraph("Độc lập")) == pytest.approx(171.2 / 72 * 25.4, abs=0.3)


def rule_length(doc: Docx, paragraph: etree._Element) -> float:
    """The length in mm of the line under a paragraph, which must be drawn and centred."""
    rule = paragraph.getnext()
    shape = doc.format_paragraph(rule)
    assert text_of(rule) == ""
    assert shape.borders & {"top", "bottom"}
    assert shape.left == shape.right
    cell = next(rule.iterancestors(f"{W}tc"), None)
    if cell is not None:
        room = int(cell.find(f"{W}tcPr/{W}tcW").get(f"{W}w"))
    else:
        section = next(one for one in doc.sections if rule in one.blocks)
        room = section.size()[0] - section.margin("left") - section.margin("right")
    return (room - shape.left - shape.right) / MM


def test_the_issuer_stands_in_capitals_over_a_line_of_a_third_to_a_half_of_it(doc: Docx) -> None:
    for line in ("ỦY BAN NHÂN DÂN", "TỈNH LÂM ĐỒNG"):
        text, face = only_run(doc, line, doc.body[0])
        assert (text, face.size, face.bold) == (line, 13, True)
    above = text_width("TỈNH LÂM ĐỒNG", 13, bold=True) / 72 * 25.4
    assert above / 3 <= rule_length(doc, doc.paragraph("TỈNH LÂM ĐỒNG")) <= above / 2


def test_the_number_and_the_date_stay_open_for_the_clerk(draft: Docx) -> None:
    text, face = only_run(draft, "/BC-UBND")
    assert (text, face.size, face.bold, face.italic) == ("Số:       /BC-UBND", 13, False, False)
    text, face = only_run(draft, "Lâm Đồng, ngày")
    assert (text, face.size, face.italic) == ("Lâm Đồng, ngày     tháng     năm 2026", 14, True)


def test_a_number_and_a_date_that_are_known_are_printed_without_stray_spaces(final: Docx) -> None:
    assert only_run(final, "/BC-UBND")[0] == "Số: 125/BC-UBND"
    assert only_run(final, "tháng", final.body[0])[0] == "Lâm Đồng, ngày 05 tháng 01 năm 2027"


def test_the_type_and_the_title_are_bold_and_centred_over_a_short_line(doc: Docx) -> None:
    kind = doc.paragraph("BÁO CÁO")
    assert doc.format_paragraph(kind).align == "center"
    assert [(text, face.size, face.bold) for text, face in doc.runs(kind)] == [("BÁO CÁO", 14, True)]
    title = kind.getnext()
    ((_, face),) = doc.runs(title)
    assert (face.size, face.bold, doc.format_paragraph(title).align) == (14, True, "center")


def test_the_line_under_the_title_is_a_third_to_a_half_of_its_longest_line(draft: Docx) -> None:
    title = draft.paragraph("Kết quả triển khai")
    # The title breaks evenly into these two lines, as the pages show.
    longest = text_width("Kết quả triển khai công tác bình đẳng giới", 14, bold=True) / 72 * 25.4
    assert longest / 3 <= rule_length(draft, title) <= longest / 2


def test_one_addressee_stands_on_the_line_of_the_greeting(draft: Docx) -> None:
    text, face = only_run(draft, "Kính gửi")
    assert (text, face.size, face.bold, face.italic) == ("Kính gửi: Bộ Nội vụ", 14, False, False)


def test_several_addressees_stand_one_below_the_other(long: Docx) -> None:
    greeting = long.paragraph("Kính gửi")
    first, second = greeting.getnext(), greeting.getnext().getnext()
    assert [text_of(one) for one in (greeting, first, second)] == ["Kính gửi:", "- Bộ Nội vụ;", "- Bộ Y tế."]


# The body


def body_paragraphs(doc: Docx) -> list[etree._Element]:
    names = ("Nội dung", "Gạch đầu dòng", "Gạch đầu dòng 2", "Lời kết", *(f"heading {at}" for at in range(1, 5)))
    return [one for one in doc.body.iter(f"{W}p") if doc.style_name(one) in names]


def test_body_paragraphs_are_justified_indented_and_spaced_as_the_decree_wants(doc: Docx) -> None:
    paragraphs = body_paragraphs(doc)
    assert paragraphs
    for paragraph in paragraphs:
        shape = doc.format_paragraph(paragraph)
        assert shape.align == "both"
        assert (shape.left, shape.right) == (0, 0)
        assert 10 * MM <= shape.first <= 12.7 * MM + 1
        assert shape.after >= 6
        assert 1 <= shape.line <= 1.5
        for _, face in doc.runs(paragraph):
            assert 13 <= face.size <= 14


@pytest.mark.parametrize(
    ("text", "printed", "style", "bold"),
    [
        ("CÔNG TÁC CHỈ ĐẠO", "I. CÔNG TÁC CHỈ ĐẠO, TRIỂN KHAI", "heading 1", True),
        ("1. Tổ chức", "1. Tổ chức thực hiện văn bản", "heading 2", True),
        ("1.1. Truyền", "1.1. Truyền thông", "heading 3", True),
        ("a) Kết", "a) Kết quả", "heading 4", False),
    ],
)
def test_headings_have_their_style_their_letters_and_stay_with_what_follows(
    draft: Docx, text: str, printed: str, style: str, bold: bool
) -> None:
    paragraph = draft.paragraph(text)
    shape = draft.format_paragraph(paragraph)
    assert (shape.style, shape.keep_next, shape.outline) == (style, True, int(style[-1]) - 1)
    ((found, face),) = draft.runs(paragraph)
    assert (found, face.bold, face.italic) == (printed, bold, False)


def test_bullets_are_text_and_are_indented_like_any_paragraph(draft: Docx) -> None:
    bullet, sub = draft.paragraph("tin, bài"), draft.paragraph("Trong đó 12")
    assert text_of(bullet) == "- Đăng 1.250 tin, bài."
    assert text_of(sub) == "+ Trong đó 12 bài bằng tiếng dân tộc."
    assert draft.format_paragraph(bullet).first == draft.format_paragraph(draft.paragraph("Ban hành 05")).first
    assert not list(draft.body.iter(f"{W}numPr"))


def test_what_ends_with_a_colon_stays_with_what_follows() -> None:
    body = (Paragraph(Style.TEXT, "Theo từng nguồn:"), Paragraph(Style.BULLET, "", lead="Sở Y tế"))
    doc = Docx(render_report(report(body=body, opening=("Kết quả như sau:",)), REPORT))
    for text in ("Theo từng nguồn:", "Sở Y tế:", "Kết quả như sau:"):
        assert doc.format_paragraph(doc.paragraph(text)).keep_next


def test_an_agencys_name_leads_its_words_in_bold_italics(draft: Docx) -> None:
    runs = draft.runs(draft.paragraph("Ban hành 05"))
    assert [(text, face.bold, face.italic) for text, face in runs] == [
        ("Sở Y tế: ", True, True),
        ("Ban hành 05 văn bản.", False, False),
    ]


# The end


def signature(doc: Docx) -> etree._Element:
    return next(doc.paragraph("Nơi nhận:").iterancestors(f"{W}tbl"))


def test_the_text_ends_with_the_closing_mark_once(doc: Docx) -> None:
    closing = signature(doc).getprevious()
    assert text_of(closing).endswith("tổng hợp./.")
    assert text_of(closing).count("./.") == 1


def test_the_signature_is_never_parted_nor_alone_on_a_page(doc: Docx) -> None:
    table = signature(doc)
    (row,) = rows_of(table)
    assert row.find(f"{W}trPr/{W}cantSplit") is not None
    before = doc.format_paragraph(table.getprevious())
    assert (before.keep_next, before.keep_lines) == (True, True)


def test_the_authority_is_bold_in_capitals_with_room_for_the_signature_over_the_name(draft: Docx) -> None:
    cell = signature(draft).findall(f".//{W}tc")[1]
    texts = texts_of(cell)
    assert texts[:3] == ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]
    assert texts[-1] == "Đinh Văn Tuấn"
    assert 4 <= len(texts[3:-1]) <= 5
    assert not any(texts[3:-1])
    for paragraph in cell.iter(f"{W}p"):
        assert draft.format_paragraph(paragraph).align == "center"
        for _, face in draft.runs(paragraph):
            assert (face.size, face.bold, face.italic) == (14, True, False)


def test_the_recipients_stand_level_with_the_authority_in_their_small_letters(draft: Docx) -> None:
    cell = signature(draft).findall(f".//{W}tc")[0]
    assert texts_of(cell) == ["Nơi nhận:", "- Như trên;", "- Sở Nội vụ;", "- Lưu: VT, NC."]
    faces = [face for paragraph in cell.iter(f"{W}p") for _, face in draft.runs(paragraph)]
    assert [(face.size, face.bold, face.italic) for face in faces] == [(12, True, True), *[(11, False, False)] * 3]


# The annexes


def test_each_annex_has_its_number_its_name_its_note_and_a_line_under_it(doc: Docx) -> None:
    for numeral, section in zip(("I", "II", "III", "IV", "V")[: len(annexes(doc))], annexes(doc), strict=True):
        number, name, note, *_ = section.blocks
        assert text_of(number) == f"Phụ lục {numeral}"
        assert text_of(name) == text_of(name).upper()
        assert (
            text_of(note)
            .replace(HARD_SPACE, " ")
            .startswith("(Kèm theo Báo cáo số      /BC-UBND ngày     tháng     năm 2026")
        )
        looks = [(face.size, face.bold, face.italic) for one in (number, name, note) for _, face in doc.runs(one)]
        assert looks == [(14, True, False), (14, True, False), (14, False, True)]
        assert {doc.format_paragraph(one).align for one in (number, name, note)} == {"center"}
        assert 15 <= rule_length(doc, note) <= 110


def test_each_annex_ends_with_the_closing_mark_which_stays_with_its_last_rows(doc: Docx) -> None:
    for section in annexes(doc):
        assert [text for text in texts_of_blocks(section) if text][-1] == "./."
        *_, before, last, end = rows_of(data_table(section))
        assert texts_of(end) == ["./."]
        for row in (before, last):
            if row.find(f"{W}trPr/{W}tblHeader") is None:
                assert all(doc.format_paragraph(one).keep_next for one in row.iter(f"{W}p"))


def test_the_closing_mark_stands_outside_the_lines_of_the_table(doc: Docx) -> None:
    for section in annexes(doc):
        (cell,) = rows_of(data_table(section))[-1].findall(f"{W}tc")
        sides = {side.tag.removeprefix(W): side.get(f"{W}val") for side in cell.find(f"{W}tcPr/{W}tcBorders")}
        assert sides == {"left": "nil", "bottom": "nil", "right": "nil"}


def texts_of_blocks(section: Section) -> list[str]:
    return [text_of(paragraph) for paragraph in section.paragraphs()]


def test_annex_tables_have_single_black_borders_and_fill_the_page(doc: Docx) -> None:
    for section in annexes(doc):
        table = data_table(section)
        borders = doc.table_borders(table)
        assert {borders[side] for side in ("top", "left", "bottom", "right", "insideH", "insideV")} == {
            ("single", "000000")
        }
        room = section.size()[0] - section.margin("left") - section.margin("right")
        grid = [int(column.get(f"{W}w")) for column in table.find(f"{W}tblGrid")]
        assert sum(grid) == pytest.approx(room, abs=len(grid) + 2)


def test_annex_tables_repeat_their_bold_heads_and_number_their_columns(doc: Docx) -> None:
    for section in annexes(doc):
        rows = rows_of(data_table(section))
        repeated = [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows]
        assert repeated == [True, True] + [False] * (len(rows) - 2)
        titles, numbers = (list(row.iter(f"{W}p")) for row in rows[:2])
        assert [text_of(one) for one in numbers] == [f"({at})" for at in range(1, len(numbers) + 1)]
        assert len(titles) == len(numbers)
        for title in titles:
            assert doc.format_paragraph(title).align == "center"
            assert all(face.bold for _, face in doc.runs(title))


@LONG_IS_SLOW
def test_annex_rows_never_split_and_every_cell_is_in_small_letters(doc: Docx) -> None:
    for at, section in enumerate(annexes(doc), 1):
        landscape = at < len(LANDSCAPE)
        for row in rows_of(data_table(section)):
            assert row.find(f"{W}trPr/{W}cantSplit") is not None
            for paragraph in row.iter(f"{W}p"):
                for _, face in doc.runs(paragraph):
                    assert 11 <= face.size <= (12 if landscape else 13)


def test_every_row_has_cells_for_the_whole_grid(doc: Docx) -> None:
    for table in doc.body.iter(f"{W}tbl"):
        columns = len(table.find(f"{W}tblGrid"))
        for row in rows_of(table):
            spans = [cell.find(f"{W}tcPr/{W}gridSpan") for cell in row.iter(f"{W}tc")]
            assert sum(1 if span is None else int(span.get(f"{W}val")) for span in spans) == columns


def test_ordinals_are_centred_figures_right_and_group_titles_bold_across_the_table(draft: Docx) -> None:
    indicators, agencies, statuses = (rows_of(data_table(section)) for section in annexes(draft))
    for rows in (indicators, statuses):
        group, row = rows[2], rows[3]
        assert len(group.findall(f"{W}tc")) == 1
        assert all(face.bold for one in group.iter(f"{W}p") for _, face in draft.runs(one))
        assert draft.format_paragraph(next(row.iter(f"{W}p"))).align == "center"
    first, *_, total, _ = agencies[2:]
    aligns = [draft.format_paragraph(one).align for one in first.iter(f"{W}p")]
    assert aligns == ["center", "left", "right", "right", "right"]
    assert all(face.bold for one in total.iter(f"{W}p") for _, face in draft.runs(one))


def test_words_among_the_figures_of_a_column_are_centred() -> None:
    cells = tuple(map(Cell, ("Chưa đạt", "–", "66,3%", "1.234")))
    rows = (AgencyRow("1", "Xã Bảo Lâm 1", cells),)
    by_agency = AgencyAnnex(
        "II", "Số liệu", "Xã", ("a", "b", "c", "d"), (20,) * 4, rows, AgencyRow("", "Tổng cộng", cells)
    )
    doc = Docx(render_report(report(annexes=(by_agency,)), REPORT))
    data, total = rows_of(data_table(annexes(doc)[1]))[2:4]
    for row, ordinal in ((data, "1"), (total, "")):
        aligns = {text_of(one): doc.format_paragraph(one).align for one in row.iter(f"{W}p")}
        assert aligns[ordinal] == aligns["Chưa đạt"] == aligns["–"] == "center"
        assert aligns["66,3%"] == aligns["1.234"] == "right"


def test_no_usual_word_of_the_last_annex_is_wrapped(draft: Docx) -> None:
    """A column too narrow makes every one of 148 rows two lines high."""
    usual = ("148", "Sở Nông nghiệp và Môi trường", "155/BC-SVHTTDL", "30/11/2026", "Đúng hạn", "Gửi lần 2")
    table = data_table(annexes(draft)[2])
    widths = [int(column.get(f"{W}w")) / 20 for column in table.find(f"{W}tblGrid")]
    sizes = [face.size for one in rows_of(table)[3].iter(f"{W}p") for _, face in draft.runs(one)]
    for words, width, size in zip(usual, widths, sizes, strict=True):
        assert text_width(words, size) + 2 * CELL_MARGIN <= width, words


def test_a_date_left_open_is_not_broken_over_two_lines() -> None:
    note = "(Kèm theo Báo cáo số      /BC-UBND ngày     tháng     năm 2026 của Ủy ban nhân dân tỉnh Lâm Đồng)"
    bound = bind_open_date(note)
    assert bound.replace(HARD_SPACE, " ") == note
    assert len(bound.split("ngày")[1].partition(" ")[0]) == len("     tháng     năm 2026")
    assert text_width(bound, 14) == text_width(note, 14)
    parts = (text_width(words, 14) for words in ("ngày     tháng     năm 2026", "ngày tháng"))
    whole, narrow = parts
    assert max(wrap(bound, 14, narrow)) == pytest.approx(whole)
    assert max(wrap(note, 14, narrow)) < whole


# Marks of drafts and of example figures


def test_example_figures_are_marked_on_every_page(draft: Docx, final: Docx) -> None:
    for section in draft.sections:
        for kind in ("default", "first"):
            assert "SỐ LIỆU VÍ DỤ" in "".join(texts_of(draft.header(section, kind)))
    assert not any("VÍ DỤ" in text for header in final.headers() for text in texts_of(header))


def test_a_draft_says_so_in_its_head_and_on_the_pages_behind_it(draft: Docx, final: Docx) -> None:
    box = draft.paragraph("DỰ THẢO")
    assert draft.format_paragraph(box).borders == {"top", "left", "bottom", "right"}
    for section in draft.sections:
        assert "DỰ THẢO" in "".join(texts_of(draft.header(section, "default")))
    everything = [*texts_of(final.body), *(text for header in final.headers() for text in texts_of(header))]
    assert not any("DỰ THẢO" in text for text in everything)


# The letter


def test_a_letter_has_no_type_but_a_subject_under_its_number() -> None:
    doc = Docx(render_letter(letter(subject="V/v đôn đốc gửi báo cáo", symbol="/SNV-TTN"), LETTER))
    number = doc.paragraph("Số:")
    assert text_of(number) == "Số:       /SNV-TTN"
    text, face = only_run(doc, "V/v")
    assert (text, face.size, face.bold, face.italic) == ("V/v đôn đốc gửi báo cáo", 13, False, False)
    assert doc.paragraph("V/v").getprevious() is number
    assert doc.format_paragraph(doc.paragraph("V/v")).align == "center"
    assert "Tên loại văn bản" not in {doc.style_name(one) for one in doc.body.iter(f"{W}p")}


def test_a_letters_superior_body_is_upright_and_its_issuer_bold() -> None:
    doc = Docx(render_letter(letter(), LETTER))
    looks = {text: face.bold for text, face in (only_run(doc, "UBND TỈNH"), only_run(doc, "SỞ NỘI VỤ"))}
    assert looks == {"UBND TỈNH LÂM ĐỒNG": False, "SỞ NỘI VỤ": True}
    above = text_width("SỞ NỘI VỤ", 13, bold=True) / 72 * 25.4
    assert above / 3 <= rule_length(doc, doc.paragraph("SỞ NỘI VỤ")) <= above / 2


def test_a_letter_has_its_table_and_its_annex_only_when_there_is_something_in_them() -> None:
    bare = Docx(render_letter(letter(corrections=()), LETTER))
    assert (len(bare.sections), len(list(bare.body.iter(f"{W}tbl")))) == (1, 2)
    rows = (ListedAgency("1", "Xã Bảo Lâm 1", "chưa gửi"),)
    full = Docx(render_letter(letter(annex=rows, annex_title="Danh sách", annex_note="(Kèm theo)"), LETTER))
    assert (len(full.sections), len(list(full.body.iter(f"{W}tbl")))) == (2, 4)
    assert texts_of(data_table(full.sections[1])) == [
        *("STT", "Tên cơ quan, đơn vị, địa phương", "Ghi chú", "(1)", "(2)", "(3)"),
        *("1", "Xã Bảo Lâm 1", "chưa gửi", "./."),
    ]
    table = next(full.paragraph("Nội dung cần sửa").iterancestors(f"{W}tbl"))
    assert texts_of(table)[-5:] == ["1", "Chỉ tiêu", "D14", "«khoảng 500» không phải là số", "Ghi số"]


def test_a_subtotal_stands_bold_above_its_rows_and_a_list_without_numbers_has_no_total() -> None:
    cells = (Cell("5"), Cell("66,3%"))
    rows = (AgencyRow("", "Phường", cells), AgencyRow("1", "Phường Mũi Né", cells))
    by_kind = AgencyAnnex("II", "Số liệu", "Địa phương", ("a", "b"), (20, 20), rows, AgencyRow("", "", ()))
    doc = Docx(render_report(report(annexes=(by_kind,)), REPORT))
    subtotal, row, *_, end = rows_of(data_table(annexes(doc)[1]))[2:]
    assert "Tổng cộng" not in texts_of(data_table(annexes(doc)[1]))
    assert all(face.bold for one in subtotal.iter(f"{W}p") for _, face in doc.runs(one))
    assert not any(face.bold for one in row.iter(f"{W}p") for _, face in doc.runs(one))
    assert texts_of(end) == ["./."]
