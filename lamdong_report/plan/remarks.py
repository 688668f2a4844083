"""What a plan that holds together has probably forgotten, or kept from last year: told, never a reason to stop."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal

from lamdong_report.plan.fault import Fault, Places
from lamdong_report.plan.language.terms import Term
from lamdong_report.plan.message import say
from lamdong_report.plan.plan import Plan
from lamdong_report.plan.schema import Kind, ResultKind


def find_remarks(plan: Plan, places: Places) -> tuple[Fault, ...]:
    """Every remark with its place, to be told as faults are."""
    return tuple(remark for check in CHECKS for remark in check(plan, places))


def find_gaps(plan: Plan) -> tuple[Fault, ...]:
    """What is to be filled in before forms go out, since they print dots there."""
    names = {"person": "người liên hệ", "phone": "điện thoại", "email": "thư điện tử"}
    blank = {key: words for key, words in names.items() if not getattr(plan.contact, key)}
    if not blank:
        return ()
    words = f"chưa ghi {', '.join(blank.values())}; mọi phiếu in dấu chấm ở chỗ này."
    return (Fault(("contact", next(iter(blank))), words, say("{table:contact}")),)


def unlisted_agencies(plan: Plan, places: Places) -> Iterator[Fault]:
    """An agency's results are printed under the one section that lists it."""
    # A plan without parties prints all tasks by topic.
    if not any(section.agencies for section in plan.sections):
        return
    for agency in plan.agencies:
        listed = plan.parties_of(agency)
        where = places.entry("agencies", agency.code)
        place = say("{agency} ({name})", agency=places.agency(agency.code), name=agency.name)
        if not listed:
            text = "không có mục nào in kết quả của cơ quan này; thêm mã vào {key:agencies} của một mục."
            yield Fault(where, say(text), place)
        if len(listed) > 1:
            sections = ", ".join(f"«{section.id}»" for section in listed)
            text = "có ở {key:agencies} của các mục {sections}; bỏ ra ở một mục bằng «-{code}»."
            yield Fault(where, say(text, sections=sections, code=agency.code), place)


def empty_sections(plan: Plan, places: Places) -> Iterator[Fault]:
    used = {t.section for t in plan.topics} | {i.section for i in plan.indicators} | {s.section for s in plan.sentences}
    used |= {annex.section for annex in plan.annexes}
    parents = {section.id.rpartition(".")[0] for section in plan.sections}
    words = say(
        "chưa có gì để in ngoài đề mục; thêm {key:asked} để hỏi phần lời, hoặc thêm {row:topics}, {row:sentences}, "
        "{row:indicators} của mục này."
    )
    for section in plan.sections:
        if section.id not in used | parents and not section.text and not section.agencies:
            place = f"mục «{section.id}» ({section.title})"
            yield Fault(places.entry("sections", section.id), words, place)


def unasked_leads(plan: Plan, places: Places) -> Iterator[Fault]:
    text = (
        "giao cho «{code}» nhưng không hỏi cơ quan này số nào; sửa {key:of} ở {list:indicators.asks}, "
        "hoặc sửa {key:lead}, {key:responsible}."
    )
    for indicator in (one for one in plan.indicators if one.asks):  # without any, others are asked on purpose
        asked = {agency.code for ask in indicator.asks for agency in plan.select(*ask.of)}
        for code in indicator.responsible:
            if code not in asked:
                where = places.entry("indicators", indicator.id)
                yield Fault(where, say(text, code=code), f"chỉ tiêu «{indicator.id}»")


def unprinted_questions(plan: Plan, places: Places) -> Iterator[Fault]:
    """What every agency asked has to count or to choose, and nobody will read."""
    printed = _printed(plan)
    idle = [
        question
        for question in plan.questions.values()
        if (question.kind.is_number or (question.kind in (Kind.YESNO, Kind.CHOICE) and question.id == question.row))
        # Rows of indicators have a remark of their own.
        and not question.indicator
        and question.id not in printed
    ]
    text = (
        "phiếu hỏi mà báo cáo không in {questions}; thêm câu ở {list:sentences}, cột ở {list:annex_columns}, "
        "hoặc bỏ câu hỏi."
    )
    for section in plan.sections:
        if names := [question.id for question in idle if question.section == section.id]:
            where = places.entry("sections", section.id)
            yield Fault(where, say(text, questions=_quoted(names)), f"mục «{section.id}»")


def uncounted_answers(plan: Plan, places: Places) -> Iterator[Fault]:
    """Answers that may be chosen and that no figure counts: they fall out of every sum without a word."""
    terms = _terms(plan)
    deeds = {indicator.id for indicator in plan.indicators if indicator.kind is ResultKind.DONE}  # told by the answer
    for question in (one for one in plan.questions.values() if one.indicator not in deeds):
        counted = {
            one for term in terms if term.op in ("is", "by") and question.id in term.questions for one in term.choices
        }
        asked = any(question.id in term.questions for term in terms)  # of answered(…) alone no answer is told
        if left := [choice for choice in question.choices if asked and choice not in counted]:
            words = f"không câu nào đếm câu trả lời {_quoted(left)}; thêm is({question.id}, …) vào câu in."
            yield Fault(places.question(question.id, "choices"), words, f"câu hỏi «{question.id}»")


def uncounted_rows(plan: Plan, places: Places) -> Iterator[Fault]:
    """Rows of a list that no figure counts and no table prints, because each asks for those with another answer."""
    terms = [term for term in _terms(plan) if term.op == "rows"]
    for table in plan.tables:
        own = [(term.column, term.choices) for term in terms if table.id in term.questions]
        own += [(annex.column, annex.choices) for annex in plan.formulas.annexes if annex.table == table]
        for column in table.columns:
            told = {choice for name, choices in own if name == column.id for choice in choices}
            left = [choice for choice in column.choices if choice not in told]
            if told and left and all(name == column.id for name, _ in own):
                words = (
                    f"không câu nào đếm những dòng ghi {_quoted(left)} ở cột «{column.id}»; "
                    f"thêm rows({table.id}, {column.id} = …) vào câu in."
                )
                yield Fault(places.entry("tables", table.id), words, f"bảng «{table.id}»")


def unlikely_targets(plan: Plan, places: Places) -> Iterator[Fault]:
    """Targets and last year's results that cannot well be: often a decimal point that was lost."""
    ending = (
        " {number} nằm ngoài khoảng {low}–{high}; kiểm tra dấu trước phần lẻ, hoặc sửa {key:plausible} nếu số này đúng."
    )
    for indicator in (one for one in plan.indicators if one.kind is ResultKind.NUMBER and not one.against_last_year):
        share = indicator.unit == "%" and indicator.denominator
        limits = indicator.plausible or ((Decimal(0), Decimal(100)) if share else None)
        for key, value in (("target", indicator.target), ("baseline", indicator.baseline)):
            if limits and value is not None and not limits[0] <= value <= limits[1]:
                words = say(f"{{key:{key}}}{ending}", number=value, low=limits[0], high=limits[1])
                yield Fault(places.entry("indicators", indicator.id, key), words, f"chỉ tiêu «{indicator.id}»")


def idle_units(plan: Plan, places: Places) -> Iterator[Fault]:
    asked = {agency.code for table in plan.tables if table.units for agency in plan.select(*table.asked)}
    words = say("có {key:units} mà không bảng kê nào hỏi theo đơn vị; thêm {key:units} ở {list:tables}.")
    for agency in plan.agencies:
        if agency.units and agency.code not in asked:
            yield Fault(places.entry("agencies", agency.code, "units"), words, places.agency(agency.code))


def idle_columns(plan: Plan, places: Places) -> Iterator[Fault]:
    shown = {column.entry.id for annex in plan.formulas.annexes for column in annex.columns}
    words = say("không phụ lục nào in cột này; thêm mã vào {key:columns} ở {list:annexes}.")
    for column in plan.annex_columns:
        if column.id not in shown:
            yield Fault(places.entry("annex_columns", column.id), words, f"cột phụ lục «{column.id}»")


def unprinted_rows(plan: Plan, places: Places) -> Iterator[Fault]:
    """Rows of an indicator that must be filled in and go into no result, no part of one and no total."""
    printed = _printed(plan) | {q for question in plan.questions.values() for q in question.sum_of}
    text = (
        "phiếu bắt buộc ghi mà báo cáo không dùng đến {rows}; thêm câu ở {list:sentences}, hoặc bỏ dòng đó, "
        "hoặc đặt {key:required} là {value:false}."
    )
    for indicator in plan.indicators:
        for ask in indicator.asks:
            used = printed | {*ask.numerator, *ask.denominator, *ask.at_least_rows}
            if idle := [row.id for row in ask.rows if row.required and row.kind.is_number and row.id not in used]:
                words = say(text, rows=_quoted(idle))
                yield Fault(places.question(idle[0]), words, f"chỉ tiêu «{indicator.id}»")


CHECKS: tuple[Callable[[Plan, Places], Iterator[Fault]], ...] = (
    unlisted_agencies,
    empty_sections,
    unasked_leads,
    unprinted_questions,
    unprinted_rows,
    uncounted_answers,
    uncounted_rows,
    unlikely_targets,
    idle_columns,
    idle_units,
)


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f"«{name}»" for name in names)


def _printed(plan: Plan) -> set[str]:
    """The questions that a sentence, an annex or the program itself makes use of."""
    roles = {getattr(plan.roles, role) for role in plan.roles.__struct_fields__}
    return roles | {question for term in _terms(plan) for question in term.questions}


def _terms(plan: Plan) -> list[Term]:
    """Every term of a sentence, a column of the annex, an indicator."""
    formulas = plan.formulas
    sentences = [sentence for listed in formulas.sentences.values() for sentence in listed]
    fields = [field for one in sentences for piece in (*one.text, *one.zero) for field in piece.fields]
    fields += [one.main for one in sentences if one.main]
    expressions = [field.expression for field in fields if field.expression]
    expressions += [column.value for annex in formulas.annexes for column in annex.columns]
    for indicator in formulas.indicators.values():
        expressions += [indicator.printed, *indicator.parts, *([indicator.reported] if indicator.reported else [])]
    return [term for one in expressions for term in (*one.numerator, *one.denominator)]
