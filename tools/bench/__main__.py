"""The benchmark's command: python -m tools.bench."""

from __future__ import annotations

from pathlib import Path

import click

from lamdong_report import pipeline
from lamdong_report.storage import write_whole
from tools.bench.present import as_json, lines
from tools.bench.rounds import Options, run_bench


@click.command()
@click.option(
    "--templates",
    type=click.Path(path_type=Path),
    default=Path("templates"),
    show_default=True,
    help="Thư mục kế hoạch.",
)
@click.option("--runs", type=click.IntRange(1, 50), default=5, show_default=True, help="Số lượt đo; lấy trung vị.")
@click.option("--quick", is_flag=True, help="Chỉ đo bộ phiếu của kế hoạch, hai lượt, trong khoảng hai phút.")
@click.option("--size", type=click.IntRange(1, 5000), default=3321, show_default=True, help="Số phiếu của bộ lớn.")
@click.option("--before", default="", help="Mã commit: đo cả lệnh demo, so với lệnh demo của bản đó.")
@click.option(
    "--scratch",
    type=click.Path(path_type=Path),
    default=Path("output/do-toc-do"),
    show_default=True,
    help="Thư mục giữ các bộ phiếu để lần sau đo khỏi làm lại.",
)
@click.option(
    "--json",
    "json_file",
    type=click.Path(path_type=Path),
    default=Path("output/do-toc-do.json"),
    show_default=True,
    help="Tệp ghi mọi số đo.",
)
def bench(templates: Path, runs: int, quick: bool, size: int, before: str, scratch: Path, json_file: Path) -> None:
    """Đo tốc độ từng bước trên bộ phiếu tự làm, so với cách nhanh nhất có thể và cách thường làm."""
    folder = pipeline.open_plan(templates).folder
    options = Options(min(runs, 2) if quick else runs, quick, size, before)
    score = run_bench(folder.resolve(), scratch.resolve(), options, lambda line: click.echo(line, err=True))
    for line in lines(score):
        click.echo(line)
    click.echo(f"Đã ghi: {write_whole(json_file, as_json(score).encode())}")


if __name__ == "__main__":
    bench()
