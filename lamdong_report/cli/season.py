"""The commands of a season in their order: plan and forms; check, letters, report and compare."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lamdong_report.cli.options import (
    DEFAULT_INPUTS,
    DEFAULT_OUTPUT,
    main,
    read,
    with_legacy,
    with_out,
    with_paths,
    with_templates,
)
from lamdong_report.cli.screen import announce, progress, tell_lines, tell_next, tell_plan, terminal_width
from lamdong_report.errors import TemplateError
from lamdong_report.results import AUTHOR, FORMS_FOLDER

if TYPE_CHECKING:
    from lamdong_report.plan import PlanSource

DRAFT_NEXT = "mở báo cáo bằng Word, xem các chỗ tô vàng và ghi chú bên lề."
TRACKED_NEXT = f"mở báo cáo bằng Word, vào thẻ Xem lại (Review), duyệt các thay đổi của «{AUTHOR}»."
FINAL_NEXT = "mở bằng Word, điền số, ngày, xem lại lần cuối rồi trình ký."
CHECK_NEXT = "xem bảng theo dõi; làm công văn đôn đốc, đề nghị sửa (lệnh letters); lập dự thảo (lệnh report)."
CLEAN_NEXT = "mọi phiếu đã về và không còn lỗi: lập báo cáo (lệnh report, hoặc report --final)."


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

    source = take_workbook(templates, workbook) if workbook else None
    if excel:
        from lamdong_report.pipeline import planning

        announce((planning.export_plan(templates, out),))
        tell_next("sửa tệp này bằng Excel, lưu lại, rồi chạy lệnh plan --from kèm tên tệp.")
        return
    the_plan = pipeline.open_plan(templates)
    tell_plan(the_plan)
    faults = pipeline.check_templates(the_plan)
    if faults:
        remedy = "Mở mẫu bằng Word, sửa những chỗ nêu trên rồi chạy lại lệnh plan."
        raise TemplateError(f"Mẫu báo cáo trong {the_plan.folder} có {len(faults)} chỗ sai.", faults, remedy)
    for line in pipeline.plan_lines(the_plan, code):
        click.echo(line)
    for remark in () if code else (*pipeline.review_plan(the_plan, source), *pipeline.review_examples(the_plan)):
        click.echo(f"Nên xem lại: {remark}")
    click.echo("Kế hoạch và mẫu Word không có lỗi.")
    tell_next("làm phiếu để phát hành (lệnh forms).")


def take_workbook(templates: Path, workbook: Path) -> PlanSource:
    """Tell what an edited workbook changes, and take it over; what tells its author the rest by its cells."""
    from lamdong_report.pipeline import planning

    folder, update, written = planning.import_plan(templates, workbook)
    if update.changes:
        tell_lines((f"{workbook} thay đổi {len(update.changes)} chỗ của kế hoạch {folder}:",))
        tell_lines(f"  • {change}" for change in update.changes)
        announce(written)
    else:
        click.echo(f"{workbook} không thay đổi gì so với kế hoạch {folder}.")
    return update.source


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


@main.command("check")
@with_paths
@with_templates
@with_out(DEFAULT_OUTPUT)
@click.option("--json", "as_json", is_flag=True, help="In kết quả dạng JSON.")
@click.option("--strict", is_flag=True, help="Coi cảnh báo là lỗi (mã thoát 1).")
@with_legacy
def check_command(
    paths: tuple[Path, ...], templates: Path, out: Path, as_json: bool, strict: bool, convert_legacy: bool
) -> None:
    """Ai đã gửi, ai chưa gửi, phiếu nào sai ở ô nào."""
    from lamdong_report import pipeline
    from lamdong_report.executor import second_process

    with second_process() as executor:
        reading = read(paths, templates, out, convert_legacy=convert_legacy, quiet=as_json, executor=executor)
        written = () if as_json else pipeline.write_review(reading, out, executor)
    if as_json:
        click.echo(pipeline.as_json(reading))
    else:
        click.echo(pipeline.summarise(reading, width=terminal_width()))
        announce(written)
        tell_next(CLEAN_NEXT if reading.is_complete and not pipeline.exit_code(reading, strict=False) else CHECK_NEXT)
    pipeline.require_forms(reading, paths or (DEFAULT_INPUTS,))
    sys.exit(pipeline.exit_code(reading, strict=strict))  # for scripts: the sentences above are for people


@main.command("letters")
@with_paths
@with_templates
@with_out(DEFAULT_OUTPUT)
@with_legacy
def letters_command(paths: tuple[Path, ...], templates: Path, out: Path, convert_legacy: bool) -> None:
    """Công văn đôn đốc cơ quan chưa gửi; công văn đề nghị chỉnh sửa gửi cơ quan có lỗi, kèm phiếu cần sửa."""
    from lamdong_report import pipeline
    from lamdong_report.executor import second_process

    with second_process() as executor:
        reading = read(paths, templates, out, convert_legacy=convert_legacy, executor=executor)
        written = pipeline.write_letters(reading, out, executor)
    if written:
        announce(written)
        tell_next("mở công văn bằng Word, điền số, ngày, trình ký; gửi kèm phiếu cần sửa cùng tên.")
    else:
        click.echo("Mọi cơ quan đã gửi phiếu và không có lỗi: không cần công văn nào.")


@main.command("report")
@with_paths
@with_templates
@with_out(DEFAULT_OUTPUT)
@click.option("--final", is_flag=True, help="Bản chính thức: bỏ chữ DỰ THẢO; không in khi còn lỗi.")
@click.option(
    "--du-thieu",
    "approver",
    default="",
    metavar="TÊN",
    help="Với --final: vẫn lập khi chưa đủ phiếu; ghi tên người chịu trách nhiệm. Báo cáo tự nói còn thiếu gì.",
)
@click.option(
    "--onto",
    multiple=True,
    type=click.Path(path_type=Path),
    is_flag=False,
    flag_value="moi-nhat",
    help="Đưa số liệu mới vào dự thảo (.docx) đã sửa bằng tay; tệp đó được giữ nguyên. "
    "Không ghi tên tệp (hoặc ghi moi-nhat) thì lấy dự thảo vừa lưu sau cùng trong thư mục kết quả; "
    "ghi nhiều lần thì các tệp sau như --also.",
)
@click.option(
    "--also",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Với --onto: thêm một bản khác của cùng dự thảo, do người khác sửa (ghi được nhiều lần).",
)
@click.option("--draft", default="", help="Với --onto: tệp đã mất dấu nhận dạng là dự thảo nào (ví dụ du-thao-02).")
@click.option(
    "--track/--no-track",
    default=None,
    help="Với --onto: theo dõi thay đổi bằng Track Changes (dự thảo), hay ghi thẳng (bản chính thức).",
)
@click.option("--pdf", is_flag=True, help="Chuyển thêm ra PDF (cần LibreOffice trên máy).")
@with_legacy
def report_command(
    paths: tuple[Path, ...],
    templates: Path,
    out: Path,
    final: bool,
    onto: tuple[Path, ...],
    also: tuple[Path, ...],
    draft: str,
    track: bool | None,
    pdf: bool,
    convert_legacy: bool,
    approver: str,
) -> None:
    """Lập dự thảo báo cáo tiếp theo từ các phiếu đã nhận."""
    from lamdong_report import pipeline
    from lamdong_report.executor import second_process
    from lamdong_report.pipeline.drafting import write_draft
    from lamdong_report.pipeline.draftlist import write_pdf

    with second_process() as executor:
        reading = read(paths, templates, out, convert_legacy=convert_legacy, executor=executor)
        pipeline.require_forms(reading, paths or (DEFAULT_INPUTS,))
        # What will be signed bears no marks of revision; a draft shows what the data have changed.
        tracked = track if track is not None else not final
        written = write_draft(
            reading, out, final=final, onto=onto[0] if onto else None, also=(*onto[1:], *also), draft=draft,
            track=tracked, approver=approver, executor=executor,
        )  # fmt: skip
    tell_lines(written.told)
    announce((written.report, *written.others))
    click.echo(pipeline.one_line(reading))
    if pdf:  # last: whatever becomes of LibreOffice, the draft is there and told
        announce((write_pdf(written.report),))
    tell_next(FINAL_NEXT if final else TRACKED_NEXT if onto and tracked else DRAFT_NEXT)
    sys.exit(pipeline.exit_code(reading, strict=False))


@main.command("compare")
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@with_templates
@with_out(DEFAULT_OUTPUT)
@click.option("--json", "as_json", is_flag=True, help="In kết quả dạng JSON.")
@with_legacy
def compare_command(old: Path, new: Path, templates: Path, out: Path, as_json: bool, convert_legacy: bool) -> None:
    """Có gì thay đổi giữa hai dự thảo, hoặc hai bộ phiếu."""
    from lamdong_report import drafts, pipeline
    from lamdong_report.pipeline import comparing

    plan = pipeline.open_plan(templates)
    if not as_json:
        tell_plan(plan)
    with progress("Đang đọc", quiet=as_json) as step:
        before = comparing.open_side(plan, old, out, convert_legacy=convert_legacy, on_progress=step)
        after = comparing.open_side(plan, new, out, convert_legacy=convert_legacy, on_progress=step)
    comparison = comparing.compare_sides(before, after)
    if as_json:
        click.echo(drafts.comparison_json(comparison).decode())
        return
    tell_lines(comparing.comparison_told(before, after, comparison))
    announce((comparing.write_comparison(plan, before, after, comparison, out),))
    tell_next("mở danh sách thay đổi bằng Excel, lọc theo mục cần xem.")
