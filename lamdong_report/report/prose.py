"""Fills the plan's sentences with figures, so that the grammar fits what the data has and lacks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from lamdong_report.figures import HUNDRED, Judgement, whole_of
from lamdong_report.model import Figure, Part, Source
from lamdong_report.plan import Expression, Field, Kind, Piece, Plan, SentenceFormulas
from lamdong_report.report.ledger import Ledger
from lamdong_report.report.material import Material
from lamdong_report.status import AgencyStatus, State
from lamdong_report.text import format_count, format_fixed, format_money, format_number, join_words

MOST_NAMES = 3


@dataclass(frozen=True, slots=True)
class Filled:
    """A sentence ready to print, with the figures that it prints."""

    text: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class _Shown:
    text: str
    figure: Figure

    @property
    def counts(self) -> bool:
        return bool(self.figure.value)


def fill_sentence(sentence: SentenceFormulas, material: Material, ledger: Ledger, place: str) -> Filled | None:
    """The sentence as it is printed, or None where its main number is unknown (or 0, without a wording for 0)."""
    text = _Clauses(sentence.text, material)
    main = text.figure(sentence.main) if sentence.main else None
    if main is None or main.value is None or (main.value == 0 and not sentence.zero):
        return None
    filled = _fill(text if main.value else _Clauses(sentence.zero, material), main)
    if filled is None:
        return None
    for number in filled[1]:
        ledger.enter(place, number.text, number.figure)
    if main.value == 0:
        ledger.enter(place, "0", main)
    return Filled(filled[0], tuple(number.figure for number in filled[1]))


class _Clauses:
    """One sentence's pieces with the figures of all their fields, reckoned together."""

    def __init__(self, pieces: tuple[Piece, ...], material: Material) -> None:
        self.pieces, self.material = pieces, material
        expressions = [[field.expression for field in piece.fields if field.expression] for piece in pieces]
        self.figures = material.clauses(expressions)

    def figure(self, field: Field) -> Figure:
        """The figure of the field that decides; where the sentence does not print it, by itself."""
        if field.expression is None:
            return _show_counter(field, self.material, Figure(None)).figure
        found = (figures[field.expression] for figures in self.figures if field.expression in figures)
        return next(found, None) or self.material.clauses([(field.expression,)])[0][field.expression]

    def show(self, at: int, field: Field, main: Figure) -> _Shown:
        """How a field of the piece `at` reads."""
        if field.expression is None:
            return _show_counter(field, self.material, main)
        figure = self.figures[at][field.expression]
        if figure.value is None:
            return _Shown("", figure)
        shown = format_value(figure.value, field.expression, self.material.plan)
        return _Shown(self._with_whole(shown, field.expression, figure), figure)

    def _with_whole(self, shown: str, share: Expression, figure: Figure) -> str:
        """A share of less than the whole that the sentence prints says what it is a share of."""
        whole = whole_of(figure)
        for expression, printed in ((e, f) for figures in self.figures for e, f in figures.items()):
            is_whole = expression.numerator == share.denominator and not expression.denominator
            if is_whole and share.format == "%" and printed.value != whole.value and whole.value is not None:
                words = f"{format_count(whole.value)} {printed.unit}".strip()
                return self.material.plan.wording.share_of.format(share=shown, whole=words)
        return shown


def _fill(clauses: _Clauses, main: Figure) -> tuple[str, list[_Shown]] | None:
    shown: list[_Shown] = []
    texts = []
    for at, piece in enumerate(clauses.pieces):
        filled = _fill_piece(at, piece, clauses, main)
        if filled is None and not piece.optional:
            return None
        if filled is not None:
            texts.append(filled[0])
            shown += filled[1]
    return "".join(texts), shown


def _fill_piece(at: int, piece: Piece, clauses: _Clauses, main: Figure) -> tuple[str, list[_Shown]] | None:
    texts: list[str] = []
    shown: list[_Shown] = []
    for part in piece.parts:
        if isinstance(part, str):
            texts.append(part)
            continue
        number = clauses.show(at, part, main)
        if number.figure.value is None or (piece.optional and not number.counts):
            return None
        texts.append(number.text)
        shown.append(number)
    return "".join(texts), shown


def format_value(value: Decimal, expression: Expression, plan: Plan) -> str:
    """The number as the field's format wants it: counts with the offices' leading zero, rates with one decimal."""
    match expression.format:
        case "%":
            return format_percent(value)
        case "plain":
            return format_number(value)
        case "":
            return format_money(value) if _is_money(expression, plan) else _format_plain(value, expression)
        case decimals:
            return format_fixed(value, int(decimals))


def format_percent(value: Decimal) -> str:
    return "100%" if value == HUNDRED else f"{format_fixed(value, 1)}%"


def _format_plain(value: Decimal, expression: Expression) -> str:
    return format_number(value, 2) if expression.denominator else format_count(value)


def _is_money(expression: Expression, plan: Plan) -> bool:
    term = expression.numerator[0]
    if term.op == "sum":
        table_id, _, column_id = term.questions[0].partition(".")
        columns = [c for t in plan.tables if t.id == table_id for c in t.columns if c.id == column_id]
        return any(column.kind is Kind.MONEY for column in columns)
    question = plan.questions.get(term.questions[0])
    return bool(question and question.kind is Kind.MONEY)


def _show_counter(field: Field, material: Material, main: Figure) -> _Shown:
    if field.counter == "reporters":
        codes = _scope(field, material)
        text = reporters_text(main, material.plan, codes)
        return _Shown(text, _count_reporters(main, codes))
    if field.counter == "missing_names":
        missing = _in_state(material, _scope(field, material), lambda s: s.state is State.MISSING)
        names = join_words([status.agency.name for status in missing])
        return _Shown(names, Figure(Decimal(len(missing)) if missing else None, formula="chưa gửi"))
    figure = _count(field.counter, material, _scope(field, material))
    return _Shown(format_count(figure.value or Decimal(0)), figure)


def _scope(field: Field, material: Material) -> frozenset[str]:
    return frozenset(agency.code for agency in material.plan.select(*([field.scope] if field.scope else [])))


def _count_reporters(main: Figure, codes: frozenset[str]) -> Figure:
    parts = {part.agency: part for part in main.parts if part.agency in codes}
    one_each = tuple(Part(p.agency, p.question, Decimal(1), p.source) for p in parts.values())
    return Figure(Decimal(len(one_each)), "cơ quan", "số cơ quan có báo cáo", one_each)


def reporters_text(main: Figure, plan: Plan, codes: frozenset[str]) -> str:
    """Who reported a figure: "118/124 xã, phường, đặc khu và 21/24 cơ quan, đơn vị cấp tỉnh", or a few by name."""
    meant = main.asked & codes
    asked = [agency for agency in plan.agencies if agency.code in meant]
    reported = frozenset(main.reporters)
    if len(asked) <= MOST_NAMES:
        return join_words([agency.name for agency in asked if agency.code in reported])
    wanted, got = Counter[str](), Counter[str]()
    for agency in asked:
        noun = plan.group_of(agency).noun
        wanted[noun] += 1
        got[noun] += agency.code in reported
    order = sorted(wanted, key=lambda noun: -wanted[noun])
    return join_words([f"{_share(got[noun], wanted[noun])} {noun}" for noun in order if got[noun]])


def _share(got: int, wanted: int) -> str:
    return f"{format_count(Decimal(got))}/{format_count(Decimal(wanted))}"


def _in_state(material: Material, codes: frozenset[str], holds: Callable[[AgencyStatus], bool]) -> list[AgencyStatus]:
    return [status for status in material.statuses if status.agency.code in codes and holds(status)]


_STATES: Mapping[str, Callable[[AgencyStatus], bool]] = {
    "expected": lambda status: True,
    "received": lambda status: status.state is not State.MISSING,
    "in_time": lambda status: status.state is State.IN_TIME,
    "late": lambda status: status.state is State.LATE,
    "missing": lambda status: status.state is State.MISSING,
}
_JUDGEMENTS: Mapping[str, tuple[Judgement, ...]] = {
    "measures": tuple(Judgement),
    "reached": (Judgement.REACHED, Judgement.EXCEEDED),
    "exceeded": (Judgement.EXCEEDED,),
    "missed": (Judgement.MISSED,),
    "none": (Judgement.NONE,),
    "no_data": (Judgement.NO_DATA,),
}


def _count(counter: str, material: Material, codes: frozenset[str]) -> Figure:
    if counter in _STATES:
        found = _in_state(material, codes, _STATES[counter])
        parts = tuple(
            Part(s.agency.code, "", Decimal(1), Source(s.submission.file, "", "")) for s in found if s.submission
        )
        return Figure(Decimal(len(found)), "cơ quan", f"đếm phiếu: {counter}", parts)
    if counter == "targets":
        targets = dict.fromkeys(m.indicator.target_id for m in material.measures)
        return Figure(Decimal(len(targets)), "chỉ tiêu", "đếm chỉ tiêu của kế hoạch")
    ids = [m.indicator.id for m in material.measures if m.judgement in _JUDGEMENTS[counter]]
    return Figure(Decimal(len(ids)), "chỉ số", f"đếm chỉ số: {', '.join(ids)}")
