"""The whole example report read as a strict clerk reads it: punctuation, repetitions, abbreviations, totals.

Each rule is a function from text to faults. It is tried first on words that have the fault, then on the report.
"""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from decimal import Decimal
from itertools import groupby, pairwise

import pytest
from msgspec.structs import replace

from lamdong_report.checks import check_submissions
from lamdong_report.content import Cell, Number, Paragraph, Quote, ReportContent, Style, Text
from lamdong_report.example import ExampleForm
from lamdong_report.model import Submission
from lamdong_report.pipeline.lacking import unwritten
from lamdong_report.plan import Plan
from lamdong_report.plan.schema import LastYear
from lamdong_report.render import render_report
from lamdong_report.report import entries, gather, write_report
from lamdong_report.report.annexes import UNIT
from lamdong_report.report.words import says_none

from .test_example import received

Rule = Callable[[Sequence[str]], list[str]]

MOST_ALIKE = 9
LEAST_WORDS = 6
PUNCTUATION = re.compile(
    r"\(\s*\)|\[|\]|[{}]|\.\.|[,;:]\.|[,;]{2}|\s[,;.:)]|\(\s|,(?=[^\s\d])|;(?=\S)| {2,}|[“\"]\s|\s”|\bNone\b"
)
# Blanks that the clerk fills in: "Kế hoạch số      /KH-UBND ngày     tháng     năm 2026".
OPEN_BLANKS = re.compile(r"(số|ngày|tháng)\s{3,}(?=/|tháng|năm)")
# What officials are to write themselves: "[Đánh giá của Ủy ban nhân dân tỉnh: …]".
SLOT = re.compile(r"\[[^\[\]]+\]")
NUMBER = r"\d[\d.]*(?:,\d+)?"
# What is no abbreviation though it is in capitals: the symbol of a document, a Roman numeral.
SYMBOL = re.compile(r"\d*/[\w&.-]+(?:/[\w&.-]+)*")
ROMAN = re.compile(r"[IVX]+")
DATES = re.compile(r"(năm|số) \d[\d/]*|\d+/\d+/\d{4}|\d{4}-\d{4}|ngày \d+/\d+")
UNEVEN = re.compile(
    r"\d %|(?<![\d.,/])0\d/\d+(?![\d/])|/0\d(?![\d/])|\b20\d\d - 20\d\d|\bnăm \d\.\d{3}\b|\b\d{1,3},\d{3}\b"
    r"|(?<![\d.,/%-])\b\d{4,}(?= [^\W\d]{3})"
)


@pytest.fixture(scope="module")
def forms(real_plan: Plan, examples: tuple[ExampleForm, ...]) -> tuple[Submission, ...]:
    return tuple(received(real_plan, examples).values())


@pytest.fixture(scope="module")
def content(real_plan: Plan, forms: tuple[Submission, ...]) -> ReportContent:
    findings = check_submissions(real_plan, forms)
    return write_report(gather(real_plan, forms, findings), draft=True)


@pytest.fixture(scope="module")
def lines(content: ReportContent) -> tuple[str, ...]:
    """All that is printed as running text, a paragraph a line, and the words of the tables' cells; no open slot."""
    said = [p for p in content.body if not SLOT.fullmatch(p.text)]
    body = [f"{p.lead.rstrip(' :')}: {p.text}".strip() if p.lead else p.text for p in said]
    cells = [cell for row in content.indicators for cell in (row.label, row.target, row.note.text) if cell]
    cells += [row.label for p in content.body for row in p.rows]
    cells += [cell for row in content.statuses for cell in (row.name, row.state, row.note.text) if cell]
    return (*content.opening, *body, content.closing.removesuffix("./.") + ".", *cells)


# The rules


def bad_punctuation(lines: Sequence[str]) -> list[str]:
    stripped = [OPEN_BLANKS.sub(r"\1 ", line) for line in lines]
    return [line[max(0, f.start() - 30) : f.end() + 30] for line in stripped for f in PUNCTUATION.finditer(line)]


def capitals_within_a_sentence(lines: Sequence[str]) -> list[str]:
    """Capitals behind a comma or semicolon, apart from names: words that have one in the middle of a clause too,
    and what follows a name in a list of names.
    """
    names = {word for line in lines for word in re.findall(r"(?<=\w )[^\W\d_][\w']*", line) if word[0].isupper()}
    clauses = (clause for line in lines for clause in re.split(r"[.:“]", line))
    return [fault for clause in clauses for fault in _capitals(re.split(r"[,;] ", clause), names)]


def _capitals(items: Sequence[str], names: Collection[str]) -> Iterator[str]:
    listed = False
    for before, after in pairwise(items):
        capital = after[:1].isupper()
        listed = capital and (listed or any(word[0].isupper() for word in before.split()[1:]))
        if capital and not listed and after.split()[0] not in names:
            yield f"{before}, {after}"


def repeated_sentences(lines: Sequence[str]) -> list[str]:
    """Sentences that stand twice, whatever their numbers and the names that they quote."""
    pieces = (piece.strip(" .;:") for line in lines for piece in re.split(r"(?<=[.;])\s", line))
    counted = Counter(re.sub(rf"{NUMBER}|“[^”]*”", "#", piece) for piece in pieces if len(piece.split()) >= LEAST_WORDS)
    return [sentence for sentence, times in counted.items() if times > 1]


def monotonous(lines: Sequence[str]) -> list[str]:
    """The words with which too many paragraphs begin one after the other."""
    runs = ((start, len(list(run))) for start, run in groupby(lines, lambda line: tuple(line.split()[:2])))
    return [" ".join(start) for start, length in runs if length > MOST_ALIKE]


def numbers_first(lines: Sequence[str]) -> list[str]:
    """Sentences that begin with a number in figures."""
    return [found for line in lines for found in re.findall(r"(?:^|[.] )\d[\d.,/]* \w+", line)]


def unexplained(lines: Sequence[str]) -> list[str]:
    """Abbreviations that are not put in brackets behind what they stand for where they come first."""
    text = SYMBOL.sub("", "\n".join(lines))
    found = dict.fromkeys(f for f in re.findall(r"\b[A-ZĐ][A-ZĐ&]+\b", text) if not ROMAN.fullmatch(f))
    return [short for short in found if not re.search(rf"^[^\n]*?\w \({short}\)", text[: _line_end(text, short)], re.M)]


def _line_end(text: str, word: str) -> int:
    end = text.find("\n", re.search(rf"\b{re.escape(word)}\b", text).start())  # type: ignore[union-attr]
    return end if end >= 0 else len(text)


def uneven_numbers(lines: Sequence[str]) -> list[str]:
    """Numbers in another form than the rest: "56,8 %", "06/06 cơ sở", "2026 - 2030", a dot in a year, "12345"."""
    dateless = (DATES.sub("", line) for line in lines)
    return [line[max(0, f.start() - 20) : f.end() + 20] for line in dateless for f in UNEVEN.finditer(line)]


@pytest.mark.parametrize(
    ("rule", "faulty", "sound"),
    [
        (bad_punctuation, "Đã chi () đồng.", "Đã chi (năm 2026) 05 triệu đồng."),
        (bad_punctuation, "Đã gửi báo cáo..", "Đã gửi báo cáo."),
        (bad_punctuation, "Đã gửi báo cáo,.", "Đạt 1.234,5 triệu đồng."),
        (bad_punctuation, "Các xã , phường", "Các xã, phường"),
        (bad_punctuation, "Các xã,phường", "Các xã, phường"),
        (bad_punctuation, "Các  xã", "Kế hoạch số      /KH-UBND ngày     tháng     năm 2026"),
        (bad_punctuation, "Còn {so} lỗi", "Còn 05 lỗi"),
        (capitals_within_a_sentence, "Đã họp, Bàn việc; còn bàn.", "Gồm Sở Y tế, Sở Nội vụ; dân tộc K'Ho, Mạ."),
        (repeated_sentences, "Đã họp. Mở 05 lớp tập huấn cho cán bộ.\nMở 12 lớp tập huấn cho cán bộ.", "Một.\nMột."),
        (monotonous, "\n".join(["Đề nghị Sở A làm việc này."] * 10), "\n".join(["Đề nghị Sở A."] * 9)),
        (numbers_first, "24 mô hình được duy trì.", "Duy trì 24 mô hình. Có 05 nhóm."),
        (unexplained, "Câu lạc bộ STEM nữ sinh.", "Sản phẩm mỗi xã một sản phẩm (OCOP); công văn 12/BC-UBND; quý III."),
        (unexplained, "Bán hàng OCOP.\nMỗi xã một sản phẩm (OCOP).", "Mỗi xã một sản phẩm (OCOP).\nBán hàng OCOP."),
        (uneven_numbers, "đạt 56,8 %", "đạt 56,8%"),
        (uneven_numbers, "06/06 cơ sở", "6/6 cơ sở, 0/6 cơ sở, ngày 08/3/2026, 24/24 giờ"),
        (uneven_numbers, "giai đoạn 2026 - 2030", "giai đoạn 2026-2030, năm 2026"),
        (uneven_numbers, "có 12345 người", "có 12.345 người"),
    ],
)  # fmt: skip
def test_each_rule_sees_the_fault_that_it_is_about(rule: Rule, faulty: str, sound: str) -> None:
    assert rule(faulty.split("\n"))
    assert not rule(sound.split("\n"))


# The report


@pytest.mark.parametrize("rule", [bad_punctuation, unexplained, uneven_numbers])
def test_the_report_is_clean(rule: Rule, lines: Sequence[str]) -> None:
    assert rule(lines) == []


def test_no_sentence_begins_with_a_number(content: ReportContent) -> None:
    assert numbers_first([p.text for section in _sections(content.body) for p in section]) == []


def test_no_sentence_goes_on_with_a_capital(real_plan: Plan, lines: Sequence[str]) -> None:
    """The agencies' names set aside: some have a comma in them."""
    names = "|".join(re.escape(agency.name) for agency in real_plan.agencies)
    assert capitals_within_a_sentence([re.sub(names, "Sở", line) for line in lines]) == []


def test_no_sentence_stands_in_two_places(content: ReportContent) -> None:
    """Apart from the labels, and the one sentence of each goal."""
    leads = {p.text for p in content.body if p.text.endswith(":")}
    said = [p.text for p in content.body if p.text not in leads]
    assert repeated_sentences([text for text in said if not re.match(r"(Có|Tất cả) \d+\S* chỉ số", text)]) == []


def test_neighbouring_paragraphs_begin_differently(content: ReportContent) -> None:
    for section in _sections(content.body):
        assert monotonous([p.text for p in section]) == []


def _sections(body: Sequence[Paragraph]) -> Iterator[list[Paragraph]]:
    for heading, run in groupby(body, lambda p: p.style.value.startswith("heading")):
        if not heading:
            yield list(run)


def test_nothing_is_counted_as_0(content: ReportContent) -> None:
    """What nobody reported is left out, or said in words ("không phát sinh")."""
    assert re.findall(r"(?<![\d.,/])0 (?:địa phương|cơ quan|chỉ số|chưa|đang)", _text(content)) == []


def test_no_section_is_empty_and_none_is_a_lone_lead(content: ReportContent) -> None:
    levels = [int(p.style.value[-1]) if p.style.value.startswith("heading") else 9 for p in content.body]
    for at, (paragraph, level) in enumerate(zip(content.body, levels, strict=True)):
        following = levels[at + 1] if at + 1 < len(levels) else 0
        if level < 9:
            assert following > level, paragraph.text
        elif (paragraph.lead + paragraph.text).rstrip().endswith(":"):
            assert following == 9, paragraph.text


# Text and annexes say the same


def _text(content: ReportContent) -> str:
    return "\n".join(p.text for p in content.body)


@pytest.mark.parametrize(
    ("column", "words"),
    [
        ("Lớp tập huấn", rf"riêng cấp xã tổ chức ({NUMBER}) lớp"),
        ("Tin, bài trên hệ thống thông tin cơ sở", rf"đã đăng, phát ({NUMBER}) tin, bài"),
        ("Câu lạc bộ, mô hình", rf"tại cấp xã có ({NUMBER}) câu lạc bộ, mô hình"),
        ("Đạt tiêu chí nông thôn mới 6.5", rf"có ({NUMBER})/{NUMBER} xã được đánh giá đạt"),
        ("Kinh phí đã sử dụng", rf"riêng cấp xã đã sử dụng ({NUMBER}) triệu đồng"),
    ],
)
def test_the_totals_of_the_communes_are_those_in_the_text(content: ReportContent, column: str, words: str) -> None:
    annex = content.annexes[0]
    at = next(at for at, label in enumerate(annex.columns) if label.startswith(column))
    found = re.search(words, _text(content))
    assert found and found[1] == str(annex.total.cells[at])


def test_every_result_of_the_annex_of_indicators_stands_in_the_text(content: ReportContent) -> None:
    rows = [row for row in content.indicators if not row.heading]
    (table,) = (paragraph.rows for paragraph in content.body if paragraph.rows)
    shown = [row for row in table if not row.heading]
    for row, told in zip(rows, shown, strict=True):
        assert (row.number, row.target) == (told.number, told.target)
        assert (str(row.result), str(row.previous)) == (str(told.result).rstrip("%"), str(told.previous).rstrip("%"))
        assert told.judgement[2:] == row.judgement
    bullets = [p.text for p in content.body if p.style is Style.BULLET]
    for told in shown:
        is_told = any(text.startswith(told.label) for text in bullets)
        assert is_told == (told.judgement[2:] in ("Chưa đạt", "Chưa có số liệu")), told.label
    told = re.search(
        r"qua (\d+) chỉ số; có (\d+) .*?, trong đó (\d+) chỉ số vượt; (\d+) chỉ số chưa đạt", _text(content)
    )
    judged = Counter(row.judgement for row in rows)
    assert told and [int(number) for number in told.groups()] == [
        len(rows), judged["Đạt"] + judged["Vượt"], judged["Vượt"], judged["Chưa đạt"],
    ]  # fmt: skip


def test_who_has_sent_is_counted_alike_in_text_and_annex(content: ReportContent) -> None:
    states = Counter(row.state for row in content.statuses if not row.heading)
    text = _text(content)
    assert f"{states['Đúng hạn'] + states['Gửi chậm']}/{sum(states.values())} cơ quan, địa phương" in text
    assert f"{states['Đúng hạn']} báo cáo gửi đúng thời hạn" in text
    assert f"còn {states['Chưa gửi']:02} cơ quan, địa phương chưa gửi" in text


def test_figures_of_a_column_have_the_same_decimals(content: ReportContent) -> None:
    annex = content.annexes[0]
    for at, label in enumerate(annex.columns):
        cells = [str(row.cells[at]) for row in (*annex.rows, annex.total)]
        decimals = {len(cell.partition(",")[2]) for cell in cells if re.fullmatch(NUMBER, cell)}
        assert len(decimals) <= 1, label


def test_the_bars_of_the_chart_are_figures_of_the_text_and_stand_in_the_trace(content: ReportContent) -> None:
    (chart,) = (paragraph.chart for paragraph in content.body if paragraph.chart)
    rows = {row.number: row for row in content.indicators if not row.heading}
    results, targets = (numbers for _, numbers in chart.series)
    assert len(chart.categories) > 10
    for number, result, target in zip(chart.categories, results, targets, strict=True):
        assert result and target and rows[number].unit == chart.unit
        assert rows[number].result.text == result.text.removesuffix(",0")
    drawn = [entry for entry in entries(content) if entry.place.endswith("biểu đồ")]
    assert len(drawn) == 2 * len(chart.categories)


def test_each_goal_is_told_in_one_sentence_that_agrees_with_its_rows(content: ReportContent) -> None:
    (table,) = (paragraph.rows for paragraph in content.body if paragraph.rows)
    goals: dict[str, Counter[str]] = {}
    for row in table:
        if row.heading:
            goals[row.label] = counted = Counter()
        else:
            counted[row.judgement[2:]] += 1
    assert len(goals) == 6
    for label, counted in goals.items():
        at = next(n for n, p in enumerate(content.body) if p.style is Style.HEADING3 and p.text.endswith(label))
        told = content.body[at + 1].text
        numbers = [int(number) for number in re.findall(r"\d+", told)]
        reached, measures = counted["Đạt"] + counted["Vượt"], counted.total()
        if measures == 1:
            assert next(iter(counted)).lower() in told
            continue
        expected = [measures] if reached == measures else [reached, measures]
        exceeds = [] if reached == counted["Vượt"] and reached < measures else ["Vượt"]
        expected += [counted[word] for word in (*exceeds, "Chưa đạt", "Không phát sinh") if counted[word]]
        assert numbers == expected, told


def test_what_an_official_is_to_write_is_yellow_also_in_the_final_report(
    real_plan: Plan, forms: tuple[Submission, ...], content: ReportContent
) -> None:
    slots = [section.slot for section in real_plan.sections if section.slot]
    for body in (content.body, write_report(gather(real_plan, forms), draft=False).body):
        assert [p.text for p in body if SLOT.fullmatch(p.text)] == slots
        assert all(p.doubtful for p in body if p.text in slots)
    assert len(slots) >= 4 and all(map(SLOT.fullmatch, slots))


# No fact twice


def _by_chapter(content: ReportContent) -> Iterator[tuple[str, Paragraph]]:
    """Each paragraph with its chapter: II.1 to II.8 each by itself, else the part. The general assessment may sum up
    what the parts before it tell.
    """
    part = chapter = ""
    for paragraph in content.body:
        if paragraph.style is Style.HEADING1:
            part = chapter = paragraph.text.split(".")[0]
        elif paragraph.style is Style.HEADING2 and part == "II":
            chapter = f"{part}.{paragraph.text.split('.')[0]}"
        elif part != "V":
            yield chapter, paragraph


def test_no_sentence_of_an_agency_and_no_figure_stands_in_two_parts_of_the_body(content: ReportContent) -> None:
    said: dict[str, set[str]] = {}
    for chapter, paragraph in _by_chapter(content):
        for piece in paragraph.pieces:
            if isinstance(piece, Quote):
                for sentence in re.split(r"(?<=[.;])\s", piece.text):
                    said.setdefault(sentence, set()).add(chapter)
            elif isinstance(piece, Number) and piece.figure.parts:
                cells = sorted({part.source for part in piece.figure.parts}) if piece.figure.value else []
                key = f"{piece.figure.formula} {piece.figure.value} {cells[:1]}"
                said.setdefault(key if cells else "", set()).add(chapter)
    said.pop("", None)
    assert {what: sorted(where) for what, where in said.items() if len(where) > 1 and len(what.split()) > 3} == {}
    assert len(said) > 300


def test_no_question_is_told_in_two_parts_of_the_body(content: ReportContent) -> None:
    """Apart from what an indicator is made of, and from whole populations that others are a share of."""
    told: dict[str, set[str]] = {}
    for chapter, paragraph in _by_chapter(content):
        for piece in paragraph.pieces:
            if isinstance(piece, Number) and chapter != "II.7" and "số cơ quan" not in piece.figure.formula:
                for part in piece.figure.parts:
                    if part.question:
                        told.setdefault(part.question, set()).add(chapter)
    assert {question: sorted(where) for question, where in told.items() if len(where) > 1} == {}
    assert len(told) > 100


def test_the_body_names_every_annex(content: ReportContent) -> None:
    text = " ".join(p.text for p in content.body)
    numbers = ["I", *(annex.number for annex in (*content.annexes, *content.words)), content.statuses_number]
    assert numbers == ["I", "II", "III", "IV", "V", "VI", "VII"]
    for number in numbers:
        assert re.search(rf"Phụ lục {number}\b", text), number


def test_words_stand_in_the_body_or_in_the_annex_and_none_is_lost(
    real_plan: Plan, forms: tuple[Submission, ...], content: ReportContent
) -> None:
    body = {piece.source for p in content.body for piece in p.pieces if isinstance(piece, Quote)}
    cells = [cell for annex in content.words for row in annex.rows for cell in row.cells]
    annexed = {piece.source for cell in cells for piece in cell.pieces if isinstance(piece, Quote)}
    assert not body & annexed
    for topic in real_plan.topics:
        section = real_plan.section(topic.section)
        for form in forms:
            answer = form.answers.get(f"{topic.id}.noi_dung")
            own = (
                not real_plan.group_of(real_plan.agency(form.agency)).summed
                and not section.gathered
                and section.printed
            )
            if own and answer and answer.text and not says_none(answer.text):
                assert (answer.source in body) != (answer.source in annexed), (form.agency, topic.id)


def test_what_is_still_open_is_told_from_the_document_as_it_stands(real_plan: Plan, content: ReportContent) -> None:
    told = list(unwritten(render_report(content, real_plan.folder / "report.docx"), real_plan))
    assert told[0].startswith("Còn 4 chỗ tô vàng chờ viết nhận định: mục I, II.7, V, VI.")
    assert "số của báo cáo, ngày của báo cáo, số của Kế hoạch, ngày của Kế hoạch" in told[1]
    known = {"number": "125", "date": "ngày 05 tháng 01 năm 2027", "opening": ("Thực hiện Kế hoạch:",)}
    written = tuple(
        dataclasses.replace(p, pieces=(Text("Đã viết."),)) if SLOT.fullmatch(p.text) else p for p in content.body
    )
    done = dataclasses.replace(content, body=written, annex_note="(Kèm theo Báo cáo số 125/BC-UBND)", **known)  # type: ignore[arg-type]
    assert list(unwritten(render_report(done, real_plan.folder / "report.docx"), real_plan)) == []


def test_no_frame_tells_more_than_four_goals(content: ReportContent) -> None:
    """A sentence with its numbers taken out is its frame; the reader minds the fifth of the same."""
    texts = [p.text for p in content.body if p.style is Style.TEXT and not p.lead]
    frames = Counter(re.sub(r"\d[\d.,/%]*", "0", text) for text in texts)
    assert {frame: count for frame, count in frames.items() if count > 4} == {}


def test_proposals_to_one_body_stand_together(real_plan: Plan, content: ReportContent) -> None:
    section = next(one for one in real_plan.sections if one.addressed_to)
    at = next(n for n, p in enumerate(content.body) if p.text.endswith(section.title))
    told = [p.text for p in content.body[at + 1 :] if p.style is Style.BULLET]
    places = [next(n for n, name in enumerate(section.addressed_to) if text.startswith(name)) for text in told[:6]]
    assert len(set(places)) > 3
    assert places == sorted(places)


def test_the_annex_of_activities_adds_up_and_stands_beside_last_year_where_that_is_known(
    real_plan: Plan, forms: tuple[Submission, ...], content: ReportContent
) -> None:
    known = (LastYear(question="ii1_hoi_nghi", value=Decimal(400)),)
    knowing = write_report(gather(replace(real_plan, last_year=known), forms), draft=True)
    plain, told = (next(one for one in report.annexes if one.columns[0] == UNIT) for report in (content, knowing))
    assert plain.columns == told.columns[:-2]
    assert told.columns[-2:] == ("Năm 2025", "So với năm trước")
    for row in plain.rows:
        *parts, whole = (figure_in(cell) for cell in row.cells[1:])
        assert sum(part for part in parts if part is not None) == whole, row.name
    row = next(row for row in told.rows if row.name == "Hội nghị phổ biến pháp luật")
    assert row.cells[-2].text == "400"
    assert {one.cells[-2].text for one in told.rows if one is not row} == {"…"}


def figure_in(cell: Cell) -> Decimal | None:
    return next((piece.figure.value for piece in cell.pieces if isinstance(piece, Number)), None)
