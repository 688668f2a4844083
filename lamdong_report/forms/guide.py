"""Writes the first sheet: what to do, by when, what the colours mean, and a list of the sheets to go to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lamdong_report.forms.form import Form, put_formula
from lamdong_report.forms.measure import row_points, text_points
from lamdong_report.forms.page import hide_ids, set_up_print, write_intro, write_titles
from lamdong_report.forms.paper import FormSheet
from lamdong_report.forms.placement import FIRST_COLUMN, TITLE_ROWS, CellPlace, quoted_sheet
from lamdong_report.forms.statesheet import count_owed
from lamdong_report.forms.validation import clip
from lamdong_report.layout import SheetLayout
from lamdong_report.plan.schema import Contact, Sheet
from lamdong_report.rules import formula as f
from lamdong_report.rules.formula import Formula
from lamdong_report.text import format_date, join_words

_WIDTHS = (5, 22, 76)
_NUMBER, _NAME, _TEXT = range(FIRST_COLUMN, FIRST_COLUMN + 3)
_DOTS = "………………"
_LONGEST_MARK = 400


@dataclass(frozen=True, slots=True)
class Guide:
    """The sheet that was written, and the row that waits for the verdict of the self-check."""

    sheet: FormSheet
    verdict: int

    def show_verdict(self, form: Form, verdict: Formula) -> None:
        """Say on the first sheet, too, how far the form has come."""
        put_formula(self.sheet, self.verdict, _TEXT, verdict, form.styles.get("fact", bold=True))


def write_guide(form: Form, about: Sheet) -> Guide:
    """Add the guide to the workbook; nothing is filled in there."""
    sheet = form.book.add_worksheet(about.title)
    hide_ids(form, sheet)
    for at, width in enumerate(_WIDTHS, FIRST_COLUMN):
        sheet.set_column(at, at, width)
    write_titles(form, sheet, about, sum(_WIDTHS), _TEXT)
    at = write_intro(form, sheet, TITLE_ROWS, about, sum(_WIDTHS), _TEXT)
    verdict = at + 3
    at = _write_facts(form, sheet, at)
    at = _write_marks(form, sheet, at)
    at = _write_prose(form, sheet, at)
    at = _write_legend(form, sheet, at)
    _write_contents(form, sheet, at, about)
    set_up_print(form, sheet, _WIDTHS)
    sheet.protect("", {"format_columns": True, "format_rows": True})
    return Guide(sheet, verdict)


def _write_facts(form: Form, sheet: FormSheet, at: int) -> int:
    """What the clerk wants to know first: by when, where to begin, what must be answered, how to send, whom to call."""
    contact = form.plan.contact
    first = next(page.sheet.title for page in form.layout.sheets if page.blocks)
    check = next((page.sheet.title for page in form.layout.sheets if page.sheet.purpose == "check"), "")
    mail = f", thư điện tử: {contact.email or _DOTS}"
    facts = (
        ("Hạn gửi", f"trước ngày {format_date(form.plan.info.deadline)}", "deadline"),
        ("Bắt đầu từ trang", first, "fact_link"),
        ("Bắt buộc điền", "", "fact"),
        (f"Xem trang «{check}» trước khi gửi", "", "fact"),
        ("Gửi về", f"{contact.agency}{mail} – gửi chính tệp Excel này", "fact"),
        ("Hỏi, hỗ trợ", f"{contact.person or _DOTS}, điện thoại: {contact.phone or _DOTS}", "fact"),
    )
    for row, (label, words, role) in enumerate(facts, at):
        _write_fact(form, sheet, row, label, words, role)
    owed = f.concat(count_owed(form), f.text(" ô nền vàng đậm, có dấu (*); điền xong, ô tự nhạt màu"))
    put_formula(sheet, at + 2, _TEXT, owed, form.styles.get("fact"))
    return at + len(facts) + 1


def _write_fact(form: Form, sheet: FormSheet, at: int, label: str, words: str, role: str) -> None:
    sheet.merge_range(at, FIRST_COLUMN, at, _NAME, label, form.styles.get("fact_label"))
    look = form.styles.get(role)
    if role == "fact_link":
        sheet.write_url(at, _TEXT, f"internal:{quoted_sheet(words)}!A1", look, f"{words} (bấm vào đây)")
    else:
        sheet.write_string(at, _TEXT, words, look)
    need = text_points(words, _WIDTHS[2] - 2), text_points(label, sum(_WIDTHS[:2]) - 2, bold=True)
    sheet.set_row(at, row_points(*need, least=22))


def _write_prose(form: Form, sheet: FormSheet, at: int) -> int:
    at = _write_subtitle(form, sheet, at, "Cách điền và gửi phiếu")
    for number, words in enumerate(_guide_lines(form), 1):
        sheet.write_string(at, _NUMBER, f"{number}.", form.styles.get("prose", align="right"))
        sheet.merge_range(at, _NAME, at, _TEXT, words, form.styles.get("prose"))
        sheet.set_row(at, row_points(form.name_points(words, sum(_WIDTHS[1:]))))
        at += 1
    return at + 1


def _guide_lines(form: Form) -> Iterator[str]:
    info = form.plan.info
    fields = {
        "{deadline}": format_date(info.deadline),
        "{contact}": contact_words(form.plan.contact),
        "{agency}": form.agency_name,
        "{year}": str(info.year),
    }
    for words in form.plan.form.guide:
        for name, value in fields.items():
            words = words.replace(name, value)
        yield words
    if labels := _filled_in_already(form):
        words = join_words(labels)
        yield f"Các ô sau đã điền sẵn theo báo cáo năm trước, đề nghị kiểm tra, sửa nếu đã thay đổi: {words}."


def _filled_in_already(form: Form) -> list[str]:
    """The questions whose answers are known from last year, as long as they stand in the form as they came."""
    known = form.plan.known_answers(form.agency_code)
    return [f"«{form.plan.questions[name].label}»" for name in known if form.is_given(name)]


def contact_words(contact: Contact) -> str:
    """Whom to ask: agency, person, telephone, e-mail; dots to write on where the plan leaves one blank."""
    rest = (("người liên hệ", contact.person), ("điện thoại", contact.phone), ("thư điện tử", contact.email))
    return f"{contact.agency} ({'; '.join(f'{name}: {value or _DOTS}' for name, value in rest)})"


def _write_legend(form: Form, sheet: FormSheet, at: int) -> int:
    at = _write_subtitle(form, sheet, at, "Ý nghĩa các màu")
    lines = [
        ("strong", "Ô bắt buộc, chưa điền; nội dung có dấu (*)"),
        ("soft", "Ô điền khi có nội dung; ô bắt buộc đã điền"),
        ("wrong", "Ô có điều cần xem lại; lời nhắc hiện ở bên phải dòng"),
        ("reason", f"Cột «{form.plan.form.reason_label}»"),
        ("live_label", "Ô tự tính, không điền"),
    ]
    idle = "Dòng dành cho cơ quan, địa phương khác; ô không phải điền" if form.shared else "Ô không phải điền"
    lines.append(("idle", idle))
    if form.prefill.marks:
        lines.append(("marked", "Ô đề nghị xem lại; nội dung đề nghị hiện khi đưa chuột vào ô"))
    for role, words in lines:
        sheet.write_blank(at, _NAME, None, form.styles.get(role, locked=True))
        sheet.write_string(at, _TEXT, words, form.styles.get("legend", indent=1))
        sheet.set_row(at, 19)
        at += 1
    return at + 1


def _write_contents(form: Form, sheet: FormSheet, at: int, about: Sheet) -> int:
    at = _write_subtitle(form, sheet, at, "Các trang của phiếu")
    pages = [page for page in form.layout.sheets if page.sheet.title != about.title]
    for number, page in enumerate(pages, 1):
        title = page.sheet.title
        sheet.write_string(at, _NUMBER, f"{number}.", form.styles.get("prose", align="right"))
        sheet.write_url(at, _NAME, f"internal:{quoted_sheet(title)}!A1", form.styles.get("link_text"), title)
        words = _described(page)
        put_formula(sheet, at, _TEXT, f.concat(f.text(words), _progress(form, page)), form.styles.get("prose"))
        sheet.set_row(at, row_points(text_points(words, _WIDTHS[2]), text_points(title, _WIDTHS[1])))
        at += 1
    return at


def _described(page: SheetLayout) -> str:
    """What a sheet is about."""
    return page.blocks[0].title if page.sheet.purpose == "tables" else page.sheet.heading or page.sheet.title


def _progress(form: Form, page: SheetLayout) -> Formula:
    """How far a sheet has come: «còn 3/19 ô», «đủ 19 ô»; nothing where nothing is owed."""
    title, none = page.sheet.title, f.number(0)
    owed, missing = count_owed(form, title), count_owed(form, title, missing=True)
    some = f.concat(f.text(" – còn "), missing, f.text("/"), owed, f.text(" ô bắt buộc"))
    every = f.when(f.compare(owed, ">", none), f.concat(f.text(" – đủ "), owed, f.text(" ô bắt buộc")), f.text(""))
    return f.when(f.compare(missing, ">", none), some, every)


def _write_marks(form: Form, sheet: FormSheet, at: int) -> int:
    """In a form that goes back to be mended: every marked cell, with a link to it and what to do."""
    marks = [(spot, words) for key, words in form.prefill.marks.items() if (spot := _marked_spot(form, key))]
    if not marks:
        return at
    at = _write_subtitle(form, sheet, at, "Các ô đề nghị xem lại, chỉnh sửa")
    for number, (spot, words) in enumerate(marks, 1):
        shown = clip(" ".join(words.split()), _LONGEST_MARK)
        sheet.write_string(at, _NUMBER, f"{number}.", form.styles.get("prose", align="right"))
        _write_link(form, sheet, at, spot)
        sheet.write_string(at, _TEXT, shown, form.styles.get("prose"))
        sheet.set_row(at, row_points(text_points(shown, _WIDTHS[2]), text_points(spot.sheet, _WIDTHS[1] - 6)))
        at += 1
    return at + 1


def _marked_spot(form: Form, key: str) -> CellPlace | None:
    """The marked cell; the first cell of a list's column where no row is named."""
    table, _, column = key.rpartition(".")
    return form.placement.spots.get(key) or form.placement.spots.get(f"{table}:1.{column}")


def _write_link(form: Form, sheet: FormSheet, at: int, spot: CellPlace) -> None:
    target, words = f"internal:{quoted_sheet(spot.sheet)}!{spot.address}", f"{spot.sheet}, ô {spot.address}"
    sheet.write_url(at, _NAME, target, form.styles.get("link_text"), words)


def _write_subtitle(form: Form, sheet: FormSheet, at: int, words: str) -> int:
    sheet.write_string(at, _NUMBER, words, form.styles.get("subtitle"))
    sheet.set_row(at, 21)
    return at + 1
