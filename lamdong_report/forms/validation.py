"""What may be typed into an answer's cell: the rule that Excel enforces, its prompt and its error, by kind."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any

from msgspec import Struct

from lamdong_report.forms.form import Form
from lamdong_report.forms.placement import CellPlace
from lamdong_report.forms.styles import LONGEST_TEXT
from lamdong_report.plan import VALUE, Kind, Question
from lamdong_report.rules import bounds_of, date_window
from lamdong_report.rules.alone import written

# More than this Excel calls a broken file; an address of e-mail is no longer by RFC 5321.
LONGEST_TITLE, LONGEST_MESSAGE = 32, 255
_PHONE = (6, 60)
_LONGEST_EMAIL = 254
_SENTENCE_END = re.compile(r"([.!?]) (?=\w)")
Validation = Mapping[str, Any]


def rule_of(form: Form, question: Question, spot: CellPlace, *, hint: bool = False) -> dict[str, Any]:
    """The validation of one answer's cell, as XlsxWriter takes it; `hint`: the question's hint leads the prompt.

    Where there is nothing to say, or other answers stand beside, there is no prompt: it would only cover them.
    """
    rule, (title, prompt), error = _RULES[question.kind](form, question, spot)
    alone = question.column == VALUE
    words = " ".join(filter(None, (question.hint if hint else "", prompt if alone else "")))
    return _enforced(rule, words, title, error)


def reason_rule(form: Form) -> dict[str, Any]:
    """Any words may stand in the reason column, but not more than a cell takes."""
    prompt = "Ghi lý do nếu để trống ô số liệu, hoặc điều cần lưu ý về số liệu."
    return _enforced(_length(0, LONGEST_TEXT), prompt, "Ghi chú", "Nội dung quá dài; đề nghị ghi ngắn gọn.")


def _enforced(rule: Validation, prompt: str, title: str, error: str) -> dict[str, Any]:
    told = {"input_title": title[:LONGEST_TITLE], "input_message": _sentences(clip(prompt, LONGEST_MESSAGE))}
    return {
        "error_type": "stop",
        **rule,
        **(told if prompt else {}),
        "ignore_blank": True,
        "error_title": "Nội dung chưa hợp lệ",
        "error_message": clip(error, LONGEST_MESSAGE),
    }


@lru_cache(maxsize=1024)
def _sentences(text: str) -> str:
    """Each sentence on a line of its own: LibreOffice does not wrap prompts, and long ones hide the cells beside."""
    return _SENTENCE_END.sub(r"\1\n", text)


def clip(text: str, longest: int) -> str:
    """The text within its limit, cut at a word."""
    return text if len(text) <= longest else text[: longest - 1].rpartition(" ")[0] + "…"


Told = tuple[Validation, tuple[str, str], str]


class _Numbers(Struct, frozen=True):
    """What is said of cells for numbers of one kind; {bounds}, {unit} and {money} are those of the question."""

    validate: str
    title: str
    prompt: str
    error: str

    def __call__(self, form: Form, question: Question, spot: CellPlace) -> Told:
        low, high = bounds_of(form.plan, question)
        if high is None:
            rule = {"validate": self.validate, "criteria": ">=", "value": _plain(low)}
            bounds = f"từ {written(low)} trở lên"
        else:
            rule = {"validate": self.validate, "criteria": "between", "minimum": _plain(low), "maximum": _plain(high)}
            bounds = f"từ {written(low)} đến {written(high)}"
        unit = f" ({question.unit})" if question.unit else ""
        fields = {"bounds": bounds, "unit": unit, "money": question.unit or form.plan.info.money_unit}
        none = " Không phát sinh: ghi 0." if question.kind.traits.is_whole and not question.minimum else ""
        # In a list that grows nothing is required, and it has no column for reasons.
        blank = f"Chưa có số liệu thì để trống và ghi lý do ở cột «{form.plan.form.reason_label}»."
        error = f"{self.error.format(**fields)} {blank if question.required else ''}"
        return rule, (self.title, self.prompt.format(**fields) + none), error


def _plain(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def _listed(form: Form, choices: tuple[str, ...]) -> Told:
    rule = {"validate": "list", "source": form.scopes.source(choices)}
    error = f"Chỉ chọn một trong các câu trả lời: {'; '.join(choices)}. Bấm mũi tên bên phải ô để chọn."
    return rule, ("Chọn trong danh sách", ""), error


def _date(form: Form, question: Question, spot: CellPlace) -> Told:
    year = form.plan.info.year
    in_list = question.id not in form.plan.questions
    first, last = date_window(form.plan, question, in_list=in_list)
    rule = {"validate": "date", "criteria": "between", "minimum": first, "maximum": last}
    if in_list:  # an older paper may be listed, once the clerk has been asked
        rule["error_type"] = "warning"
    span = f"từ {written(first)} đến {written(last)}"
    error = f"Ô này chỉ nhận ngày {span}, ghi theo ngày/tháng/năm, ví dụ 15/11/{year}."
    return rule, ("Ngày", f"Ghi ngày/tháng/năm, ví dụ 15/11/{year}."), error


def _length(least: int, most: int) -> Validation:
    return {"validate": "length", "criteria": "between", "minimum": least, "maximum": most}


class _Texts(Struct, frozen=True):
    """What is said of cells for words that only must not be too short or too long."""

    title: str
    prompt: str
    error: str
    least: int = 0
    most: int = LONGEST_TEXT

    def __call__(self, form: Form, question: Question, spot: CellPlace) -> Told:
        return _length(self.least, self.most), (self.title, self.prompt), self.error


def _email(form: Form, question: Question, spot: CellPlace) -> Told:
    cell = spot.address
    rule = {"validate": "custom", "value": f'=AND(ISNUMBER(FIND("@",{cell})),LEN({cell})<={_LONGEST_EMAIL})'}
    error = "Địa chỉ thư điện tử phải có dấu @, ví dụ ten@coquan.gov.vn."
    return rule, ("Thư điện tử", "Ghi một địa chỉ thư điện tử."), error


def _agency(form: Form, question: Question, spot: CellPlace) -> Told:
    rule = {"validate": "list", "source": form.scopes.names_source}
    error = "Chỉ chọn tên cơ quan, địa phương có trong danh sách. Bấm mũi tên bên phải ô để chọn."
    return rule, ("Chọn tên cơ quan", "Bấm mũi tên bên phải ô để chọn đúng tên cơ quan, địa phương của mình."), error


_RULES: Mapping[Kind, Callable[[Form, Question, CellPlace], Told]] = {
    Kind.COUNT: _Numbers(
        "integer",
        "Số nguyên",
        "Ghi số nguyên {bounds}.",
        "Ô này chỉ nhận số nguyên {bounds}, ví dụ 125. Không ghi chữ hay đơn vị.",
    ),
    Kind.DECIMAL: _Numbers(
        "decimal",
        "Số",
        "Ghi số{unit}, có thể có phần thập phân.",
        "Ô này chỉ nhận số {bounds}, ví dụ 12,5. Không ghi chữ hay đơn vị.",
    ),
    Kind.MONEY: _Numbers(
        "decimal",
        "Số tiền",
        "Ghi số tiền theo {money}. Không có: ghi 0.",
        "Ô này chỉ nhận số tiền {bounds}, theo {money}. Không ghi chữ.",
    ),
    Kind.PERCENT: _Numbers(
        "decimal",
        "Tỷ lệ phần trăm",
        "Ghi số {bounds}, không ghi dấu %.",
        "Ô này chỉ nhận tỷ lệ phần trăm {bounds}, ví dụ 56,5. Không ghi dấu %.",
    ),
    Kind.YESNO: lambda form, question, spot: _listed(form, form.plan.form.yes_no),
    Kind.CHOICE: lambda form, question, spot: _listed(form, question.choices),
    Kind.DATE: _date,
    Kind.TEXT: _Texts("Ghi bằng chữ", "", "Nội dung quá dài; đề nghị ghi ngắn gọn."),
    Kind.WORDS: _Texts(
        "Ghi bằng lời",
        "Mỗi ý một dòng; xuống dòng trong ô: Alt + Enter.",
        f"Một ô chỉ nhận tối đa {written(Decimal(LONGEST_TEXT))} ký tự; đề nghị rút gọn.",
    ),
    Kind.PHONE: _Texts(
        "Điện thoại",
        "Ghi số điện thoại, ví dụ 0912 345 678.",
        f"Ô này chỉ nhận số điện thoại, từ {_PHONE[0]} ký tự, ví dụ 0912 345 678.",
        *_PHONE,
    ),
    Kind.EMAIL: _email,
    Kind.AGENCY: _agency,
}
