"""The commands by which the office settles what the forms leave open: accept and join."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from lamdong_report.cli.options import F, main, read, with_inputs, with_templates
from lamdong_report.cli.screen import announce, tell_lines, tell_next
from lamdong_report.errors import UsageError, program

_UNDO = "muốn bỏ quyết định thì xóa dòng trong tệp này; chạy lại lệnh check để xem kết quả."


def with_signature(command: F) -> F:
    """Where the forms lie, why something is decided, by whom and when."""
    options = (
        with_inputs,
        click.option("--reason", required=True, help="Lý do của quyết định (bắt buộc)."),
        click.option("--who", required=True, help="Người quyết định (bắt buộc)."),
        click.option("--date", "day", default="", help="Ngày quyết định (mặc định: hôm nay)."),
    )
    # Decorators are applied from the last to the first; help prints them in this order.
    for option in reversed(options):
        command = option(command)
    return command


@main.command("accept")
@click.argument("agency")
@click.argument("what", required=False, default="")
@click.option("--until", default="", help="Gia hạn gửi phiếu đến hết ngày này (ngày/tháng/năm).")
@with_signature
@with_templates
def accept_command(
    agency: str, what: str, until: str, inputs: Path, reason: str, who: str, day: str, templates: Path
) -> None:
    """Ghi quyết định của cơ quan chủ trì: xác nhận số liệu, chấp nhận cảnh báo, chọn phiếu, gia hạn.

    \b
    AGENCY: mã hoặc tên cơ quan. WHAT là một trong ba cách ghi:
      "Số liệu!D10"        xác nhận số liệu ở ô này là đúng
      "Số tiền quá lớn"    chấp nhận các cảnh báo thuộc loại này (cột Loại của can-sua.xlsx)
      "BC lan 2.xlsx"      lấy phiếu ở tệp này khi cơ quan gửi nhiều phiếu
    Với --until thì không cần WHAT.

    Quyết định được ghi vào quyet-dinh.xlsx trong thư mục phiếu đã nhận và chỉ có hiệu lực khi giá trị lúc quyết định
    còn nguyên; số liệu đổi thì chương trình hỏi lại. Xóa dòng là bỏ quyết định.
    """
    from lamdong_report.pipeline import deciding

    if bool(what) == bool(until):
        remedy = f"Xem cách gõ: {program()} accept --help"
        raise UsageError("Cần ghi một nội dung (ô, loại hoặc tệp), hoặc --until để gia hạn.", remedy)
    reading = read((inputs,), templates)
    named, signed = deciding.named_agency(reading.plan, agency), deciding.Signed(reason, who, _day(day, "--date"))
    decisions = (
        (deciding.decide_deadline(reading, named, _day(until, "--until"), signed),)
        if until
        else deciding.decide_on(reading, named, what, signed)
    )
    announce((deciding.write_decisions((inputs,), reading.plan, decisions),))
    tell_lines((f"Đã ghi {len(decisions)} quyết định về {named.name}.",))
    tell_next(_UNDO)


@main.command("join")
@click.argument("agency")
@click.argument("files", nargs=-1, required=True)
@with_signature
@with_templates
def join_command(
    agency: str, files: tuple[str, ...], inputs: Path, reason: str, who: str, day: str, templates: Path
) -> None:
    """Ghép các tệp mà mỗi bộ phận của một cơ quan điền một phần thành một phiếu.

    AGENCY: mã hoặc tên cơ quan; FILES: tên hai tệp trở lên trong thư mục phiếu đã nhận. Chỉ ghép được khi không có ô
    nào ghi khác nhau. Việc ghép được ghi vào quyet-dinh.xlsx; một tệp thay đổi hoặc có tệp mới thì hết hiệu lực.
    """
    from lamdong_report.pipeline import deciding

    reading = read((inputs,), templates)
    named, signed = deciding.named_agency(reading.plan, agency), deciding.Signed(reason, who, _day(day, "--date"))
    decision = deciding.join_files(reading, named, files, signed)
    announce((deciding.write_decisions((inputs,), reading.plan, (decision,)),))
    tell_next(_UNDO)


def _day(text: str, option: str) -> date:
    """The day that was typed, today's for none; raises UsageError."""
    from lamdong_report.text import parse_date

    if not text:
        return date.today()
    day = parse_date(text, date.today().year).value
    if day is None:
        raise UsageError(f"Không hiểu ngày «{text}» sau {option}.", "Ghi đủ ngày/tháng/năm.")
    return day
