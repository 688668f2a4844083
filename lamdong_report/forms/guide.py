"""Writes the first sheet: what to do, by when, what the colours mean, and a list of the sheets to go to."""

from __future__ import annotations

from lamdong_report.forms.form import Form, put_formula
from lamdong_report.forms.formsheet import RowsTogether
from lamdong_report.forms.page import hide_ids, set_up_print, write_intro, write_titles
from lamdong_report.forms.placement import FIRST_COLUMN, TITLE_ROWS, quoted_sheet
from lamdong_report.forms.statesheet import count_owed
from lamdong_report.forms.styles import row_points, text_points
from lamdong_report.forms.validation import clip
from lamdong_report.plan.schema import OfficeContact, PlanSheet
from lamdong_report.rules import formula as f
from lamdong_report.rules.formula import Formula
from lamdong_report.text import format_date, join_words

_WIDTHS = (5, 22, 76)
_NUMBER, _NAME, _TEXT = range(FIRST_COLUMN, FIRST_COLUMN + 3)
_DOTS = "………………"
# Between two parts, in points: less than a line, so that the guide stays one page.
_GAP = 8.0
# Of what is to be mended in a cell; the comment on the cell has all of it.
_LONGEST_MARK = 400


class Guide:
    """The first sheet while it is written: `at` is the next free row, `verdict` waits for the self-check."""

    def __init__(self, form: Form, about: PlanSheet) -> None:
        self.form, self.about = form, about
        self.sheet = form.add_sheet(about.title)
        hide_ids(form, self.sheet)
        for at, width in enumerate(_WIDTHS, FIRST_COLUMN):
            self.sheet.set_column(at, at, width)
        write_titles(form, self.sheet, about, sum(_WIDTHS), _TEXT)
        self.at = write_intro(form, self.sheet, TITLE_ROWS, about, sum(_WIDTHS), _TEXT)
        self.verdict = self.at + 3

    def show_verdict(self, verdict: Formula) -> None:
        """Say on the first sheet, too, how far the form has come."""
        put_formula(self.sheet, self.verdict, _TEXT, verdict, self.form.styles.get("fact", bold=True))

    def write_facts(self) -> None:
        """What the clerk wants to know first: by when, where to begin, what is owed, how to send, whom to call."""
        form, contact = self.form, self.form.plan.contact
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
        for row, (label, words, role) in enumerate(facts, self.at):
            self.sheet.merge_range(row, FIRST_COLUMN, row, _NAME, label, form.styles.get("fact_label"))
            look = form.styles.get(role)
            if role == "fact_link":
                self.sheet.write_url(row, _TEXT, f"internal:{quoted_sheet(words)}!A1", look, f"{words} (bấm vào đây)")
            else:
                self.sheet.write_string(row, _TEXT, words, look)
            need = text_points(words, _WIDTHS[2] - 2), text_points(label, sum(_WIDTHS[:2]) - 2, bold=True)
            self.sheet.set_row(row, row_points(*need, least=22))
        owed = f.concat(count_owed(form), f.text(" ô nền vàng đậm, có dấu (*); điền xong, ô tự nhạt màu"))
        if form.shared and (name := form.ref(form.plan.roles.agency)):  # how many depends on who fills it in
            owed = f.when(f.is_empty(name), f.text(f"hiện ra sau khi chọn tên cơ quan ở trang «{first}»"), owed)
        put_formula(self.sheet, self.at + 2, _TEXT, owed, form.styles.get("fact"))
        self.at += len(facts) + 1

    def write_marks(self) -> None:
        """In a form that goes back to be mended: every marked cell, with a link to it and what to do."""
        form, spots = self.form, self.form.placement.spots
        marks = []
        for key, words in form.prefill.marks.items():
            table, _, column = key.rpartition(".")
            # The first cell of a list's column where no row is named.
            if spot := spots.get(key) or spots.get(f"{table}:1.{column}"):
                marks.append((spot, clip(" ".join(words.split()), _LONGEST_MARK)))
        if not marks:
            return
        self._write_subtitle("Các ô đề nghị xem lại, chỉnh sửa")
        for number, (spot, words) in enumerate(marks, 1):
            target, place = f"internal:{quoted_sheet(spot.sheet)}!{spot.address}", f"{spot.sheet}, ô {spot.address}"
            self.sheet.write_string(self.at, _NUMBER, f"{number}.", form.styles.get("prose", align="right"))
            self.sheet.write_url(self.at, _NAME, target, form.styles.get("link_text"), place)
            self.sheet.write_string(self.at, _TEXT, words, form.styles.get("prose"))
            needs = text_points(words, _WIDTHS[2]), text_points(spot.sheet, _WIDTHS[1] - 6)
            self.sheet.set_row(self.at, row_points(*needs))
            self.at += 1
        self._write_gap()

    def write_prose(self) -> None:
        """How to fill in and send the form, in the plan's words; then what is known from last year, to be looked at."""
        form, info = self.form, self.form.plan.info
        fields = {
            "{deadline}": format_date(info.deadline),
            "{contact}": contact_words(form.plan.contact),
            "{agency}": form.agency_name,
            "{year}": str(info.year),
        }
        lines = []
        for words in form.plan.form.guide:
            for name, value in fields.items():
                words = words.replace(name, value)
            lines.append(words)
        known = filter(form.is_given, form.known)
        if labels := join_words([f"«{form.plan.questions[name].label}»" for name in known]):
            lines.append(
                f"Các ô sau đã điền sẵn theo báo cáo năm trước, đề nghị kiểm tra, sửa nếu đã thay đổi: {labels}."
            )
        self._write_subtitle("Cách điền và gửi phiếu")
        for number, words in enumerate(lines, 1):
            self.sheet.write_string(self.at, _NUMBER, f"{number}.", form.styles.get("prose", align="right"))
            self.sheet.merge_range(self.at, _NAME, self.at, _TEXT, words, form.styles.get("prose"))
            self.sheet.set_row(self.at, row_points(form.name_points(words, sum(_WIDTHS[1:]))))
            self.at += 1
        self._write_gap()

    def write_legend(self) -> None:
        self._write_subtitle("Ý nghĩa các màu")
        form = self.form
        idle = "Dòng dành cho cơ quan, địa phương khác; ô không phải điền" if form.shared else "Ô không phải điền"
        lines = [
            ("strong", "Ô bắt buộc, chưa điền; nội dung có dấu (*)"),
            ("soft", "Ô điền khi có nội dung; ô bắt buộc đã điền"),
            ("wrong", "Ô có điều cần xem lại; lời nhắc hiện ở bên phải dòng"),
            ("reason", f"Cột «{form.plan.form.reason_label}»"),
            ("live_label", "Ô tự tính, không điền"),
            ("idle", idle),
        ]
        if form.prefill.marks:
            lines.append(("marked", "Ô đề nghị xem lại; nội dung đề nghị hiện khi đưa chuột vào ô"))
        for role, words in lines:
            self.sheet.write_blank(self.at, _NAME, None, form.styles.get(role, locked=True))
            self.sheet.write_string(self.at, _TEXT, words, form.styles.get("legend", indent=1))
            self.sheet.set_row(self.at, 17)
            self.at += 1
        self._write_gap()

    def write_contents(self) -> None:
        """A link to each other sheet, what it is about and how far it has come: «còn 3/19 ô», «đủ 19 ô»."""
        form, none = self.form, f.number(0)
        self._write_subtitle("Các trang của phiếu")
        pages = [page for page in form.layout.sheets if page.sheet.title != self.about.title]
        for number, page in enumerate(pages, 1):
            title, heading = page.sheet.title, page.sheet.heading or page.sheet.title
            words = page.blocks[0].title if page.sheet.purpose == "tables" else heading
            owed, missing = count_owed(form, title), count_owed(form, title, missing=True)
            some = f.concat(f.text(" – còn "), missing, f.text("/"), owed, f.text(" ô bắt buộc"))
            every = f.concat(f.text(" – đủ "), owed, f.text(" ô bắt buộc"))
            every = f.when(f.compares(owed, ">", none), every, f.text(""))
            progress = f.when(f.compares(missing, ">", none), some, every)
            self.sheet.write_string(self.at, _NUMBER, f"{number}.", form.styles.get("prose", align="right"))
            link = f"internal:{quoted_sheet(title)}!A1"
            self.sheet.write_url(self.at, _NAME, link, form.styles.get("link_text"), title)
            put_formula(self.sheet, self.at, _TEXT, f.concat(f.text(words), progress), form.styles.get("prose"))
            self.sheet.set_row(self.at, row_points(text_points(words, _WIDTHS[2]), text_points(title, _WIDTHS[1])))
            self.at += 1

    def _write_gap(self) -> None:
        self.sheet.set_row(self.at, _GAP)
        self.at += 1

    def _write_subtitle(self, words: str) -> None:
        self.sheet.write_string(self.at, _NUMBER, words, self.form.styles.get("subtitle"))
        self.sheet.set_row(self.at, 21)
        self.at += 1


def write_guide(form: Form, about: PlanSheet) -> Guide:
    """Add the guide to the workbook; nothing is filled in there."""
    guide = Guide(form, about)
    guide.write_facts()
    guide.write_marks()
    guide.write_prose()
    for write in (guide.write_legend, guide.write_contents):
        begin = guide.at
        write()  # on one page where that leaves the page before well filled
        guide.sheet.together.append(RowsTogether(range(begin, guide.at), firm=False))
    set_up_print(form, guide.sheet, _WIDTHS)
    guide.sheet.protect("", {"format_columns": True, "format_rows": True})
    return guide


def contact_words(contact: OfficeContact) -> str:
    """Whom to ask: agency, person, telephone, e-mail; dots to write on where the plan leaves one blank."""
    rest = (("người liên hệ", contact.person), ("điện thoại", contact.phone), ("thư điện tử", contact.email))
    return f"{contact.agency} ({'; '.join(f'{name}: {value or _DOTS}' for name, value in rest)})"
