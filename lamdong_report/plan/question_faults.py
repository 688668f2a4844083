"""What can be wrong with a question, an indicator or a chỉ tiêu: who answers for it, what it lacks or contradicts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from lamdong_report.plan.fault import Fault, Places, suggest
from lamdong_report.plan.message import Missing, Words, say, say_values
from lamdong_report.plan.plan import Plan
from lamdong_report.plan.schema import Indicator, Kind, Operator, ResultKind
from lamdong_report.text import format_date

# More than the forms ask for would be the noise of a division.
MOST_DECIMALS = 6
_PER = re.compile(r"/\s*(1(?:\.?000|00)*)(?![\d.])")
NO_CHOICES = say("{key:kind} là {value:choice} mà không có {key:choices}; ghi các câu trả lời.")
# What the answers of these questions must be for the program to understand them.
ROLES: Mapping[str, tuple[Kind, ...]] = {
    "agency": (Kind.AGENCY,),
    "letter_date": (Kind.DATE,),
    "cutoff": (Kind.DATE,),
    "sending": (Kind.COUNT,),
    "population": (Kind.COUNT, Kind.DECIMAL),
}


def question_references(plan: Plan, places: Places) -> Iterator[Fault]:
    """Other questions and lists that a question names."""
    tables = {table.id: frozenset(column.id for column in table.columns) for table in plan.tables}
    for question in plan.questions.values():
        place, listed = f"câu hỏi «{question.id}»", question.from_list
        if listed and (listed.table not in tables or {listed.column, listed.where} - {""} - tables[listed.table]):
            text = "{key:from_list} «{written}» không có bảng hay cột này; ghi theo mẫu rows(bảng), sum(bảng.cột) hoặc "
            words = say(f"{text}rows(bảng, cột = câu trả lời).", written=listed.text)
            yield Fault(places.question(question.id, "from_list"), words, place)
        for key, names in (
            ("part_of", (question.part_of,)),
            ("previous", (question.previous,)),
            ("sum_of", question.sum_of),
            ("at_most", question.at_most),
            ("both_of", question.both_of),
            ("needs", tuple(one for one in question.needs if one not in tables)),
        ):
            for other in (one for one in names if one and one not in plan.questions):
                text = f"nhắc đến câu hỏi «{other}» không có{suggest(other, plan.questions)}; sửa mã."
                yield Fault(places.question(question.id, key), text, place, absent=other)


def question_faults(plan: Plan, places: Places) -> Iterator[Fault]:
    """What a question lacks or contradicts."""
    for question in plan.questions.values():
        place = f"câu hỏi «{question.id}»"
        if question.kind is Kind.CHOICE and not question.choices:
            yield Fault(places.question(question.id, "kind"), NO_CHOICES, place)
        if question.kind.traits.is_amount and not question.unit:
            words = say("chưa có đơn vị tính; bổ sung {key:unit}.")
            yield Fault(places.question(question.id, "unit"), words, place)
        if question.minimum is not None and question.maximum is not None and question.minimum > question.maximum:
            text = "{key:minimum} ({low}) lớn hơn {key:maximum} ({high}); sửa một trong hai."
            words = say(text, low=question.minimum, high=question.maximum)
            yield Fault(places.question(question.id, "minimum"), words, place)


def role_faults(plan: Plan, places: Places) -> Iterator[Fault]:
    for role in plan.roles.__struct_fields__:
        question = getattr(plan.roles, role)
        if question and question not in plan.questions:
            near = suggest(question, plan.questions)
            yield Fault(("roles", role), f"không có câu hỏi «{question}»{near}; sửa mã.", absent=question)
        elif question and plan.questions[question].kind not in ROLES.get(role, (plan.questions[question].kind,)):
            text = "câu hỏi «{question}» phải có {key:kind} là {kinds}; sửa {key:kind} hoặc mã."
            yield Fault(("roles", role), say(text, question=question, kinds=say_values(ROLES[role], " hoặc ")))


def last_year_faults(plan: Plan, places: Places) -> Iterator[Fault]:
    """A total of last year of what is not asked this year would stand beside nothing."""
    columns = {f"{table.id}.{column.id}": column.kind for table in plan.tables for column in table.columns}
    kinds = columns | {name: question.kind for name, question in plan.questions.items()}
    known = {*kinds, *(table.id for table in plan.tables)}
    for entry in plan.last_year:
        where = places.entry("last_year", entry.question, "question")
        place = say("{list:last_year} «{question}»", question=entry.question)
        if entry.question not in known:
            text = "không có câu hỏi, bảng kê hay cột này{near}; sửa {key:question} hoặc bỏ mục này."
            yield Fault(where, say(text, near=suggest(entry.question, known)), place, absent=entry.question)
        elif kinds.get(entry.question) is Kind.PERCENT:
            text = (
                "là tỷ lệ, không có tổng của mọi cơ quan; bỏ mục này, ghi số năm trước ở {key:baseline} của chỉ tiêu."
            )
            yield Fault(where, say(text), place)


def money_unit_faults(plan: Plan, places: Places) -> Iterator[Fault]:
    money = plan.info.money_unit
    text = "đơn vị «{unit}» khác {key:money_unit} của {table:plan} («{money}»); mọi số tiền ghi một đơn vị, "
    text += "sửa một trong hai."
    for question in plan.questions.values():
        if question.kind is Kind.MONEY and question.unit != money:
            words = say(text, unit=question.unit, money=money)
            yield Fault(places.question(question.id, "unit"), words, f"câu hỏi «{question.id}»")
    for table in plan.tables:
        for column in table.columns:
            if column.kind is Kind.MONEY and column.unit != money:
                words = say("cột «{column}»: " + text, column=column.id, unit=column.unit, money=money)
                yield Fault((*places.entry("tables", table.id), "columns"), words, f"bảng «{table.id}»")


def left_out_faults(plan: Plan, places: Places) -> Iterator[Fault]:
    """What only a deed can do without: a unit, a way to compare and a number to reach."""
    for indicator in plan.indicators:
        where, place = places.entry("indicators", indicator.id), f"chỉ tiêu «{indicator.id}»"
        if indicator.kind is ResultKind.DONE:
            if not indicator.target_text:
                text = "{key:kind} là {value:done} mà không có {key:target_text}; ghi việc phải làm xong bằng lời."
                yield Fault(where, say(text), place)
            continue
        if not indicator.unit:
            yield Fault((*where, "unit"), say("chỉ tiêu không có đơn vị tính; bổ sung {key:unit}."), place)
        if not places.says("indicators", indicator.id, "operator"):
            yield Fault(where, Missing("operator", Operator), place)
        if not (indicator.steps or places.says("indicators", indicator.id, "target")):
            yield Fault(where, Missing("target", Decimal), place)


def step_faults(written: Iterable[Indicator], places: Places) -> Iterator[Fault]:
    """Of the indicators as they were written: a target that no step has, so that changing it would change nothing."""
    for indicator in written:
        steps = {step.target for step in indicator.steps}
        if steps and indicator.target not in steps and places.says("indicators", indicator.id, "target"):
            text = (
                "{key:target} «{target}» không dùng đến vì đã có {key:steps}; sửa mức ở {key:steps}, bỏ {key:target}."
            )
            yield _fault(indicator, "target", say(text, target=indicator.target), places)


def target_faults(plan: Plan, places: Places) -> Iterator[Fault]:
    for target in plan.targets:
        where, place = places.entry("targets", target.id), say("{list:targets} «{id}»", id=target.id)
        count = sum(indicator.target_id == target.id for indicator in plan.indicators)
        if not count:
            near = suggest(target.id, {indicator.target_id for indicator in plan.indicators})
            words = say("không chỉ số nào có {key:target_id} này{near}; sửa {key:id} hoặc {key:target_id}.", near=near)
            yield Fault(where, words, place)
        elif target.needed is not None and not 1 <= target.needed <= count:
            words = say("{key:needed} «{needed}» phải từ 1 đến {most}, số chỉ số.", needed=target.needed, most=count)
            yield Fault((*where, "needed"), words, place)


def lead_faults(plan: Plan, places: Places) -> Iterator[Fault]:
    """Who answers for an indicator is an agency, and the lead is one of them."""
    groups = {group.id for group in plan.groups}
    for indicator in plan.indicators:
        written = indicator.responsible if places.says("indicators", indicator.id, "responsible") else ()
        for key, codes in (("lead", (indicator.lead,)), ("responsible", written)):
            for code in (code for code in codes if not plan.knows(code)):
                wrong = "là nhóm, ở đây cần" if code in groups else "không phải là"
                text = "{key:{name}} «{code}» {wrong} mã một cơ quan; ghi mã cơ quan có trong kế hoạch."
                yield _fault(indicator, key, say(text, name=key, code=code, wrong=wrong), places)
        if plan.knows(indicator.lead) and indicator.lead not in indicator.responsible:
            text = "{key:lead} «{lead}» không nằm trong {key:responsible}; sửa một trong hai."
            yield _fault(indicator, "lead", say(text, lead=indicator.lead), places)


def measure_faults(plan: Plan, places: Places) -> Iterator[Fault]:
    """What does not go together in how the result is reckoned and judged."""
    for indicator in plan.indicators:
        for key, words in _measured(indicator, plan):
            yield _fault(indicator, key, words, places)


def _other_scale(indicator: Indicator) -> str:
    """What a rate is to be multiplied by as its unit says ("%", "trẻ em/100.000 trẻ em"), where it is not; else ""."""
    found = _PER.search(indicator.unit)
    said = "100" if indicator.unit == "%" else found[1].replace(".", "") if found else ""
    return said if said and Decimal(said) != indicator.scale else ""


def _measured(indicator: Indicator, plan: Plan) -> Iterator[tuple[str, Words]]:
    if indicator.kind is ResultKind.RANK and indicator.operator not in (
        Operator.AT_MOST,
        Operator.BELOW,
        Operator.EQUAL,
    ):
        yield "operator", say("thứ hạng càng nhỏ càng tốt: ghi {key:operator} là <=, < hoặc =.")
    if indicator.kind is not ResultKind.NUMBER:
        for key in (key for key in ("denominator", "parts", "against_last_year") if getattr(indicator, key)):
            text = "không dùng với {key:kind} là {value:{kind}}; bỏ {key:{name}}."
            yield key, say(text, kind=indicator.kind.value, name=key)
    first, end = min((step.by for step in indicator.steps), default=None), plan.info.period_end
    if first and first > end:
        days = f"{format_date(first)}, sau ngày cuối kỳ {format_date(end)}"
        yield "steps", say("mốc đầu tiên của {key:steps} là {days}; thêm mốc của kỳ này.", days=days)
    if indicator.target_to is not None and indicator.target_to <= indicator.target:
        text = "{key:target_to} «{top}» phải lớn hơn {key:target} «{target}»; sửa lại."
        yield "target_to", say(text, top=indicator.target_to, target=indicator.target)
    if indicator.against_last_year and indicator.baseline is None and not indicator.previous:
        text = "so với năm trước thì cần {key:baseline} hoặc {key:previous}; bổ sung một trong hai."
        yield "against_last_year", say(text)
    if indicator.against_last_year and indicator.parts:
        text = "chỉ tiêu so với năm trước không xét riêng từng nhóm; bỏ {key:parts} hoặc {key:against_last_year}."
        yield "parts", say(text)
    if indicator.scale <= 0:
        yield "scale", say("{key:scale} «{scale}» phải lớn hơn 0; bỏ trống là 100, cho tỷ lệ %.", scale=indicator.scale)
    elif indicator.denominator and (told := _other_scale(indicator)):
        text = "đơn vị «{unit}» cần {key:scale} = {told}, đang là {scale}; sửa một trong hai."
        yield "scale", say(text, unit=indicator.unit, told=told, scale=indicator.scale)
    if not 0 <= indicator.decimals <= MOST_DECIMALS:
        words = say(
            "{key:decimals} «{decimals}» phải từ 0 đến {most}.", decimals=indicator.decimals, most=MOST_DECIMALS
        )
        yield "decimals", words


def block_faults(plan: Plan, places: Places) -> Iterator[Fault]:
    """What an indicator says of its own rows and of other questions."""
    for indicator in plan.indicators:
        for ask in indicator.asks:
            own = {row.id for row in ask.rows}
            for row in (*ask.numerator, *ask.denominator, *ask.at_least_rows):
                if row not in own:
                    text = "{key:asks} «{ask}»: không có dòng «{name}»{near}; sửa mã hoặc thêm "
                    words = say(text + "{row:indicators.asks.rows}.", ask=ask.id, name=row, near=suggest(row, own))
                    yield _fault(indicator, "asks", words, places)
        for key, question in (("previous", indicator.previous), ("explanation", indicator.explanation)):
            if question and question not in plan.questions:
                text = f"nhắc đến câu hỏi «{question}» không có{suggest(question, plan.questions)}; sửa mã."
                yield _fault(indicator, key, text, places, absent=question)


def _fault(indicator: Indicator, key: str, words: Words, places: Places, absent: str = "") -> Fault:
    return Fault(places.entry("indicators", indicator.id, key), words, f"chỉ tiêu «{indicator.id}»", absent)
