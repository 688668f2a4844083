"""The page tinh-hinh.html: well-formed, self-contained, deaf to hostile text, and right in its figures."""

from __future__ import annotations

import re
from base64 import b64encode
from collections import Counter
from datetime import date, timedelta
from hashlib import sha256
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lamdong_report.decisions import Validity
from lamdong_report.model import Decision, Finding, Severity, Verdict
from lamdong_report.plan import Plan
from lamdong_report.review import board_html
from lamdong_report.review.charts import BAR_WIDTH, HEIGHT, LEFT, RIGHT, WIDTH, bar, day_chart
from lamdong_report.status import AgencyStatus, State, agency_statuses
from lamdong_report.text import clean
from tests.review_season import hostile, season
from tests.samples import samples

VOID = {"meta", "link", "br", "hr", "img", "input", "rect", "line", "circle", "path", "use"}


class Page(HTMLParser):
    """What a browser would make of the page: elements, ids, links, texts, and tags that do not match."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []
        self.tags: Counter[str] = Counter()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.texts: list[str] = []
        self.feed(text)
        self.close()
        self.faults += self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.ids += [value or "" for key, value in attrs if key == "id"]
        self.links += [value or "" for key, value in attrs if key == "href"]
        self.attributes += [(tag, key, value or "") for key, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(tag)

    def handle_data(self, data: str) -> None:
        if not self.open or self.open[-1] not in ("script", "style"):
            self.texts.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.texts).split())


def board(plan: Plan, *more: Finding, example: bool = False) -> str:
    statuses, findings = season(plan, *more)
    return board_html(plan, statuses, findings, as_of=date(2031, 11, 20), example=example)


def test_every_tag_is_closed_and_every_link_leads_somewhere(small_plan: Plan) -> None:
    page = Page(board(small_plan, example=True))
    assert page.faults == []
    assert [name for name, count in Counter(page.ids).items() if count > 1] == []
    assert {link.removeprefix("#") for link in page.links} <= set(page.ids)
    assert page.tags["h1"] == 1


def test_nothing_is_fetched_from_outside(small_plan: Plan) -> None:
    text = board(small_plan)
    page = Page(text)
    assert "http" not in text.replace("http-equiv", "")
    assert all(link.startswith("#") for link in page.links)
    assert not {"link", "img", "iframe", "object"} & set(page.tags)
    assert not re.search(r"@import|url\((?!#)", text)
    assert not [a for a in page.attributes if a[1] in ("src", "style") or a[1].startswith("on")]


def test_the_policy_admits_the_pages_own_style_and_script_only(small_plan: Plan) -> None:
    text = board(small_plan)
    for tag in ("style", "script"):
        inside = re.search(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        assert inside is not None
        digest = b64encode(sha256(inside[1].encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in text


def test_hostile_text_is_shown_as_text(small_plan: Plan) -> None:
    calm, page = Page(board(small_plan)), Page(board(small_plan, hostile(), hostile("")))
    assert page.faults == []
    assert page.tags["script"] == calm.tags["script"]
    assert page.text.count("<script>alert(1)</script> & \"'{{ 7*7 }}{% x %} =cmd|'/C calc'!A0 <w:p>") >= 4
    assert not {c for c in board(small_plan, hostile()) if (c < " " and c != "\n") or "\ud800" <= c <= "\udfff"}


@settings(max_examples=samples(30), deadline=None)
@given(text=st.text(max_size=60))
def test_any_text_leaves_the_page_whole(small_plan: Plan, text: str) -> None:
    finding = Finding("number-unclear", Severity.ERROR, f"«{text}»", text, "S101", text, text, "D8")
    page = Page(board(small_plan, finding))
    assert page.faults == []
    assert " ".join(clean(finding.message).split()) in page.text


def test_the_big_figures(small_plan: Plan) -> None:
    text = Page(board(small_plan)).text
    for figure in ("Đã nhận 2/5 40,0% số phiếu phải gửi", "Đúng hạn 1 ", "Gửi chậm 1 ", "Chưa gửi 3 ",
                   "Lỗi 6 ở 2 cơ quan, địa phương và 1 tệp chưa rõ ", "Cảnh báo 4 cùng 2 lưu ý"):  # fmt: skip
        assert figure in text


def test_every_agency_has_a_row_with_its_findings_behind_it(small_plan: Plan) -> None:
    text = board(small_plan)
    rows = dict(re.findall(r'<tr id="cq-(\w+)" class="agency".*?>(.*?)</tr>', text, re.DOTALL))
    assert list(rows) == ["SYT", "SGD", "TD", "S101", "S102"]
    assert "Chưa gửi" in rows["TD"] and "<details>" not in rows["TD"]
    assert rows["S101"].count("<li") == 6
    assert '<details class="grave"><summary>«Số liệu» ô D8: «khoảng 500» chỉ là số ước' in rows["S101"]
    assert "(và 5 nội dung khác)" in rows["S101"]
    assert "<summary>1 lưu ý</summary>" in rows["SGD"]


def test_errors_and_warnings_are_printed_without_a_click_and_notes_are_not(small_plan: Plan) -> None:
    text = board(small_plan)
    opened = re.findall(
        r'<tr id="cq-(\w+)" class="agency"[^>]*>(?:(?!</tr>).)*<details class="grave">', text, re.DOTALL
    )
    assert opened == ["S101", "S102"]
    assert ".grave::details-content { content-visibility: visible;" in text
    assert 'window.addEventListener("beforeprint"' in text


def test_the_summed_group_has_a_tile_for_each_agency(small_plan: Plan) -> None:
    tiles = re.findall(r'<a href="#cq-(\w+)" class="tile s-(\w+)"', board(small_plan))
    assert tiles == [("S101", "faulty"), ("S102", "unusable")]


def test_what_was_written_about_victims_is_not_shown(small_plan: Plan) -> None:
    finding = Finding("out-of-range", Severity.WARNING, "«Số liệu» ô D20: có 3 trẻ em", "Xem lại số 3.", "S101",
                      "phieu-S101.xlsx", "Số liệu", "D20", "xh_tong")  # fmt: skip
    text = Page(board(small_plan, finding)).text
    assert "có 3 trẻ em" not in text
    assert "«Số liệu» ô D20: có nội dung cần xem về số liệu nhạy cảm" in text


def test_example_figures_are_marked_on_the_screen_and_on_paper(small_plan: Plan) -> None:
    example, real = board(small_plan, example=True), board(small_plan)
    assert Page(example).text.count("SỐ LIỆU VÍ DỤ") == 3
    assert '<body class="example">' in example
    assert "SỐ LIỆU VÍ DỤ" not in Page(real).text


def test_the_same_season_gives_the_same_page(small_plan: Plan) -> None:
    assert board(small_plan) == board(small_plan)


def test_a_season_in_which_nothing_has_come(small_plan: Plan) -> None:
    text = board_html(small_plan, agency_statuses(small_plan, ()), (), as_of=None, example=False)
    page = Page(text)
    assert page.faults == []
    assert "chưa nhận được phiếu nào" in page.text
    assert "Chưa có phiếu nào ghi ngày gửi." in page.text


def sent_on(plan: Plan, *days: date | None) -> list[AgencyStatus]:
    """So many agencies, each with the day on which it sent."""
    form = season(plan)[0][1].submission
    return [AgencyStatus(plan.agencies[0], State.IN_TIME, form, day) for day in days]


def test_a_bar_shares_its_width_by_state(small_plan: Plan) -> None:
    spans = bar(season(small_plan)[0])
    assert [(span.state, span.count, span.width) for span in spans] == [
        ("in_time", 1, "120"), ("late", 1, "120"), ("missing", 3, "360"),
    ]  # fmt: skip
    assert float(spans[-1].x) + float(spans[-1].width) == BAR_WIDTH


def test_the_line_reaches_all_dated_forms_and_the_undated_are_told(small_plan: Plan) -> None:
    deadline = date(2031, 11, 20)
    chart = day_chart(sent_on(small_plan, date(2031, 11, 18), date(2031, 11, 18), date(2031, 11, 22), None), deadline)
    assert chart is not None
    assert (chart.total, chart.undated, chart.expected.label) == (3, 1, "4")
    assert chart.table == ((date(2031, 11, 18), 2, 2), (date(2031, 11, 22), 1, 3))
    assert [tick.label for tick in chart.days] == ["18/11", "19/11", "20/11", "21/11", "22/11"]
    assert float(chart.deadline) == pytest.approx(LEFT + (WIDTH - LEFT - RIGHT) * 2 / 5, abs=0.1)


@pytest.mark.parametrize("stray", [date(1031, 11, 1), date(9999, 12, 31)])
def test_a_day_of_another_age_does_not_stretch_the_chart(small_plan: Plan, stray: date) -> None:
    deadline = date(2031, 11, 20)
    chart = day_chart(sent_on(small_plan, stray, deadline - timedelta(3)), deadline)
    assert chart is not None
    points = re.findall(r"[-\d.]+ [-\d.]+", chart.line)
    assert len(points) < 130
    assert all(LEFT <= float(p.split()[0]) <= WIDTH and 0 <= float(p.split()[1]) <= HEIGHT for p in points)
    assert chart.total == 2


def test_decisions_of_the_office_are_shown_with_what_became_of_them(small_plan: Plan) -> None:
    kept = Decision(
        "S101", Verdict.WARNING, "239", "unusual", sheet="Số liệu", cell="D8", reason="đã hỏi lại", who="Lê A"
    )
    later = Decision("S102", Verdict.DEADLINE, "", until=date(2031, 11, 25), reason="mưa lũ", who="Lê A")
    statuses, findings = season(small_plan)
    decided = ((kept, Validity.HOLDS), (later, Validity.STALE))
    text = board_html(small_plan, statuses, findings, decided, as_of=None, example=False)
    shown = " ".join(Page(text).text.split())
    for words in ("Quyết định của cơ quan chủ trì", "«Số liệu» ô D8; Ngoài khoảng thường gặp", "đã hỏi lại",
                  "đến hết ngày 25/11/2031", "Hết hiệu lực"):  # fmt: skip
        assert words in shown
    assert not Page(text).faults
    assert "Quyết định của cơ quan chủ trì" not in board(small_plan)
