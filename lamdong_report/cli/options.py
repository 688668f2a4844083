"""What all commands share: the group that they belong to, the options that several take, the reading."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from lamdong_report import __version__
from lamdong_report.cli.screen import Commands, named_files, progress, tell_plan

if TYPE_CHECKING:
    from lamdong_report.executor import Executor
    from lamdong_report.pipeline import Reading

F = TypeVar("F", bound=Callable[..., Any])
# Seen from where the command is typed: the folder of the program, or that of an office's season.
DEFAULT_TEMPLATES = Path("templates")
DEFAULT_INPUTS = Path("inputs")
DEFAULT_OUTPUT = Path("output")


def with_templates(command: F) -> F:
    option = click.option(
        "--templates",
        type=click.Path(path_type=Path),
        default=DEFAULT_TEMPLATES,
        show_default=True,
        help="Thư mục kế hoạch (mặc định: năm mới nhất trong templates/).",
    )
    return option(command)


def with_inputs(command: F) -> F:
    option = click.option(
        "--inputs",
        type=click.Path(path_type=Path),
        default=DEFAULT_INPUTS,
        show_default=True,
        help="Thư mục phiếu đã nhận.",
    )
    return option(command)


def with_paths(command: F) -> F:
    paths = click.argument("paths", nargs=-1, type=click.Path(path_type=Path), callback=named_files)
    return paths(command)


def with_out(default: Path) -> Callable[[F], F]:
    return click.option(
        "--out", type=click.Path(path_type=Path), default=default, show_default=True, help="Thư mục ghi kết quả."
    )


def with_legacy(command: F) -> F:
    option = click.option("--convert-legacy", is_flag=True, help="Chuyển chữ TCVN3, VNI sang Unicode khi đọc.")
    return option(command)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="lamdong_report %(version)s")
def main() -> None:
    """Phát phiếu, đọc phiếu, kiểm tra và tổng hợp báo cáo của các cơ quan, địa phương thành văn bản Word."""
    from lamdong_report.pipeline.edition import supply_templates

    # In the package for Windows the officials' templates are copies, made at the first start.
    for year in supply_templates(DEFAULT_TEMPLATES):
        click.echo(f"Đã chép kế hoạch và mẫu Word gốc năm {year} vào {DEFAULT_TEMPLATES / year}.", err=True)


def read(
    paths: Sequence[Path],
    templates: Path,
    out: Path | None = None,
    *,
    convert_legacy: bool = False,
    quiet: bool = False,
    executor: Executor | None = None,
) -> Reading:
    """What has come in, judged: of the files named, else of the usual folder."""
    from lamdong_report import pipeline
    from lamdong_report.executor import second_process

    the_plan = pipeline.open_plan(templates, out)
    if not quiet:
        tell_plan(the_plan)
    working = nullcontext(executor) if executor else second_process()
    with working as worker, progress("Đang đọc phiếu", quiet=quiet) as step:
        return pipeline.read_and_check(
            the_plan,
            paths or (DEFAULT_INPUTS,),
            kept_in=out,
            convert_legacy=convert_legacy,
            on_progress=step,
            executor=worker,
        )
