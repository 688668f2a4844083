"""Reports of few forms, of blank ones and of forms full of zeros read as true and whole as that of a full season."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pytest
from msgspec.structs import replace

from lamdong_report.content import Paragraph, ReportContent
from lamdong_report.example import ExampleForm
from lamdong_report.model import Answer, Submission
from lamdong_report.plan import Plan
from lamdong_report.report import gather, write_report
from lamdong_report.report.annexes import UNIT
from lamdong_report.report.wording import MOST_LISTED, names
from tests.builders import submission
from tests.test_example import received
from tests.test_report_prose import SLOT, bad_punctuation

HEALTH = "SYT"


@pytest.fixture(scope="module")
def season(real_plan: Plan, examples: tuple[ExampleForm, ...]) -> dict[str, Submission]:
    return received(real_plan, examples)


def zero(form: Submission) -> Submission:
    """The form with 0 in every cell with a number, and with No where it says Yes."""
    keep = {"lan_gui"}
    answers = {name: one if name in keep else _nothing(one) for name, one in form.answers.items()}
    return replace(form, answers=answers, tables={})


def _nothing(answer: Answer) -> Answer:
    if answer.value is True:
        return replace(answer, value=False)
    return replace(answer, value=Decimal(0)) if isinstance(answer.value, Decimal) else answer


def forms_of(kind: str, season: dict[str, Submission]) -> tuple[Submission, ...]:
    match kind:
        case "none":
            return ()
        case "one body":
            return (season[HEALTH],)
        case "one commune":
            return (next(form for code, form in season.items() if code.isdigit()),)
        case "blank":
            return tuple(replace(form, answers={}, tables={}) for form in season.values())
        case _:
            return tuple(map(zero, season.values()))


KINDS = ("none", "one body", "one commune", "blank", "zero")


def written(plan: Plan, forms: Sequence[Submission]) -> ReportContent:
    return write_report(gather(plan, forms), draft=True)


def below(content: ReportContent, heading: str) -> list[Paragraph]:
    """What stands under a heading, up to the next one."""
    at = next(n for n, p in enumerate(content.body) if p.style.value.startswith("heading") and heading in p.text)
    found = []
    for paragraph in content.body[at + 1 :]:
        if paragraph.style.value.startswith("heading"):
            break
        found.append(paragraph)
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_came_in_the_sentences_are_whole(real_plan: Plan, season: dict[str, Submission], kind: str) -> None:
    body = written(real_plan, forms_of(kind, season)).body
    lines = [p.lead + p.text for p in body if not SLOT.fullmatch(p.text)]
    assert bad_punctuation(lines) == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_body_has_its_name_with_a_capital_wherever_it_stands(
    real_plan: Plan, season: dict[str, Submission], kind: str
) -> None:
    assert not [p.text for p in written(real_plan, forms_of(kind, season)).body if "ủy ban" in p.text]


def test_a_party_that_is_silent_one_without_figures_and_one_with_zeros_are_told_apart(
    real_plan: Plan, season: dict[str, Submission]
) -> None:
    content = written(real_plan, (zero(season[HEALTH]), submission("STC", {})))
    heading = {code: f". {real_plan.agency(code).name}" for code in (HEALTH, "STC", "SGDDT")}
    assert [p.text for p in below(content, heading[HEALTH])] == [real_plan.wording.section_none]
    assert [p.text for p in below(content, heading["STC"])] == [real_plan.wording.party_empty]
    (silent,) = below(content, heading["SGDDT"])
    assert silent.text.startswith("Chưa gửi báo cáo") and silent.doubtful
    assert silent.comment.startswith("Sở Giáo dục và Đào tạo chưa gửi phiếu báo cáo.")


def test_what_has_no_data_or_nothing_to_reach_is_not_called_missed(
    real_plan: Plan, season: dict[str, Submission]
) -> None:
    silent, zeros = (written(real_plan, forms_of(kind, season)) for kind in ("blank", "zero"))
    assert below(silent, "Mục tiêu 5")[0].text == "Chưa đủ căn cứ đánh giá mục tiêu; 06 chỉ số chưa có số liệu."
    told = below(zeros, "Mục tiêu 5")[0].text
    assert told == "Chưa đủ căn cứ đánh giá mục tiêu; 06 chỉ số không phát sinh đối tượng."
    # Two of the sixth goal are judged, and missed.
    told = below(zeros, "Mục tiêu 6")[0].text
    assert told == "Chưa có chỉ số nào trong số 04 chỉ số đạt chỉ tiêu; 02 chỉ số không phát sinh đối tượng."


def test_a_goal_with_nothing_to_reach_is_not_among_those_reached(
    real_plan: Plan, season: dict[str, Submission]
) -> None:
    assert not [p.text for p in written(real_plan, forms_of("zero", season)).body if "đạt toàn bộ" in p.text]
    full = next(p.text for p in written(real_plan, tuple(season.values())).body if "đạt toàn bộ" in p.text)
    assert full.endswith("Mục tiêu 1, Mục tiêu 3 và Mục tiêu 5 đạt toàn bộ chỉ tiêu đề ra.")


@pytest.mark.parametrize("kind", ["one body", "one commune"])
def test_of_one_alone_it_is_not_said_that_it_has_most_or_least(
    real_plan: Plan, season: dict[str, Submission], kind: str
) -> None:
    body = written(real_plan, forms_of(kind, season)).body
    assert not [p.text for p in body if "nhiều nhất" in p.text or "thấp nhất" in p.text]


@pytest.mark.parametrize("silent", [1, MOST_LISTED, MOST_LISTED + 1])
def test_more_names_than_a_sentence_bears_are_counted(
    real_plan: Plan, season: dict[str, Submission], silent: int
) -> None:
    plan = replace(real_plan, agencies=tuple(one for one in real_plan.agencies if one.code in season))
    forms = tuple(season[one.code] for one in plan.agencies[silent:])
    (told,) = (p.text for p in written(plan, forms).body if "chưa gửi báo cáo" in p.text and "còn" in p.text)
    assert f"còn {silent:02} cơ quan, địa phương chưa gửi báo cáo" in told
    assert (", gồm: Sở Nội vụ" in told) is (silent <= MOST_LISTED)


def test_all_of_a_group_are_called_by_its_name_as_it_is_written(real_plan: Plan, small_plan: Plan) -> None:
    def group(plan: Plan, name: str) -> frozenset[str]:
        return frozenset(one.code for one in plan.agencies if one.group == name)

    assert names(group(real_plan, "X"), real_plan) == "Ủy ban nhân dân các xã, phường, đặc khu"
    assert names(group(small_plan, "XA"), small_plan) == "các xã, phường"


def test_the_annex_of_activities_has_the_signs_of_the_others(real_plan: Plan, season: dict[str, Submission]) -> None:
    zeros = written(real_plan, forms_of("zero", season))
    few = written(real_plan, (submission(HEALTH, {"ii1_hoi_nghi": 5}),))
    rows = [
        {
            row.name: [cell.text for cell in row.cells]
            for annex in one.annexes
            if UNIT in annex.columns
            for row in annex.rows
        }
        for one in (zeros, few)
    ]
    assert rows[0]["Hội nghị phổ biến pháp luật"] == ["cuộc", "–", "–", "–"]
    assert rows[1]["Hội nghị phổ biến pháp luật"] == ["cuộc", "5", "…", "5"]


def test_what_a_colon_announces_is_one_sentence_in_a_cell(real_plan: Plan) -> None:
    words = (
        "Các hoạt động gồm:\n- Hội thi cấp tỉnh.\n- Ngày hội tư vấn;\n- Diễn đàn trẻ em gái\nCác trường đều tham gia"
    )
    content = written(real_plan, (submission("SGDDT", {"t4_3.noi_dung": words}),))
    (annex,) = content.words
    cell = next(row.cells[-1].text for row in annex.rows if row.cells and "Hội thi" in row.cells[-1].text)
    assert cell == (
        "Các hoạt động gồm: Hội thi cấp tỉnh; Ngày hội tư vấn; Diễn đàn trẻ em gái. Các trường đều tham gia."
    )


def test_no_task_is_counted_as_0_done(real_plan: Plan) -> None:
    content = written(real_plan, (submission(HEALTH, {"t5_1.trang_thai": "Đang thực hiện"}),))
    (told,) = (p.text for p in content.body if "nhiệm vụ được Kế hoạch giao" in p.text)
    assert told.startswith(
        "Các cơ quan, đơn vị cấp tỉnh đã báo cáo kết quả 01 nhiệm vụ được Kế hoạch giao; 01 nhiệm vụ"
    )


def test_a_year_that_is_only_worse_says_so_without_a_first_half(real_plan: Plan, season: dict[str, Submission]) -> None:
    before = {one.previous for one in real_plan.indicators if one.lead == HEALTH}
    form = season[HEALTH]
    lower = {name: replace(form.answers[name], value=Decimal(1)) for name in before & form.answers.keys()}
    content = written(real_plan, (replace(form, answers=form.answers | lower),))
    (told,) = (p.text for p in below(content, "7. ") if "So với năm 2025" in p.text)
    assert told.endswith("chưa có số liệu. So với năm 2025, 03 chỉ số kém hơn.")
