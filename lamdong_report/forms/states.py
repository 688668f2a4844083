"""The live state of every cell, or column of a list, that is filled in: owed, wrong, doubtful or in order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from lamdong_report.forms.form import Form, WatchedCell
from lamdong_report.forms.mirror import WORDS_COLUMN, PlacedList, list_value, live_address
from lamdong_report.forms.placement import CellPlace, PlacedBlock
from lamdong_report.layout import MIRROR_SHEET, Row
from lamdong_report.plan import Kind, Question
from lamdong_report.plan.schema import Table
from lamdong_report.rules import FormRule, is_error
from lamdong_report.rules import formula as f
from lamdong_report.rules.book import LISTED, ROWS
from lamdong_report.rules.formula import BLANK, Formula, Result
from lamdong_report.rules.lists import RowRule
from lamdong_report.spreadsheet.book import column_letters

FILLED, BLANK_STATE, OTHERS = "Đã điền", "–", "Không áp dụng"
# With these alone a form may be sent.
GOOD = (FILLED, BLANK_STATE, OTHERS)
MISSING, WRONG, DOUBTFUL = "Chưa điền", "Chưa đúng", "Xem lại"
_FAILED = f"{WRONG}: ô này hoặc ô liên quan báo lỗi"
_NO = Formula("FALSE", False)
# Stands around a question whose cell is to be named.
_PLACE_OF = "\x00"
_TOP = 100_000


def watch_cells(form: Form) -> None:
    """Note the line of every answer's cell and of every column of a list, in the order of the form."""
    for name in form.mirror:
        if name.startswith((ROWS, LISTED)):
            form.listed[name] = form.reckoned_once(list_value(form, name))
    words = _Words.of(form)
    for sheet in form.placement.sheets:
        for block in sheet.blocks:
            if block.block.table:
                lines = list(_list_lines(form, block, block.block.table))
            else:
                lines = [_Answer(form, words, row, q).watched for row, _ in block.rows for q in row.cells.values()]
            for line in lines:
                safe = f.unless_error(line.state, f.text(_FAILED))
                form.states.add(replace(line, state=form.reckoned_once(safe)))


class _Words(Struct, frozen=True):
    """The cells for long answers: their rows in the hidden sheet, and how often each text stands there now."""

    rows: tuple[int, ...]
    told: Callable[[], Counter[Result]]

    @classmethod
    def of(cls, form: Form) -> _Words:
        long = [q.id for q in form.plan.questions.values() if q.kind.traits.is_long and q.id in form.mirror]
        keys = [key for key in long if form.mirror[key].column == WORDS_COLUMN]
        told = form.once(lambda: Counter(form.cell(key).value for key in keys))
        return cls(tuple(form.mirror[key].row for key in keys), told)


class _Answer(Struct, frozen=True):
    """An answer's cell while its state is worked out."""

    form: Form
    long: _Words
    row: Row
    question: Question

    @property
    def watched(self) -> WatchedCell:
        question, spot = self.question, self.form.placement.spots[self.question.id]
        address = f.unless_error(live_address(self.form, question.id), f.text(spot.address))
        return WatchedCell(question.id, spot.sheet, question.label, address, self.state, self.owed)

    @property
    def owed(self) -> Formula:
        """1 where the agency that fills in the form must answer, else 0; its name, where that is given, it need not."""
        form, question = self.form, self.question
        if not form.is_required(question) or not form.is_open(question.id):
            return f.number(0)
        return form.scopes.applies(form.plan.required[question.id] & form.codes) or f.number(1)

    @property
    def state(self) -> Formula:
        """Errors first; then what is owed, where a reason counts as an answer; then doubts that no reason explains."""
        form, question = self.form, self.question
        cell, reason = form.cell(question.id), form.reason_ref(self.row)
        cases: list[tuple[Formula, Formula]] = []
        if applies := form.scopes.applies(form.plan.asked[question.id] & form.codes):
            cases.append((f.compares(applies, "=", f.number(0)), f.text(OTHERS)))
        if question.kind is Kind.AGENCY and form.shared:
            unknown = f.both(f.is_filled(cell), f.compares(form.scopes.position, "=", f.number(0)))
            cases.append((unknown, f.text(f"{WRONG}: không có trong danh sách, bấm mũi tên bên phải ô để chọn")))
        # The rules of whose cells all are asked for in this form.
        rules = [
            rule
            for rule in form.rules.of(question.id)
            if form.mirror.keys() >= {*rule.others, *getattr(rule, "tops", ()), *getattr(rule, "more", ())}
        ]
        errors = [rule for rule in rules if is_error(rule.code)]
        cases += [(rule.broken(form.cell), self.told(WRONG, rule)) for rule in errors]
        if question.unless:
            nothing = f.compares(form.cell(question.unless), "=", f.text(form.words_of(True)))
            cases.append((f.both(nothing, f.is_empty(cell)), f.text(FILLED)))
        if form.is_required(question):
            owed = f.compares(self.owed, "=", f.number(1))
            unanswered = [f.is_empty(cell), *([f.is_empty(reason)] if reason else [])]
            cases.append((f.both(owed, *unanswered), f.text(MISSING)))
        for rule in rules:
            if not is_error(rule.code):
                # A reason beside the cell explains, and one beside the others that the rule looks at.
                reasons = (reason, *(form.reason_beside(other) for other in rule.others))
                blank = [f.is_empty(one) for one in {str(one): one for one in reasons if one}.values()]
                doubt = f.both(rule.broken(form.cell), *blank)
                cases.append((doubt, self.told(DOUBTFUL, rule)))
        if question.kind.traits.is_long:
            cases.append((self.is_repeated, f.text(f"{DOUBTFUL}: lặp lại nguyên văn một ô khác")))
        explained = f.is_filled(reason) if reason else _NO
        return f.first_true([*cases, (f.either(f.is_filled(cell), explained), f.text(FILLED))], f.text(BLANK_STATE))

    def told(self, mark: str, rule: FormRule) -> Formula:
        """What is said of a broken rule, with other cells by the places where they stand now."""
        pieces = f"{mark}: {rule.words(self.name_of)}".split(_PLACE_OF)
        named = (live_address(self.form, one) if at % 2 else f.text(one) for at, one in enumerate(pieces) if one)
        return f.concat(*named)

    def name_of(self, other: str) -> str:
        """How the cell's note names another cell, its place to be filled in: with its sheet where that is another."""
        if other.startswith((ROWS, LISTED)):
            return f"trang «{self.form.list_sheet(other.removeprefix(ROWS))}»"
        spots = self.form.placement.spots
        sheet = "" if spots[other].sheet == spots[self.question.id].sheet else f" trang «{spots[other].sheet}»"
        return f"ô {_PLACE_OF}{other}{_PLACE_OF}{sheet}"

    @property
    def is_repeated(self) -> Formula:
        """Whether a long answer stands word for word in another cell for words."""
        form, here, rows = self.form, self.form.cell(self.question.id), self.long.rows
        if form.mirror[self.question.id].column != WORDS_COLUMN or len(rows) < 2:
            return _NO
        first = CellPlace(MIRROR_SHEET, min(rows), WORDS_COLUMN).outside
        area = f"{first}:${column_letters(WORDS_COLUMN)}${max(rows) + 1}"
        count = Formula(f"SUMPRODUCT(--({area}={here.text}))", lambda: Decimal(self.long.told()[here.value]))
        long = f.compares(f.count_words(f.plain_line(here)), ">=", f.number(form.plan.thresholds.copied_words))
        return f.both(long, f.compares(count, ">", f.number(1)))


def _list_lines(form: Form, block: PlacedBlock, table: Table) -> Iterator[WatchedCell]:
    """One line for each column that has rules; it leads to the first row in which one is broken."""
    here = PlacedList(form, block, table)
    for column in table.columns:
        rules = [rule for rule in form.rules.rows[table.id] if rule.column == column.id]
        if not rules:
            continue
        heads = [f"{WRONG if is_error(rule.code) else DOUBTFUL}: {rule.words}" for rule in rules]
        broken = [_broken(here, rule) for rule in rules]
        counts = [Formula(f"SUMPRODUCT({text})", lambda found=found: Decimal(sum(found()))) for text, found in broken]  # type: ignore[misc]
        tests = [f.compares(count, ">", f.number(0)) for count in counts]
        state = f.first_true([(test, f.text(words)) for test, words in zip(tests, heads, strict=True)], f.text(FILLED))
        first = f.text(form.placement.spots[f"{block.rows[0][0].id}.{column.id}"].address)
        places = []
        rows, letters = here.column(column.id), column_letters(block.column_of(column.id) or 0)
        for test, (text, found) in zip(tests, broken, strict=True):
            row = f"({_TOP}-SUMPRODUCT(MAX({text}*({_TOP}-ROW({rows})))))"
            there = f"ADDRESS({row},COLUMN({rows.partition(':')[0]}),4)"
            places.append((test, Formula(there, _first_broken(block, letters, found))))
        label = f"{table.title}: {column.label}"
        address = f.unless_error(f.first_true(places, first), first)
        yield WatchedCell(f"{table.id}.{column.id}", here.sheet, label, address, state, f.number(0))


def _first_broken(block: PlacedBlock, letters: str, found: Callable[[], list[bool]]) -> Callable[[], str]:
    """The address of the first cell that breaks the rule."""
    return lambda: (
        f"{letters}{next((block.rows[n][1] for n, wrong in enumerate(found()) if wrong), block.rows[0][1]) + 1}"
    )


def _broken(here: PlacedList, rule: RowRule) -> tuple[str, Callable[[], list[bool]]]:
    """The test of the rule over whole columns, and what it says of each row now."""
    ranges = {column.id: Formula(here.column(column.id), "") for column in here.table.columns}
    text = rule.broken(lambda key: ranges.get(key, BLANK)).text
    row: dict[str, Result] = {}
    test = rule.broken(lambda key: Formula("", lambda: row.get(key, "")))
    told: dict[tuple[Result, ...], bool] = {}  # most rows of a list are alike: blank

    def found() -> list[bool]:
        for now in here.rows():
            if tuple(now.values()) not in told:
                row.update(now)
                told[tuple(now.values())] = bool(test.value)
        return [told[tuple(now.values())] for now in here.rows()]

    return f"{here.below_header}*{text}", here.form.once(found)
