"""What is said of a term or a sentence that cannot be understood: each sentence once, with what provokes it."""

from __future__ import annotations

import shutil
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lamdong_report.errors import PlanError
from lamdong_report.plan import Plan, load_plan, parse_expression
from lamdong_report.plan.language import LanguageError
from lamdong_report.plan.language.sentences import parse_sentence, template_parts
from lamdong_report.plan.language.terms import parse_list_term, parse_term, parse_terms

ROOT = Path(__file__).resolve().parent.parent
TERMS = [
    ("tt cuoc", "không hiểu biểu thức «tt cuoc»"),
    ("count(tt_cuoc)", "không có phép «count»; các phép có thể dùng: yes, answered"),
    ("yes()", "phép «yes» thiếu mã câu hỏi"),
    ("answered(a, )", "phép «answered» thiếu mã câu hỏi"),
    ("is(bv_mo_hinh)", "phép «is» cần mã câu hỏi và câu trả lời"),
    ("by(2026-06-31, q)", "cần một ngày ở đầu, ví dụ 2026-06-30, không phải «2026-06-31»"),
    ("by(2026-06-30)", "phép «by» cần một ngày rồi mã câu hỏi về ngày"),
    ("by(2026-06-30, q, r)", "điều kiện của phép «by» ghi dạng: mã câu hỏi = giá trị"),
    ("rows(lop, = Trực tuyến)", "điều kiện của phép «rows» ghi dạng: cột = giá trị"),
    ("sum(lop.nguoi, hinh_thuc =)", "điều kiện của phép «sum» ghi dạng: cột = giá trị"),
    ("at_least(4)", "phép «at_least» cần một số rồi mã câu hỏi"),
    ("rate_at_least(95, q)", "phép «rate_at_least» cần một số rồi hai mã câu hỏi"),
    ("rate_at_least(95, q, r, s)", "phép «rate_at_least» cần một số rồi hai mã câu hỏi"),
    ("at_least(bốn, q)", "phép «at_least» cần một số ở đầu, không phải «bốn»"),
    ("a/b/c", "«a/b/c» có nhiều hơn một dấu chia"),
]
SENTENCES = [
    ("Có {a", "dấu ngoặc nhọn không khép"),
    ("Có a} xã", "dấu ngoặc nhọn không khép"),
    ("Có [{a}", "dấu ngoặc vuông không khép hoặc lồng nhau"),
    ("Có [[{a}]]", "dấu ngoặc vuông không khép hoặc lồng nhau"),
    ("Có {#moi}", "không có trường «#moi»; các trường có sẵn: "),
    ("Có {a:phần}", "không có dạng in «:phần» trong «a:phần»"),
    ("Có {a:share}", "dạng in «:share» chỉ dùng ở cột phụ lục"),
    ("Có {a/b:names}", "dạng in «:names» không dùng cho phép chia «a/b:names»"),
    ("Có {a:%}", "dạng in «:%» cần một phép chia, ví dụ a/b:%"),
]


@pytest.mark.parametrize(("text", "words"), TERMS)
def test_a_term_that_is_not_understood(text: str, words: str) -> None:
    with pytest.raises(LanguageError) as caught:
        parse_expression(text)
    assert words in str(caught.value)


@pytest.mark.parametrize(("text", "words"), SENTENCES)
def test_a_sentence_that_is_not_understood(text: str, words: str) -> None:
    with pytest.raises(LanguageError) as caught:
        parse_sentence(text)
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("text", "begin"),
    [
        ("tt_nguoi + tt cuoc", "tt cuoc"),
        ("tt_nguoi/at_least(bốn, q)", "bốn"),
        ("a + by(2026-06-31, q)", "2026-06-31"),
        ("a + rows(lop, = Trực tuyến)", "= Trực tuyến"),
        ("a/b/c", "c"),
    ],
)
def test_a_mistake_in_a_formula_is_told_with_the_character_it_begins_at(text: str, begin: str) -> None:
    with pytest.raises(LanguageError) as caught:
        parse_expression(text)
    assert caught.value.at == text.rindex(begin)
    assert str(caught.value).endswith(f"(ký tự thứ {text.rindex(begin) + 1})")


@given(st.lists(st.sampled_from(["a", "b@X", "is(c, Đạt, một phần)", "rows(d, e = Có | Không)"]), min_size=1))
def test_a_mistake_behind_any_sum_is_found_where_it_stands(terms: list[str]) -> None:
    text = " + ".join(terms)
    assert [parse_term(one) for one in terms] == list(parse_terms(text))
    with pytest.raises(LanguageError) as caught:
        parse_sentence(f"Có {{{text} + không rõ}} nơi.")
    assert caught.value.at == len(f"Có {{{text} + ")


def test_an_answer_keeps_its_commas() -> None:
    assert parse_term("is(q, Đạt, một phần | 1,5 lần)").choices == ("Đạt, một phần", "1,5 lần")


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("rows(lop)", ("lop", "", "", "")),
        ("sum(lop.nguoi)", ("lop", "nguoi", "", "")),
        ("rows(lop, hinh_thuc = Trực tiếp, cả ngày)", ("lop", "", "hinh_thuc", "Trực tiếp, cả ngày")),
        ("sum(lop)", ("", "", "", "")),
        ("rows(lop.nguoi)", ("", "", "", "")),
        ("rows(lop)@XA", ("", "", "", "")),
        ("rows(lop, hinh_thuc = Một | Hai)", ("", "", "", "")),
        ("tt_nguoi", ("", "", "", "")),
        ("rows(", ("", "", "", "")),
    ],
)
def test_a_count_that_comes_from_a_list(text: str, term: tuple[str, str, str, str]) -> None:
    found = parse_list_term(text)
    assert found is not None and found.text == text
    assert (found.table, found.column, found.where, found.only) == term


@pytest.mark.parametrize(
    ("text", "at"), [("Hạn {deadline", 4), ("{count} ô } {year}", 10), ("{year!x}", 0), ("{{x}} {a:d}", 6)]
)
def test_braces_of_a_wording_that_are_not_understood(text: str, at: int) -> None:
    with pytest.raises(LanguageError) as caught:
        template_parts(text)
    assert caught.value.at == at


def _texts_of(plan: Plan) -> Counter[str]:
    """Every text of the plan that is written in its language, as often as it is written."""
    texts: list[str] = []
    for one in plan.indicators:
        texts += [*one.numerator, *one.denominator, *one.reported_numerator, *one.reported_denominator]
        texts += [text for part in one.parts for text in (*part.numerator, *part.denominator)]
    texts += [text for one in plan.sentences for text in (one.text, one.zero, one.main)]
    texts += [column.value for column in plan.annex_columns if not column.judged]
    texts += [annex.where for annex in plan.annexes]
    texts += [target for agency in plan.agencies for target in agency.targets]
    texts += [question.from_list.text for question in plan.questions.values() if question.from_list]
    return Counter(filter(None, texts))


@pytest.mark.parametrize("folder", ["templates/2026", "tests/plans/nho", "tests/plans/rac"])
def test_every_text_of_a_plan_is_parsed_once(folder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: Counter[str] = Counter()

    def counting(parse: Callable[..., Any]) -> Callable[..., Any]:
        def count(text: str, *more: Any) -> Any:
            parsed.update([text] if text else [])
            return parse(text, *more)

        return count

    for module in [one for key, one in sys.modules.items() if key.startswith("lamdong_report.")]:
        for parser in [key for key in vars(module) if key.startswith("parse_") and _is_of_language(module, key)]:
            monkeypatch.setattr(module, parser, counting(getattr(module, parser)))
    assert _texts_of(load_plan(ROOT / folder)) == parsed != Counter()


def _is_of_language(module: ModuleType, name: str) -> bool:
    """Whether another module has this parser from the plan's language."""
    room = "lamdong_report.plan.language."
    return getattr(module, name).__module__.startswith(room) and not module.__name__.startswith(room)


def test_a_mistake_in_a_list_is_told_with_its_own_line_and_character(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(ROOT / "tests" / "plans" / "nho", tmp_path / "nho"))
    text = (folder / "plan.toml").read_text(encoding="utf-8")
    begin = text.index("numerator = [")
    wrong = 'numerator = [\n  "tt_nguoi",\n  "tt_nguoi + tt cuoc",\n]'
    broken = text[:begin] + wrong + text[text.index("]", begin) + 1 :]
    (folder / "plan.toml").write_text(broken, encoding="utf-8")
    with pytest.raises(PlanError) as caught:
        load_plan(folder)
    line = text.count("\n", 0, begin) + 3
    assert any(f"dòng {line}: " in one and "«tt cuoc» (ký tự thứ 12)" in one for one in caught.value.faults)
