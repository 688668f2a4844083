"""What may stand in plan.toml: one frozen struct for each kind of table, with its keys and their meaning."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum

import msgspec


class Entry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of every table of plan.toml: a key that is not declared is a fault."""


class Kind(StrEnum):
    """What an answer is. Counts are whole and not negative; money is in the plan's money unit."""

    COUNT = "count"
    DECIMAL = "decimal"
    MONEY = "money"
    PERCENT = "percent"
    YESNO = "yesno"
    CHOICE = "choice"
    DATE = "date"
    TEXT = "text"
    WORDS = "words"
    PHONE = "phone"
    EMAIL = "email"
    AGENCY = "agency"

    @property
    def is_number(self) -> bool:
        return self in (Kind.COUNT, Kind.DECIMAL, Kind.MONEY, Kind.PERCENT)


class PlanInfo(Entry, frozen=True, kw_only=True):
    """[plan]: what this plan is. Forms are in time when sent before `deadline` (that day excluded)."""

    id: str
    year: int
    form_version: int
    title: str
    province: str
    deadline: date
    period_start: date
    period_end: date
    money_unit: str = "triệu đồng"


class Contact(Entry, frozen=True, kw_only=True):
    """[contact]: whom an agency asks, and where the form is sent to; blank entries are printed as dots."""

    agency: str
    person: str = ""
    phone: str = ""
    email: str = ""


class Document(Entry, frozen=True, kw_only=True):
    """[document]: the words of the report's head, opening, closing and signature block."""

    issuer: tuple[str, ...]
    place: str
    symbol: str
    type_name: str
    summary: str
    addressees: tuple[str, ...]
    opening: tuple[str, ...]
    closing: str
    authority: tuple[str, ...]
    signer: str
    recipients: tuple[str, ...]
    author: str
    annex_note: str
    file_name: str
    number: str = ""
    date: str = ""
    grounds: tuple[str, ...] = ()


class Letter(Entry, frozen=True, kw_only=True):
    """[letter]: the words of the reminder and of the correction request."""

    issuer: tuple[str, ...]
    place: str
    symbol: str
    authority: tuple[str, ...]
    recipients: tuple[str, ...]
    reminder_subject: str
    reminder_text: tuple[str, ...]
    correction_subject: str
    correction_text: tuple[str, ...]
    signer: str = ""


class Group(Entry, frozen=True, kw_only=True):
    """[[groups]]: agencies that get the same form. `noun` is how they are counted in a sentence.

    `summed` groups are too many to be quoted: their numbers are added up and only points that they marked as
    outstanding are printed. `agencies_file` names a CSV beside plan.toml with the columns code, name, kind.
    """

    id: str
    name: str
    noun: str
    file: str
    summed: bool = False
    agencies_file: str = ""
    form_name: str = "{name}"


class Agency(Entry, frozen=True, kw_only=True):
    """[[agencies]]: who reports. `kind` splits a group further (xã, phường); `aliases` are other spellings."""

    code: str
    name: str
    group: str
    kind: str = ""
    aliases: tuple[str, ...] = ()


class Section(Entry, frozen=True, kw_only=True):
    """[[sections]]: the report's outline, in order. The level of a heading is the number of dots in its id.

    `agencies` makes it a party's section: its tasks are printed agency by agency. `limit` bounds how many outstanding
    points of summed groups are quoted.
    """

    id: str
    number: str
    title: str
    short: str = ""
    text: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    limit: int = 4
    empty: str = ""


class Sheet(Entry, frozen=True, kw_only=True):
    """[[sheets]]: the sheets of a form, in order; `purpose` is one of the writer's kinds of sheet."""

    id: str
    title: str
    purpose: str
    heading: str = ""
    intro: str = ""


class Question(Entry, frozen=True, kw_only=True):
    """[[questions]]: one cell to fill in. `asked` and `required` are selectors (see plan/selectors.py).

    `part_of`: must not exceed that question (nữ ≤ tổng). `sum_of`: must equal the sum of those. `sensitive`:
    small counts could identify a person. `previous`: id of the question with last year's value.
    """

    id: str
    section: str
    sheet: str
    label: str
    kind: Kind
    asked: tuple[str, ...]
    required: tuple[str, ...] = ()
    unit: str = ""
    choices: tuple[str, ...] = ()
    hint: str = ""
    block: str = ""
    row: str = ""
    column: str = ""
    part_of: str = ""
    sum_of: tuple[str, ...] = ()
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    sensitive: bool = False
    previous: str = ""
    indicator: str = ""


class GridColumn(Entry, frozen=True, kw_only=True):
    id: str
    label: str
    kind: Kind
    unit: str = ""
    width: int = 14
    hint: str = ""
    part_of: str = ""
    choices: tuple[str, ...] = ()


class GridRow(Entry, frozen=True, kw_only=True):
    id: str
    label: str
    asked: tuple[str, ...] = ()
    required: tuple[str, ...] = ()


class Grid(Entry, frozen=True, kw_only=True):
    """[[grids]]: rows × columns of cells (the budget by source). Its questions are `<grid>_<row>.<column>`."""

    id: str
    section: str
    sheet: str
    title: str
    asked: tuple[str, ...]
    columns: tuple[GridColumn, ...]
    rows: tuple[GridRow, ...]
    required: tuple[str, ...] = ()


class Table(Entry, frozen=True, kw_only=True):
    """[[tables]]: a list that grows (documents, training classes): `rows` blank rows are offered."""

    id: str
    section: str
    sheet: str
    title: str
    asked: tuple[str, ...]
    columns: tuple[GridColumn, ...]
    rows: int = 12
    hint: str = ""


class Topic(Entry, frozen=True, kw_only=True):
    """[[topics]] and [[tasks]]: a place for words, with a status, under a section of the report.

    A task carries the plan's own `text` word for word and is asked of the agencies of its section; `label` is the
    short name that leads its result in the report. Its questions are `<id>.trang_thai`, `<id>.noi_dung` and, for
    summed groups, `<id>.noi_bat`. With `empty_words`, "không có" is a full answer that the report need not print.
    """

    id: str
    section: str
    label: str
    text: str = ""
    sheet: str = ""
    asked: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    status: bool = True
    hint: str = ""
    empty_words: bool = False


class AskRow(Entry, frozen=True, kw_only=True):
    """One number of an indicator that an agency gives; its question id is its own `id`."""

    id: str
    label: str
    unit: str
    kind: Kind = Kind.COUNT
    part_of: str = ""
    sum_of: tuple[str, ...] = ()
    required: bool = True
    sensitive: bool = False
    hint: str = ""


class Ask(Entry, frozen=True, kw_only=True):
    """[[indicators.asks]]: the block on the indicators sheet of the agencies in `of`.

    The form computes numerator ÷ denominator × scale from these rows while the clerk types; `at_least` instead
    judges each of the named rows against a smallest value. `extras` adds the rows of [[indicator_extras]], whose
    question ids are `<ask id>.<extra id>`.
    """

    id: str
    of: tuple[str, ...]
    rows: tuple[AskRow, ...]
    numerator: tuple[str, ...] = ()
    denominator: tuple[str, ...] = ()
    at_least: Decimal | None = None
    at_least_rows: tuple[str, ...] = ()
    extras: bool = True
    note: str = ""


class IndicatorPart(Entry, frozen=True, kw_only=True):
    """A part that must reach the target by itself (boys, girls)."""

    label: str
    numerator: tuple[str, ...]
    denominator: tuple[str, ...]


class Operator(StrEnum):
    AT_LEAST = ">="
    BELOW = "<"
    AT_MOST = "<="
    EQUAL = "="


class Indicator(Entry, frozen=True, kw_only=True):
    """[[indicators]]: one measure. Value = sum of numerator ÷ sum of denominator × scale.

    `numerator` and `denominator` are terms over question ids (see plan/terms.py) and give the figure that is
    printed; `reported_*` are the responsible agency's own figures, only compared with it. `target_id` groups the
    measures of one chỉ tiêu. `counted` is the unit of numerator and denominator in the sentence.
    """

    id: str
    section: str
    target_id: str
    name: str
    subject: str
    unit: str
    operator: Operator
    target: Decimal
    numerator: tuple[str, ...]
    denominator: tuple[str, ...]
    responsible: tuple[str, ...]
    lead: str
    asks: tuple[Ask, ...]
    scale: Decimal = Decimal(100)
    decimals: int = 1
    target_text: str = ""
    verb: str = "đạt"
    counted: str = ""
    parts: tuple[IndicatorPart, ...] = ()
    reported_numerator: tuple[str, ...] = ()
    reported_denominator: tuple[str, ...] = ()
    previous: str = ""
    baseline: Decimal | None = None
    explanation: str = ""
    plausible: tuple[Decimal, Decimal] | None = None
    provisional: str = ""
    none_text: str = ""
    note: str = ""


class IndicatorExtra(Entry, frozen=True, kw_only=True):
    """[[indicator_extras]]: a row that every responsible agency's block ends with.

    `role` tells the program what it is: "previous" (last year's result), "published" (a rate that the agency has
    published), "explanation" (why the target was missed), or nothing.
    """

    id: str
    label: str
    kind: Kind
    unit: str = ""
    hint: str = ""
    required: bool = False
    role: str = ""


class Sentence(Entry, frozen=True, kw_only=True):
    """[[sentences]]: how sums are worded. Fields in braces, optional pieces in square brackets.

    Printed only when its main field (the first one, or `main`) has a number; `zero` is printed instead when that
    number is 0. `joined` continues the paragraph of the sentence before it.
    """

    section: str
    text: str
    main: str = ""
    zero: str = ""
    joined: bool = False
    bullet: bool = False


class AnnexColumn(Entry, frozen=True, kw_only=True):
    """[[annex_columns]]: a column of the annex by agency of the summed group.

    `value` is an expression; its ratios count only agencies that gave both numbers. `yes_no` are the words for 1 and
    0 in an agency's row, where the column tells whether something holds; the total row counts.
    """

    id: str
    label: str
    value: str
    unit: str = ""
    total: bool = True
    width: int = 18
    yes_no: tuple[str, str] | None = None


class Roles(Entry, frozen=True, kw_only=True):
    """[roles]: the questions that the program itself must know."""

    agency: str
    writer: str
    phone: str
    email: str
    letter_number: str
    letter_date: str
    cutoff: str
    sending: str
    population: str = ""


class FormWords(Entry, frozen=True, kw_only=True):
    """[form]: words of the forms. `statuses` run from done to not begun; `yes_no` is (yes, no)."""

    title: str
    guide: tuple[str, ...]
    statuses: tuple[str, ...]
    yes_no: tuple[str, str] = ("Có", "Không")
    status_label: str = "Trạng thái"
    words_label: str = "Kết quả thực hiện"
    outstanding_label: str = "Đề nghị nêu trong báo cáo tỉnh"
    reason_label: str = "Ghi chú, lý do chưa có số liệu"


class Wording(Entry, frozen=True, kw_only=True):
    """[wording]: the fixed pieces from which the program builds sentences of the report."""

    exceeded: str
    reached: str
    reached_lower: str
    missed: str
    missed_lower: str
    part_missed: str
    none: str
    no_data: str
    provisional: str
    increased: str
    decreased: str
    unchanged: str
    cause: str
    not_sent: str
    not_sent_as_of: str
    nothing_reported: str
    outstanding_lead: str
    more_outstanding: str
    task_summary: str
    missed_equal: str = "{subject} {verb} {value}{counts}, chưa xuống dưới mức đề ra ({target}); chưa đạt chỉ tiêu."
    points: str = "điểm phần trăm"
    status_exceeded: str = "Vượt"
    status_reached: str = "Đạt"
    status_missed: str = "Chưa đạt"
    status_none: str = "Không phát sinh"
    status_no_data: str = "Chưa có số liệu"


class Thresholds(Entry, frozen=True, kw_only=True):
    """[thresholds]: when a check speaks."""

    change: Decimal = Decimal("0.3333")
    outlier: Decimal = Decimal(6)
    outlier_fewest: int = 10
    small_count: int = 5
    copied_words: int = 12
    short_words: int = 3
    latest_sending: int = 180
