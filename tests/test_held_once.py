"""What is held once, however many forms there are: objects are counted, for megabytes hang on the machine."""

from __future__ import annotations

import gc

from lamdong_report.drafts import Identity
from lamdong_report.model import Answer
from lamdong_report.pipeline import Reading
from lamdong_report.pipeline.drafting import compose
from lamdong_report.plan import Plan
from lamdong_report.report import entries, write_report
from lamdong_report.text import clean, upper_first


def answers_of(reading: Reading) -> list[Answer]:
    return [answer for form in reading.submissions for answer in form.every_answer]


def test_questions_that_ask_the_same_agencies_share_one_set(real_plan: Plan, small_plan: Plan) -> None:
    for plan in (real_plan, small_plan):
        sets = [*plan.asked.values(), *plan.required.values()]
        assert len({id(codes) for codes in sets}) == len(set(sets)) < len(sets) / 10


def test_the_search_for_garbage_passes_over_what_holds_no_circle(example_reading: Reading) -> None:
    figures = [figure for one in example_reading.material().measures for figure in (one.figure, one.previous)]
    parts = [part for figure in figures for part in figure.parts]
    answers = answers_of(example_reading)
    assert len(answers) > 10_000 and len(parts) > 1_000
    held = (*answers, *(answer.source for answer in answers), *figures, *parts, *example_reading.findings)
    assert not any(map(gc.is_tracked, held))


def test_what_was_typed_and_what_it_says_are_one_text_where_they_read_the_same(example_reading: Reading) -> None:
    texts = [answer for answer in answers_of(example_reading) if len(answer.text) > 80]
    same = [answer for answer in texts if answer.text == answer.raw]
    assert len(same) > len(texts) / 2 > 100
    assert all(answer.text is answer.raw for answer in same)


def test_a_text_that_is_as_it_should_be_is_not_copied() -> None:
    text = "Đã tổ chức 12 lớp tập huấn cho 350 người. " * 3 + "Còn thiếu kinh phí."
    assert clean(text) is text
    assert upper_first(text) is text


def test_a_form_that_names_no_person_is_held_once(example_reading: Reading) -> None:
    read = {form.agency: form for form in example_reading.submissions}
    forms = example_reading.material().forms
    changed = [code for code, form in forms.items() if form is not read[code]]
    assert changed == [code for code, form in forms.items() if form != read[code]]
    assert len(changed) < len(forms) / 4


def test_figures_share_the_part_of_a_number(example_reading: Reading) -> None:
    material = example_reading.material()
    content = write_report(material, example_reading.findings, draft=True)
    figures = [one.figure for one in entries(content)]
    figures += [figure for one in material.measures for figure in (one.figure, *(each.figure for each in one.each))]
    parts = [part for figure in figures for part in (*figure.parts, *figure.base_parts, *figure.left_out)]
    # Terms of one question over other agencies, and what is counted by hand, still have their own.
    assert len({id(part) for part in parts}) < 1.5 * len(set(parts)) < len(parts) / 2


def test_the_cells_of_a_row_share_its_name(example_reading: Reading) -> None:
    printed = entries(write_report(example_reading.material(), example_reading.findings, draft=True))
    rows, columns = ({id(one.passage.row) for one in printed}, {id(one.passage.column) for one in printed})
    assert len(rows) + len(columns) < len(printed) / 2
    assert len({one.place for one in printed}) > len(printed) / 2


def test_the_figures_of_a_record_share_their_cells(example_reading: Reading) -> None:
    composed = compose(example_reading)
    record = composed.record(Identity("du-thao-01", ""))
    assert len(set(record.cells)) == len(record.cells) < sum(len(figure.cells) for figure in record.figures) / 2


def test_figures_share_the_sets_of_those_who_are_asked(example_reading: Reading) -> None:
    content = write_report(example_reading.material(), example_reading.findings, draft=True)
    asked = [entry.figure.asked for entry in entries(content) if len(entry.figure.asked) > 100]
    assert len({id(codes) for codes in asked}) < 4 * len(set(asked)) < len(asked) / 10
