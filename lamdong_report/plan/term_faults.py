"""What is wrong with a term, a field or a column: names that point nowhere, numbers that would come out false."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from lamdong_report.plan.fault import Fault, suggest
from lamdong_report.plan.language import EVERYBODY, LanguageError, named_by, select
from lamdong_report.plan.language.sentences import Field, Stretch
from lamdong_report.plan.language.terms import Expression, Term
from lamdong_report.plan.message import Words, say
from lamdong_report.plan.plan import Plan, asked_of, asked_together
from lamdong_report.plan.schema import Annex, AnnexColumn, GridColumn, Kind
from lamdong_report.plan.toml_lines import Where

# Formats that print the names of agencies.
NAMING = ("names", "other_names", "highest", "lowest")
COLUMN_FORMATS = ("", "%", "0", "1", "2", "plain", "per1000", "per100000", "share")
_MONEY = re.compile(r"\s+((?:tỷ|tỉ|triệu|nghìn|ngàn) đồng|đồng)(?!\w)")


class FormulaPlace(Struct, frozen=True):
    """Where a formula stands; `by_agency` where it is printed for each agency alone, so that nothing is summed."""

    plan: Plan
    where: Where
    place: Words
    by_agency: bool = False

    def item(self, at: int) -> FormulaPlace:
        """The place of one text of a list, which may have its own line; a list of a file has no place at all."""
        return replace(self, where=(*self.where, at)) if self.where else self

    def fault(self, words: Words, absent: str = "") -> Fault:
        return Fault(self.where, words, self.place, absent)


def field_faults(field: Field, spot: FormulaPlace) -> Iterator[Fault]:
    """What is wrong with a field of a sentence."""
    if field.scope:
        yield from _scope_faults(field.scope, spot)
    if field.expression is None:
        return
    numerator, denominator, form = field.expression.numerator, field.expression.denominator, field.expression.format
    faults = list(term_faults((*numerator, *denominator), spot))
    yield from faults
    if denominator and not faults and _never_together(numerator, denominator, spot.plan):
        words = (
            "không cơ quan nào được hỏi cả tử số và mẫu số nên không bao giờ in được; sửa biểu thức hoặc {key:asked}."
        )
        yield spot.fault(say("«{expression}»: " + words, expression=field.expression.text))
    # Who has how many victims is never printed by name.
    questions = (spot.plan.questions.get(name) for term in numerator for name in term.questions)
    if form in NAMING and any(question and question.sensitive for question in questions):
        yield spot.fault(f"số liệu nhạy cảm không được nêu tên từng nơi; bỏ dạng in «:{form}».")


def rate_faults(
    top: Sequence[tuple[str, Sequence[Term]]], base: Sequence[tuple[str, Sequence[Term]]], spot: FormulaPlace
) -> Iterator[Fault]:
    """An agency counts only if it gives both numbers: some agency must be asked for both.

    Of the sums above and below, each with its text; where they are as many, they are pairs.
    """
    if len(top) != len(base):
        ones, others = ([term for _, terms in side for term in terms] for side in (top, base))
        if _never_together(ones, others, spot.plan):
            words = "không cơ quan nào được hỏi cả tử số và mẫu số; sửa một trong hai, hoặc sửa {key:asked}, {key:of}."
            yield spot.fault(say(words))
        return
    for (one, its_terms), (other, other_terms) in zip(top, base, strict=True):
        if _never_together(its_terms, other_terms, spot.plan):
            text = "không cơ quan nào được hỏi cả «{one}» và «{other}»; "
            text += "sửa một trong hai, hoặc sửa {key:asked}, {key:of}."
            yield spot.fault(say(text, one=one, other=other))


def _never_together(numerator: Sequence[Term], denominator: Sequence[Term], plan: Plan) -> bool:
    """Whether nobody is asked for both numbers: a division counts only those who give them."""
    try:
        return not asked_together(numerator, plan) & asked_together(denominator, plan)
    except LanguageError:
        return False  # a list asks somebody who is not there, which is told of the list


def term_faults(terms: Iterable[Term], spot: FormulaPlace) -> Iterator[Fault]:
    """What is wrong with each of the terms."""
    for term in terms:
        if term.scope:
            yield from _scope_faults(term.scope, spot)
        for question in term.questions:
            if term.op in ("rows", "sum"):
                yield from _list_faults(term, question, spot)
            elif question in spot.plan.questions:
                yield from _use_faults(term, question, spot)
            else:
                hint = suggest(question, spot.plan.questions)
                yield spot.fault(f"nhắc đến câu hỏi «{question}» không có{hint}; sửa mã hoặc thêm câu hỏi.", question)


def _scope_faults(scope: str, spot: FormulaPlace) -> Iterator[Fault]:
    try:
        select((scope,), spot.plan.agencies)
    except LanguageError as error:
        yield spot.fault(f"{error}; sửa thành mã nhóm hoặc mã cơ quan có trong kế hoạch.")


def _list_faults(term: Term, name: str, spot: FormulaPlace) -> Iterator[Fault]:
    tables = {table.id: {column.id: column for column in table.columns} for table in spot.plan.tables}
    table, column = term.listed
    if table not in tables or (term.op == "sum" and column not in tables[table]):
        yield spot.fault(f"không có bảng hay cột «{name}»; sửa mã.")
    elif term.column and term.column not in tables[table]:
        yield spot.fault(f"bảng «{table}» không có cột «{term.column}»; sửa điều kiện.")
    elif term.column and (choices := tables[table][term.column].choices) and set(term.choices) - {*choices}:
        yield spot.fault(f"cột «{term.column}» {_no_such_answer(term, choices)}")
    elif term.op == "sum" and not tables[table][column].kind.traits.is_amount:
        yield spot.fault(f"cột «{name}» không phải là số cộng được; sửa biểu thức.")


def _use_faults(term: Term, name: str, spot: FormulaPlace) -> Iterator[Fault]:
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


def money_faults(stretch: Stretch, spot: FormulaPlace) -> Iterator[Fault]:
    """Sums of money that the words behind them count in another unit than the plan's: out by a thousand."""
    plan, unit = spot.plan, spot.plan.info.money_unit
    columns = {f"{table.id}.{column.id}": column.kind for table in plan.tables for column in table.columns}
    for part, words in pairwise(stretch.parts):
        said = _MONEY.match(words) if isinstance(words, str) else None
        if said is None or said[1] == unit or not isinstance(part, Field) or part.expression is None:
            continue
        names = [name for term in part.expression.numerator for name in term.questions]
        kinds = {columns.get(name) or (plan.questions[name].kind if name in plan.questions else None) for name in names}
        if kinds == {Kind.MONEY} and not part.expression.denominator:
            text = "«{sum_of}» tính bằng {unit} ({key:money_unit}), câu lại ghi «{said}»; sửa câu."
            yield spot.fault(say(text, sum_of=part.expression.text, unit=unit, said=said[1]))


def column_faults(column: AnnexColumn, value: Expression, spot: FormulaPlace) -> Iterator[Fault]:
    """What is wrong with a column of an annex."""
    if value.format not in COLUMN_FORMATS:
        known = ", ".join(f":{form}" for form in COLUMN_FORMATS if form)
        yield spot.fault(f"không có dạng in «:{value.format}» ở cột phụ lục; các dạng dùng được: {known}.")
    if value.format == "share" and value.denominator:
        yield spot.fault("dạng in «:share» không dùng cho phép chia; bỏ mẫu số.")
    faults = list(term_faults((*value.numerator, *value.denominator), spot))
    yield from faults or _same_everywhere(value, spot)
    asked = spot.plan.questions.get(value.numerator[0].questions[0])
    if column.yes_no and asked and len(asked.choices) > len(column.yes_no):
        text = "câu hỏi «{question}» có {count} câu trả lời, {key:yes_no} chỉ có hai từ nên sẽ in sai ý của cơ quan; "
        text += "bỏ {key:yes_no}, cột tự in câu trả lời đã chọn."
        yield spot.fault(say(text, question=asked.id, count=len(asked.choices)))


def _same_everywhere(value: Expression, spot: FormulaPlace) -> Iterator[Fault]:
    """A column whose rows cannot differ: nobody in them is asked, or all count the same."""
    plan = spot.plan
    shown = [annex for annex in plan.annexes if not annex.table]
    if not shown:
        return  # no annex has columns: a remark says so
    named = named_by(one for annex in shown for one in annex.of)
    rows = frozenset(a.code for a in plan.agencies if named & {a.group, a.code, EVERYBODY})
    top, base = asked_together(value.numerator, plan), asked_together(value.denominator, plan)
    if not top & rows:
        words = "không nơi nào ở các hàng được hỏi số này nên cột luôn trống; sửa {key:value} hoặc {key:asked}."
        yield spot.fault(say(words))
    elif value.denominator and not top & base & rows:
        words = "không nơi nào được hỏi cả tử số và mẫu số nên cột luôn trống; sửa {key:value} hoặc {key:asked}."
        yield spot.fault(say(words))
    elif value.numerator == value.denominator:
        yield spot.fault(say("tử số và mẫu số là một nên mọi hàng in như nhau; sửa {key:value}."))
    elif not value.denominator and all(term.op == "answered" for term in value.numerator):
        yield spot.fault(say("cột chỉ đếm nơi đã trả lời nên mọi hàng in như nhau; sửa {key:value}."))


def order_faults(annex: Annex, columns: Mapping[str, GridColumn], spot: FormulaPlace) -> Iterator[Fault]:
    """Words have no order that anybody would look for; numbers, days and the answers of a choice have."""
    name = annex.order.removeprefix("-")
    sortable = [one.id for one in columns.values() if one.kind.is_figure or one.choices]
    if name and not columns:
        yield spot.fault(
            say("{key:order} chỉ dùng cho phụ lục in bảng kê (có {key:table}); bỏ {key:order} hoặc ghi {key:table}.")
        )
    elif name and name not in sortable:
        listed = ", ".join(f"«{one}»" for one in sortable) or "bảng kê này không có cột nào như vậy"
        words = f"không xếp được theo «{name}»{suggest(name, sortable)}; chỉ xếp theo cột số, cột ngày, cột lựa chọn"
        yield spot.fault(f"{words}: {listed}.")
