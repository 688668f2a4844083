"""What is wrong with the formulas of a plan: names that point nowhere, and numbers that would come out false."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lamdong_report.plan.fault import Fault, Places, suggest
from lamdong_report.plan.language.selectors import EVERYBODY, SelectorError, select
from lamdong_report.plan.language.sentences import Field, parse_sentence
from lamdong_report.plan.language.terms import Expression, Term, TermError, parse_expression, parse_terms
from lamdong_report.plan.plan import Plan, asked_of, asked_together
from lamdong_report.plan.positions import Where
from lamdong_report.plan.schema import AnnexColumn, Indicator, Kind, ResultKind, Sentence

NAMING = ("names", "other_names", "highest", "lowest")
COLUMN_FORMATS = ("", "%", "0", "1", "2", "plain", "per1000", "per100000", "share")


def find_term_faults(plan: Plan, places: Places) -> Iterator[Fault]:
    for indicator in plan.indicators:
        yield from _indicator(indicator, plan, places)
    for at, sentence in enumerate(plan.sentences):
        yield from _sentence(sentence, plan, ("sentences", at))
    for column in plan.annex_columns:
        yield from _column(column, plan, places.entry("annex_columns", column.id, "value"))


@dataclass(frozen=True, slots=True)
class FormulaPlace:
    """Where a formula stands; `by_agency` where it is printed for each agency alone, so that nothing is summed."""

    plan: Plan
    where: Where
    place: str
    by_agency: bool = False

    def fault(self, words: str) -> Fault:
        return Fault(self.where, words, self.place)


def _indicator(indicator: Indicator, plan: Plan, places: Places) -> Iterator[Fault]:
    sides: list[tuple[str, str, Sequence[str], Sequence[str]]] = [
        ("numerator", "denominator", indicator.numerator, indicator.denominator),
        ("reported_numerator", "reported_denominator", indicator.reported_numerator, indicator.reported_denominator),
    ]
    sides += [("parts", "parts", part.numerator, part.denominator) for part in indicator.parts]
    if indicator.kind is ResultKind.DONE:
        yield from _no_deed(indicator, plan, places)
    for top_key, base_key, top, base in sides:
        tops, bases = (
            _Side(
                FormulaPlace(plan, places.entry("indicators", indicator.id, key), f"chỉ tiêu «{indicator.id}», {key}"),
                texts,
            )
            for key, texts in ((top_key, top), (base_key, base))
        )
        faults = [*tops.faults(), *bases.faults()]
        yield from faults
        if not faults and top and base:
            yield from _never_together(tops, bases)
        elif (base and not top) or (top and not base and top_key != "numerator"):
            yield tops.spot.fault(f"{top_key} và {base_key} phải ghi cả hai; bổ sung hoặc bỏ cả hai.")


def _no_deed(indicator: Indicator, plan: Plan, places: Places) -> Iterator[Fault]:
    """Whether something is done is said by an answer or a day, not by a sum."""
    try:
        terms = [term for text in indicator.numerator for term in parse_terms(text)]
    except TermError:
        return
    if any(term.op not in ("is", "by", "yes") or term.minus for term in terms):
        words = "kind là done: numerator chỉ dùng is(…), by(…) hoặc yes(…), ví dụ is(nq, Đã ban hành); sửa biểu thức."
        yield Fault(places.entry("indicators", indicator.id, "numerator"), words, f"chỉ tiêu «{indicator.id}»")


@dataclass(frozen=True, slots=True)
class _Side:
    """One side of an indicator's rate."""

    spot: FormulaPlace
    texts: Sequence[str]

    def faults(self) -> Iterator[Fault]:
        for text in self.texts:
            yield from _bad_text(text, self.spot)

    def terms(self) -> list[Term]:
        return [term for text in self.texts for term in parse_terms(text)]


def _never_together(top: _Side, base: _Side) -> Iterator[Fault]:
    """An agency counts only if it gives both numbers: some agency must be asked for both."""
    plan = top.spot.plan
    tops, bases = top.texts, base.texts
    pairs = list(zip(tops, bases, strict=True)) if len(tops) == len(bases) else []
    if not pairs:
        if not asked_together(top.terms(), plan) & asked_together(base.terms(), plan):
            yield top.spot.fault(
                "không cơ quan nào được hỏi cả tử số và mẫu số; sửa một trong hai, hoặc sửa asked, of."
            )
        return
    for one, other in pairs:
        if not asked_together(parse_terms(one), plan) & asked_together(parse_terms(other), plan):
            words = f"không cơ quan nào được hỏi cả «{one}» và «{other}»; sửa một trong hai, hoặc sửa asked, of."
            yield top.spot.fault(words)


def _sentence(sentence: Sentence, plan: Plan, where: Where) -> Iterator[Fault]:
    place = f"câu của mục «{sentence.section}» («{sentence.text[:50]}…»)"
    for key, text in (("text", sentence.text), ("zero", sentence.zero)):
        if text:
            yield from _bad_sentence(text, FormulaPlace(plan, (*where, key), place))
    if sentence.main:
        yield from _bad_text(sentence.main, FormulaPlace(plan, (*where, "main"), f"{place}, main"))
    if sentence.joined and (where[1] == 0 or plan.sentences[int(where[1]) - 1].section != sentence.section):
        words = "joined viết tiếp câu trước, nhưng trước đó không có câu nào của mục này; bỏ joined."
        yield Fault((*where, "joined"), words, place)


def _bad_sentence(text: str, spot: FormulaPlace) -> Iterator[Fault]:
    try:
        pieces = parse_sentence(text)
    except TermError as error:
        yield spot.fault(f"{error}; sửa câu.")
        return
    for field in (field for piece in pieces for field in piece.fields):
        yield from _bad_field(field, spot)


def _bad_field(field: Field, spot: FormulaPlace) -> Iterator[Fault]:
    if field.scope:
        yield from _bad_scope(field.scope, spot)
    if field.expression:
        yield from _bad_expression(field.expression, spot)
        yield from _named(field.expression, spot)


def _named(expression: Expression, spot: FormulaPlace) -> Iterator[Fault]:
    """Who has how many victims is never printed by name."""
    questions = (spot.plan.questions.get(name) for term in expression.numerator for name in term.questions)
    if expression.format in NAMING and any(question and question.sensitive for question in questions):
        yield spot.fault(f"số liệu nhạy cảm không được nêu tên từng nơi; bỏ dạng in «:{expression.format}».")


def _bad_expression(expression: Expression, spot: FormulaPlace) -> Iterator[Fault]:
    for term in (*expression.numerator, *expression.denominator):
        yield from _bad_term(term, spot)


def _bad_text(text: str, spot: FormulaPlace) -> Iterator[Fault]:
    try:
        terms = parse_terms(text)
    except TermError as error:
        yield spot.fault(f"{error}; sửa biểu thức.")
        return
    for term in terms:
        yield from _bad_term(term, spot)


def _bad_term(term: Term, spot: FormulaPlace) -> Iterator[Fault]:
    if term.scope:
        yield from _bad_scope(term.scope, spot)
    for question in term.questions:
        yield from _bad_reference(term, question, spot)


def _bad_scope(scope: str, spot: FormulaPlace) -> Iterator[Fault]:
    try:
        select((scope,), spot.plan.agencies)
    except SelectorError as error:
        yield spot.fault(f"{error}; sửa thành mã nhóm hoặc mã cơ quan có trong kế hoạch.")


def _bad_reference(term: Term, question: str, spot: FormulaPlace) -> Iterator[Fault]:
    if term.op in ("rows", "sum"):
        yield from _bad_list(term, question, spot)
    elif question not in spot.plan.questions:
        hint = suggest(question, spot.plan.questions)
        yield spot.fault(f"nhắc đến câu hỏi «{question}» không có{hint}; sửa mã hoặc thêm câu hỏi.")
    else:
        yield from _bad_use(term, question, spot)


def _bad_list(term: Term, name: str, spot: FormulaPlace) -> Iterator[Fault]:
    tables = {table.id: {column.id: column for column in table.columns} for table in spot.plan.tables}
    table, _, column = name.partition(".")
    if table not in tables or (term.op == "sum" and column not in tables[table]):
        yield spot.fault(f"không có bảng hay cột «{name}»; sửa mã.")
    elif term.column and term.column not in tables[table]:
        yield spot.fault(f"bảng «{table}» không có cột «{term.column}»; sửa điều kiện.")
    elif term.column and (choices := tables[table][term.column].choices) and set(term.choices) - {*choices}:
        yield spot.fault(f"cột «{term.column}» {_no_such_answer(term, choices)}")
    elif term.op == "sum" and not tables[table][column].kind.traits.is_amount:
        yield spot.fault(f"cột «{name}» không phải là số cộng được; sửa biểu thức.")


def _bad_use(term: Term, name: str, spot: FormulaPlace) -> Iterator[Fault]:
    """A term that asks of an answer what its kind never gives would print nothing, or 0, for ever."""
    question = spot.plan.questions[name]
    match term.op:
        case "total" if question.kind is Kind.CHOICE:
            yield spot.fault(f"câu hỏi «{name}» là chọn trong danh sách, không phải là số; đếm bằng is({name}, …).")
        case "total" if not _is_added(question.kind):
            yield spot.fault(f"câu hỏi «{name}» không phải là số nên không cộng được; sửa biểu thức.")
        case "total" if question.kind is Kind.PERCENT and not spot.by_agency and len(asked_of(term, spot.plan)) > 1:
            words = f"câu hỏi «{name}» là tỷ lệ nhiều nơi trả lời, không cộng được; hỏi tử số, mẫu số rồi chia."
            yield spot.fault(words)
        case "yes" | "all_yes" if question.kind is not Kind.YESNO:
            yield spot.fault(f"câu hỏi «{name}» không phải là câu hỏi có, không nên {term.op}() luôn bằng 0; sửa phép.")
        case "at_least" | "rate_at_least" if not _is_added(question.kind):
            yield spot.fault(f"câu hỏi «{name}» không phải là số nên {term.op}() luôn bằng 0; sửa phép.")
        case "is" if question.kind is not Kind.CHOICE:
            yield spot.fault(f"câu hỏi «{name}» không có danh sách câu trả lời nên is() luôn bằng 0; sửa phép.")
        case "is" if set(term.choices) - {*question.choices}:
            yield spot.fault(f"câu hỏi «{name}» {_no_such_answer(term, question.choices)}")
        case "by" if name == term.questions[0]:
            if question.kind is not Kind.DATE:
                yield spot.fault(f"câu hỏi «{name}» không phải là câu hỏi về ngày nên by() luôn bằng 0; sửa phép.")
        case "by" if set(term.choices) - {*question.choices}:
            yield spot.fault(f"câu hỏi «{name}» {_no_such_answer(term, question.choices)}")


def _is_added(kind: Kind) -> bool:
    """A yes counts 1; choices are counted by is()."""
    return kind.is_number or kind is Kind.YESNO


def _no_such_answer(term: Term, choices: Sequence[str]) -> str:
    wrong = ", ".join(f"«{choice}»" for choice in term.choices if choice not in choices)
    if not choices:
        return "không có danh sách câu trả lời; sửa phép."
    return f"không có câu trả lời {wrong}; chọn một trong: {', '.join(f'«{choice}»' for choice in choices)}."


def _column(column: AnnexColumn, plan: Plan, where: Where) -> Iterator[Fault]:
    spot = FormulaPlace(plan, where, f"cột phụ lục «{column.id}»", by_agency=not column.total)
    if column.judged:
        if not any(indicator.id == column.judged and indicator.each for indicator in plan.indicators):
            yield spot.fault(f"judged «{column.judged}» không phải là chỉ tiêu có each; sửa mã hoặc thêm each.")
        return
    try:
        expression = parse_expression(column.value)
    except TermError as error:
        yield spot.fault(f"{error}; sửa value.")
        return
    if expression.format not in COLUMN_FORMATS:
        known = ", ".join(f":{form}" for form in COLUMN_FORMATS if form)
        yield spot.fault(f"không có dạng in «:{expression.format}» ở cột phụ lục; các dạng dùng được: {known}.")
    if expression.format == "share" and expression.denominator:
        yield spot.fault("dạng in «:share» không dùng cho phép chia; bỏ mẫu số.")
    faults = list(_bad_expression(expression, spot))
    yield from faults or _same_everywhere(expression, spot)
    asked = plan.questions.get(expression.numerator[0].questions[0])
    if column.yes_no and asked and len(asked.choices) > len(column.yes_no):
        yield spot.fault(
            f"câu hỏi «{asked.id}» có {len(asked.choices)} câu trả lời, yes_no chỉ có hai từ nên sẽ in sai ý của "
            "cơ quan; bỏ yes_no, cột tự in câu trả lời đã chọn."
        )


def _same_everywhere(expression: Expression, spot: FormulaPlace) -> Iterator[Fault]:
    """A column whose rows cannot differ: nobody in them is asked, or all count the same."""
    plan = spot.plan
    named = {one.lstrip("-").partition(":")[0] for annex in plan.annexes for one in annex.of}
    rows = frozenset(a.code for a in plan.agencies if named & {a.group, a.code, EVERYBODY})
    top, base = asked_together(expression.numerator, plan), asked_together(expression.denominator, plan)
    if not top & rows:
        yield spot.fault("không nơi nào ở các hàng được hỏi số này nên cột luôn trống; sửa value hoặc asked.")
    elif expression.denominator and not top & base & rows:
        yield spot.fault("không nơi nào được hỏi cả tử số và mẫu số nên cột luôn trống; sửa value hoặc asked.")
    elif expression.numerator == expression.denominator:
        yield spot.fault("tử số và mẫu số là một nên mọi hàng in như nhau; sửa value.")
    elif not expression.denominator and all(term.op == "answered" for term in expression.numerator):
        yield spot.fault("cột chỉ đếm nơi đã trả lời nên mọi hàng in như nhau; sửa value.")
