"""The commands around a season: the page, what is new, the next year, a demonstration; what the office settles."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from lamdong_report.cli.options import DEFAULT_OUTPUT, F, main, read, with_inputs, with_out, with_templates
from lamdong_report.cli.screen import announce, progress, tell_lines, tell_next, tell_plan
from lamdong_report.errors import UsageError, program
from lamdong_report.results import FORMS_FOLDER

_UNDO = "muốn bỏ quyết định thì xóa dòng trong tệp này; chạy lại lệnh check để xem kết quả."


@main.command("web")
@with_templates
@with_inputs
@with_out(DEFAULT_OUTPUT)
@click.option("--port", type=click.IntRange(0, 65_535), default=0, help="Số cổng (mặc định: tự chọn cổng trống).")
@click.option("--no-open", is_flag=True, help="Không tự mở trình duyệt; địa chỉ in ở dòng đầu.")
def web_command(templates: Path, inputs: Path, out: Path, port: int, no_open: bool) -> None:
    """Mở trang làm việc trong trình duyệt: nhận phiếu, xử lý, công văn, dự thảo."""
    from lamdong_report.web import Folders, serve

    def say(address: str) -> None:
        click.echo(address)
        click.echo("Trang đang mở trong trình duyệt; bấm «Thoát» trên trang (hoặc Ctrl+C ở đây) để kết thúc.")

    serve(Folders(templates, inputs, out), port=port, opens=not no_open, say=say)


@main.command("news")
@with_templates
@click.option("--brief", is_flag=True, help="Chỉ cho biết phiên bản và mẫu gốc mới.")
def news_command(templates: Path, brief: bool) -> None:
    """Phiên bản nào đang chạy, có gì mới."""
    from lamdong_report.pipeline.edition import describe_edition, newest_changes

    tell_lines(describe_edition(templates))
    if not brief:
        tell_lines(f"• {change}" for change in newest_changes())


@main.command("next-year")
@with_templates
@with_inputs
@with_out(DEFAULT_OUTPUT)
def next_year_command(templates: Path, inputs: Path, out: Path) -> None:
    """Mở năm mới: làm kế hoạch năm sau từ kế hoạch và kết quả năm nay, cất phiếu và kết quả năm nay."""
    from lamdong_report.pipeline.yearly import begin_year, tell_new_year

    with progress("Đang đọc phiếu") as step:
        made = begin_year(templates, inputs, out, step)
    tell_lines(tell_new_year(made))
    tell_next("sửa mức chỉ tiêu, hạn gửi, người liên hệ bằng Excel (lệnh plan --excel), rồi chạy lệnh plan.")


@main.command("demo")
@with_templates
@with_out(Path("demo"))
@click.option("--seed", default=1, show_default=True, help="Số khởi tạo của số liệu ví dụ.")
def demo_command(templates: Path, out: Path, seed: int) -> None:
    """Điền phiếu ví dụ cho mọi cơ quan rồi chạy trọn quy trình trên đó."""
    from lamdong_report import pipeline
    from lamdong_report.executor import second_process
    from lamdong_report.pipeline.drafting import write_draft

    the_plan = pipeline.open_plan(templates)
    tell_plan(the_plan)
    with second_process() as executor:
        with progress("Đang làm phiếu trống") as step:
            blank = pipeline.issue_forms(the_plan, out / "output" / FORMS_FOLDER, (), step, executor)
        with progress("Đang điền phiếu ví dụ") as step:
            filled = pipeline.fill_examples(the_plan, out / "inputs", seed, step, executor)
        click.echo(f"Đã làm {len(blank)} phiếu trống và điền {len(filled)} phiếu ví dụ.")
        with progress("Đang đọc phiếu") as step:
            reading = pipeline.read_and_check(
                the_plan, [out / "inputs"], kept_in=out / "output", on_progress=step, executor=executor
            )
        review = pipeline.write_review(reading, out / "output", executor)
        sent = pipeline.write_letters(reading, out / "output", executor)
        # As in a season: the office is shown what to mend before it reads what can be reported so far.
        written = write_draft(reading, out / "output", executor=executor)
    click.echo(pipeline.one_line(reading))
    announce((written.report, *written.others, *review, *sent[:1]))
    click.echo(f"Mở để xem: {written.report}")


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
