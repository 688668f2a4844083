"""The tables that stand once: what the plan is, whom to ask, the fixed words of report, letters and forms."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum

from lamdong_report.plan.schema.cells import PlanEntry


class PlanInfo(PlanEntry, frozen=True, kw_only=True):
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
    period: str = ""


class OfficeContact(PlanEntry, frozen=True, kw_only=True):
    """[contact]: whom an agency asks, and where the form is sent to; blank entries are printed as dots."""

    agency: str
    person: str = ""
    phone: str = ""
    email: str = ""


class Completeness(StrEnum):
    """Where the report tells who has sent: the office's housekeeping, of which the addressee wants only the gaps."""

    DRAFTS = "drafts"
    ALWAYS = "always"


class Document(PlanEntry, frozen=True, kw_only=True):
    """[document]: the words of the report's head, opening, closing and signature block.

    `number` and `date` are the report's own, `plan_number` and `plan_date` those of the plan that it answers to: each
    is written here once, and stays open in the text while it is blank. With `words_annex`, a title, what bodies wrote
    and the body of the report does not quote stands in an annex. `completeness` says whether the sections marked so and
    the annex on who has sent stand in drafts only or in the final report too.
    """

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
    words_annex: str = ""
    completeness: Completeness = Completeness.DRAFTS
    plan_number: str = ""
    plan_date: str = ""


class Letter(PlanEntry, frozen=True, kw_only=True):
    """[letter]: the words of the reminder and of the correction request.

    The table of corrections stands under the last paragraph of `correction_text`; `correction_after` follows it, before
    it `correction_if_right` where something in the table may be right as it stands. `unit` is the drafting unit's
    abbreviation, {unit} in `symbol` and `recipients`; `reply_by` fills {reply}.
    """

    issuer: tuple[str, ...]
    place: str
    symbol: str
    authority: tuple[str, ...]
    recipients: tuple[str, ...]
    reminder_subject: str
    reminder_text: tuple[str, ...]
    correction_subject: str
    correction_text: tuple[str, ...]
    correction_after: tuple[str, ...] = ("Trân trọng./.",)
    correction_if_right: str = ""
    signer: str = ""
    unit: str = ""
    reply_by: date | None = None


class FormWords(PlanEntry, frozen=True, kw_only=True):
    """[form]: words of the forms. `statuses` run from done to not begun; `yes_no` is (yes, no)."""

    title: str
    guide: tuple[str, ...]
    statuses: tuple[str, ...]
    yes_no: tuple[str, str] = ("Có", "Không")
    status_label: str = "Trạng thái"
    words_label: str = "Kết quả thực hiện"
    none_label: str = "Cả mục này không phát sinh"
    outstanding_label: str = "Đề nghị nêu trong báo cáo chung"
    reason_label: str = "Ghi chú, lý do chưa có số liệu"


class Roles(PlanEntry, frozen=True, kw_only=True):
    """[roles]: the questions that the program itself must know."""

    agency: str
    writer: str
    phone: str
    email: str
    letter_number: str
    letter_date: str
    cutoff: str
    sending: str
    approver: str = ""
    population: str = ""


class Wording(PlanEntry, frozen=True, kw_only=True):
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
    exceeded_lower: str = (
        "{subject} {verb} {value}{counts}, thấp hơn {difference} so với mức chỉ tiêu ({target}){change}; vượt chỉ tiêu."
    )
    missed_improved: str = (
        "{subject} {verb} {value}{counts}, tuy {moved} nhưng còn thấp hơn {difference} so với chỉ tiêu năm {year} "
        "({target})."
    )
    missed_lower_improved: str = (
        "{subject} {verb} {value}{counts}, tuy {moved} nhưng còn cao hơn {difference} so với chỉ tiêu năm {year} "
        "({target})."
    )
    missed_equal: str = "{subject} {verb} {value}{counts}, chưa xuống dưới mức đề ra ({target}); chưa đạt chỉ tiêu."
    section_empty: str = "Các cơ quan, đơn vị, địa phương chưa báo cáo nội dung này."
    section_none: str = "Không phát sinh số liệu về nội dung này."
    party_empty: str = "Chưa báo cáo số liệu."
    coverage: str = "số liệu của {reporters}"
    coverage_without: str = ", chưa có {who}"
    incomplete: str = "Khi lập báo cáo này, số liệu chưa đầy đủ: {text}."
    period: str = "kỳ số liệu: {text}"
    signs: str = "Ký hiệu: «–» không phát sinh; «…» chưa có số liệu; «x» không thuộc phạm vi báo cáo."
    withheld: str = " «*»: số nhỏ, hoặc số giúp tính ra số nhỏ, không nêu riêng để bảo vệ thông tin cá nhân."
    share_of: str = "{share} của {whole} ở những nơi báo cáo đủ cả hai số"
    goal: str = (
        "Có {reached}/{measures} chỉ số đạt và vượt chỉ tiêu[, trong đó {exceeded} chỉ số vượt]"
        "[; {missed} chỉ số chưa đạt][; {none} chỉ số không phát sinh đối tượng][; {no_data} chỉ số chưa có số liệu]."
    )
    goal_one: str = "Chỉ số của mục tiêu {judged} chỉ tiêu đề ra."
    goal_exceeded: str = (
        "Có {exceeded}/{measures} chỉ số vượt chỉ tiêu[; {missed} chỉ số chưa đạt]"
        "[; {none} chỉ số không phát sinh đối tượng][; {no_data} chỉ số chưa có số liệu]."
    )
    goal_all: str = "Tất cả {measures} chỉ số đều đạt và vượt chỉ tiêu[, trong đó {exceeded} chỉ số vượt]."
    goal_missed: str = (
        "Chưa có chỉ số nào trong số {measures} chỉ số đạt chỉ tiêu"
        "[; {none} chỉ số không phát sinh đối tượng][; {no_data} chỉ số chưa có số liệu]."
    )
    goal_open: str = (
        "Chưa đủ căn cứ đánh giá mục tiêu"
        "[; {none} chỉ số không phát sinh đối tượng][; {no_data} chỉ số chưa có số liệu]."
    )
    tasks: str = (
        "Các cơ quan đã báo cáo {all} nhiệm vụ được giao[, trong đó {done} nhiệm vụ hoàn thành]"
        "[; {doing} nhiệm vụ đang thực hiện, gồm: {doing_names}]"
        "[; {not_begun} nhiệm vụ chưa thực hiện, gồm: {not_begun_names}]."
    )
    chart_result: str = "Kết quả"
    chart_target: str = "Chỉ tiêu"
    offices: str = "cơ quan, địa phương"
    said_alike: str = "{words} ({count} {noun}, như {agency})."
    said_by_several: str = "{words} ({count} {noun})."
    said_by_one: str = "{words} ({agency})."
    more_opinions: str = "Còn {count} ý khác; xem, gộp, tách, sửa lời hoặc bỏ bớt ở tệp tong-hop-y-kien.xlsx."
    points: str = "điểm phần trăm"
    missed_above: str = "{subject} {verb} {value}{counts}, chưa vượt mức đề ra ({target}); chưa đạt chỉ tiêu."
    sum_increased: str = "tăng {difference}"
    sum_decreased: str = "giảm {difference}"
    sum_unchanged: str = "không thay đổi"
    exceeded_rank: str = (
        "{subject} {verb} {value}, cao hơn {difference} so với chỉ tiêu ({target}){change}; vượt chỉ tiêu."
    )
    missed_rank: str = "{subject} {verb} {value}, thấp hơn {difference} so với chỉ tiêu ({target}){change}; chưa đạt."
    exceeded_change: str = "{subject} {verb} {value}{counts}; vượt chỉ tiêu ({target})."
    missed_change: str = "{subject} {verb} {value}{counts}; chưa đạt chỉ tiêu ({target})."
    not_comparable: str = "{subject}: {now}, chưa so được với kỳ trước ({before}) vì {who} chưa báo cáo."
    no_last_year: str = "{subject}: {now}, chưa so được với kỳ trước vì {who} chưa báo cáo số kỳ trước."
    rank: str = "thứ {value}"
    done: str = "{subject}: {value}; đạt chỉ tiêu ({target})."
    not_done: str = "{subject}: {value}; chưa đạt chỉ tiêu ({target})."
    yes_done: str = "đã thực hiện"
    no_done: str = "chưa thực hiện"
    unsaid: str = "; {who} chưa nêu kết quả"
    nothing_said: str = "{subject}: {who} chưa nêu kết quả."
    no_day: str = "{subject}: {who} chưa nêu ngày hoàn thành."
    half_said: str = "{subject}: chưa tính được vì {who} mới ghi một trong hai số."
    each: str = (
        " Theo mức giao cho từng nơi, {reached}/{all} nơi đạt[; chưa đạt: {missed}][; chưa có số liệu: {silent}]."
    )
    target_exceeded: str = "{subject}: {reached}/{all} nội dung đạt; vượt chỉ tiêu."
    target_reached: str = "{subject}: {reached}/{all} nội dung đạt; đạt chỉ tiêu."
    target_missed: str = "{subject}: {reached}/{all} nội dung đạt, cần {needed}; chưa đạt chỉ tiêu."
    steps: str = "lộ trình: {text}"
    now_and_before: str = "{now}, kỳ trước {before}"
    status_exceeded: str = "Vượt"
    status_reached: str = "Đạt"
    status_missed: str = "Chưa đạt"
    status_none: str = "Không phát sinh"
    status_no_data: str = "Chưa có số liệu"


class Thresholds(PlanEntry, frozen=True, kw_only=True):
    """[thresholds]: when a check speaks, and what a final report needs: every lead, a share of each summed group."""

    # A third: ups and downs of a year as people know them stay below it, a slip of the pen seldom does.
    change: Decimal = Decimal("0.3333")
    outlier: Decimal = Decimal(6)
    # Of fewer places nobody can say what is usual.
    outlier_fewest: int = 10
    # From 1 to below this a count of victims in one commune could tell who they are.
    small_count: int = 5
    # Shorter passages are the same by chance: officials write in set phrases.
    copied_words: int = 12
    short_words: int = 3
    # Half a year late is no late form but another year typed into the date.
    latest_sending: int = 180
    final_leads: bool = True
    # All of them would let one commune that never sends hold up the report of a province.
    final_share: Decimal = Decimal("0.95")
