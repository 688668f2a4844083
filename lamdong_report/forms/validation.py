"""What may be typed into an answer's cell: the rule that Excel enforces, its prompt and its error, by kind."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any

from lamdong_report.forms.form import LONGEST_TEXT, Form
from lamdong_report.forms.placement import CellPlace
from lamdong_report.plan import VALUE, Kind, Question
from lamdong_report.rules import bounds_of, date_window
from lamdong_report.rules.alone import written

LONGEST_TITLE, LONGEST_MESSAGE = 32, 255
_PHONE = (6, 60)
_LONGEST_EMAIL = 254
_SENTENCE_END = re.compile(r"([.!?]) (?=\w)")
Rule = Mapping[str, Any]


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


def _enforced(rule: Rule, prompt: str, title: str, error: str) -> dict[str, Any]:
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


Told = tuple[Rule, tuple[str, str], str]


def _bounded(kind: str, form: Form, question: Question) -> tuple[Rule, str]:
    """A number within the question's bounds, and the bounds in words."""
    low, high = bounds_of(form.plan, question)
    if high is None:
        return {"validate": kind, "criteria": ">=", "value": _plain(low)}, f"từ {written(low)} trở lên"
    rule = {"validate": kind, "criteria": "between", "minimum": _plain(low), "maximum": _plain(high)}
    return rule, f"từ {written(low)} đến {written(high)}"


def _plain(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def _count(form: Form, question: Question, spot: CellPlace) -> Told:
    rule, bounds = _bounded("integer", form, question)
    error = f"Ô này chỉ nhận số nguyên {bounds}, ví dụ 125. Không ghi chữ hay đơn vị. {_no_figure(form, question)}"
    none = " Không phát sinh: ghi 0." if not question.minimum else ""
    return rule, ("Số nguyên", f"Ghi số nguyên {bounds}.{none}"), error


def _decimal(form: Form, question: Question, spot: CellPlace) -> Told:
    rule, bounds = _bounded("decimal", form, question)
    error = f"Ô này chỉ nhận số {bounds}, ví dụ 12,5. Không ghi chữ hay đơn vị. {_no_figure(form, question)}"
    unit = f" ({question.unit})" if question.unit else ""
    return rule, ("Số", f"Ghi số{unit}, có thể có phần thập phân."), error


def _money(form: Form, question: Question, spot: CellPlace) -> Told:
    rule, bounds = _bounded("decimal", form, question)
    unit = question.unit or form.plan.info.money_unit
    error = f"Ô này chỉ nhận số tiền {bounds}, theo {unit}. Không ghi chữ. {_no_figure(form, question)}"
    return rule, ("Số tiền", f"Ghi số tiền theo {unit}. Không có: ghi 0."), error


def _percent(form: Form, question: Question, spot: CellPlace) -> Told:
    rule, bounds = _bounded("decimal", form, question)
    error = f"Ô này chỉ nhận tỷ lệ phần trăm {bounds}, ví dụ 56,5. Không ghi dấu %. {_no_figure(form, question)}"
    return rule, ("Tỷ lệ phần trăm", f"Ghi số {bounds}, không ghi dấu %."), error


def _no_figure(form: Form, question: Question) -> str:
    if not question.required:  # in a list that grows nothing is, and it has no column for reasons
        return ""
    return f"Chưa có số liệu thì để trống và ghi lý do ở cột «{form.plan.form.reason_label}»."


def _yes_no(form: Form, question: Question, spot: CellPlace) -> Told:
    return _listed(form, form.plan.form.yes_no)


def _choice(form: Form, question: Question, spot: CellPlace) -> Told:
    return _listed(form, question.choices)


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


def _length(least: int, most: int) -> Rule:
    return {"validate": "length", "criteria": "between", "minimum": least, "maximum": most}


def _text(form: Form, question: Question, spot: CellPlace) -> Told:
    return _length(0, LONGEST_TEXT), ("Ghi bằng chữ", ""), "Nội dung quá dài; đề nghị ghi ngắn gọn."


def _words(form: Form, question: Question, spot: CellPlace) -> Told:
    error = f"Một ô chỉ nhận tối đa {written(Decimal(LONGEST_TEXT))} ký tự; đề nghị rút gọn."
    return _length(0, LONGEST_TEXT), ("Ghi bằng lời", "Mỗi ý một dòng; xuống dòng trong ô: Alt + Enter."), error


def _phone(form: Form, question: Question, spot: CellPlace) -> Told:
    error = "Ô này chỉ nhận số điện thoại, từ 6 ký tự, ví dụ 0912 345 678."
    return _length(*_PHONE), ("Điện thoại", "Ghi số điện thoại, ví dụ 0912 345 678."), error


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
    Kind.COUNT: _count,
    Kind.DECIMAL: _decimal,
    Kind.MONEY: _money,
    Kind.PERCENT: _percent,
    Kind.YESNO: _yes_no,
    Kind.CHOICE: _choice,
    Kind.DATE: _date,
    Kind.TEXT: _text,
    Kind.WORDS: _words,
    Kind.PHONE: _phone,
    Kind.EMAIL: _email,
    Kind.AGENCY: _agency,
}
