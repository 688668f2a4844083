"""The commands before anything comes in: plan and forms."""

from __future__ import annotations

from pathlib import Path

import click

from lamdong_report.cli.options import (
    DEFAULT_OUTPUT,
    main,
    with_out,
    with_templates,
)
from lamdong_report.cli.screen import announce, progress, tell_lines, tell_next, tell_plan
from lamdong_report.errors import TemplateError
from lamdong_report.results import FORMS_FOLDER


@main.command("plan")
@with_templates
@click.option("--agency", "code", default="", help="Chỉ in phần của một cơ quan (mã).")
@click.option("--excel", is_flag=True, help="Ghi kế hoạch ra tệp Excel để sửa (ke-hoach-năm.xlsx).")
@click.option(
    "--from",
    "workbook",
    type=click.Path(path_type=Path),
    help="Đưa tệp Excel đã sửa vào plan.toml; bản cũ được giữ lại.",
)
@with_out(DEFAULT_OUTPUT)
def plan_command(templates: Path, code: str, excel: bool, workbook: Path | None, out: Path) -> None:
    """Kiểm tra kế hoạch và mẫu Word; in ra ai được hỏi những gì; sửa kế hoạch bằng Excel."""
    from lamdong_report import pipeline

    if workbook:
        take_workbook(templates, workbook)
    if excel:
        from lamdong_report.pipeline import planning

        announce((planning.export_plan(templates, out),))
        tell_next("sửa tệp này bằng Excel, lưu lại, rồi chạy lệnh plan --from kèm tên tệp.")
        return
    the_plan = pipeline.open_plan(templates)
    tell_plan(the_plan)
    faults = pipeline.check_templates(the_plan)
    if faults:
        raise TemplateError(
            f"Mẫu báo cáo trong {the_plan.folder} có {len(faults)} chỗ sai.",
            faults,
            "Mở mẫu bằng Word, sửa những chỗ nêu trên rồi chạy lại lệnh plan.",
        )
    for line in pipeline.plan_lines(the_plan, code):
        click.echo(line)
    for remark in () if code else pipeline.review_plan(the_plan):
        click.echo(f"Nên xem lại: {remark}")
    click.echo("Kế hoạch và mẫu Word không có lỗi.")
    tell_next("làm phiếu để phát hành (lệnh forms).")


def take_workbook(templates: Path, workbook: Path) -> None:
    """Tell what an edited workbook changes, and take it over."""
    from lamdong_report.pipeline import planning

    folder, update, written = planning.import_plan(templates, workbook)
    if update.changes:
        tell_lines((f"{workbook} thay đổi {len(update.changes)} chỗ của kế hoạch {folder}:",))
        tell_lines(f"  • {change}" for change in update.changes)
        announce(written)
    else:
        click.echo(f"{workbook} không thay đổi gì so với kế hoạch {folder}.")


@main.command("forms")
@with_templates
@click.option("--agency", "codes", multiple=True, help="Mã cơ quan; ghi nhiều lần cho nhiều cơ quan.")
@with_out(DEFAULT_OUTPUT / FORMS_FOLDER)
def forms_command(templates: Path, codes: tuple[str, ...], out: Path) -> None:
    """Làm phiếu trống: mỗi cơ quan một phiếu điền sẵn, mỗi nhóm một phiếu chung."""
    from lamdong_report import pipeline
    from lamdong_report.executor import second_process

    the_plan = pipeline.open_plan(templates)
    tell_plan(the_plan)
    with second_process() as executor, progress("Đang làm phiếu") as step:
        written = pipeline.issue_forms(the_plan, out, codes, step, executor)
    mails = sum(path.suffix == ".eml" for path in written)
    click.echo(f"Đã làm {len(written) - mails} phiếu trong {out}.")
    if mails:
        click.echo(f"Đã soạn {mails} thư kèm phiếu trong {out.parent / 'thu'}; mở bằng chương trình thư rồi gửi.")
    for words in pipeline.missing_contact(the_plan):
        click.echo(f"Nên điền trước khi phát hành: {words}")
    tell_next("gửi phiếu cho các cơ quan; phiếu nhận về chép vào thư mục inputs rồi chạy lệnh check.")
