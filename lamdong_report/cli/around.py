"""The commands around a season: the page, what is new in the program, the next year, a demonstration."""

from __future__ import annotations

from pathlib import Path

import click

from lamdong_report.cli.options import (
    DEFAULT_OUTPUT,
    main,
    with_inputs,
    with_out,
    with_templates,
)
from lamdong_report.cli.screen import announce, progress, tell_lines, tell_next, tell_plan
from lamdong_report.results import FORMS_FOLDER


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
