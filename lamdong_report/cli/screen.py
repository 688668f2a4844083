"""How the commands speak: sentences within the width of the terminal, failures with their remedies, progress."""

from __future__ import annotations

import atexit
import gc
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from lamdong_report.errors import DamagedError, PlanError, ReportError, TemplateError, UsageError, program

if TYPE_CHECKING:
    from lamdong_report.plan import Plan

# More files of one folder are told as their number.
MOST_NAMED = 6
# So many new values more than are gone before Python searches for garbage. What a command reads and makes lives to its
# end; to search it every 700 values takes a tenth of the time and finds next to nothing.
_SEARCHED = 50_000
Progress = Callable[[int, int], None]


class Commands(click.Group):
    """Shows the commands in the order of a reporting season, and every failure as a sentence, not a traceback."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def main(self, *args: Any, **extra: Any) -> Any:
        # Before anything is printed, help included; and what was typed is taken to the letter, not as click does on
        # Windows: there "Dot [1]" would be a pattern that finds "Dot 1".
        speak_utf8()
        gc.set_threshold(_SEARCHED, 100)  # and what has outlived one search is let alone
        atexit.register(gc.freeze)  # nor is the heap searched once more before the process gives it back as a whole
        return super().main(*args, **{**extra, "windows_expand_args": False})

    def make_context(self, *args: Any, **extra: Any) -> click.Context:
        try:
            return super().make_context(*args, **extra)
        except click.UsageError as error:
            explain(mistyped(error))
            sys.exit(UsageError.exit_code)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except click.UsageError as error:
            explain(mistyped(error))
            ctx.exit(UsageError.exit_code)
        except ReportError as error:
            explain(error)
            ctx.exit(error.exit_code)
        except ImportError as error:
            remedy = "Giải nén lại bản đóng gói vào đúng chỗ cũ, hoặc cài lại thư viện: python -m pip install -e ."
            explain(DamagedError(f"Công cụ bị thiếu hoặc bị chặn một tệp ({error.name or error.path}).", remedy))
            ctx.exit(DamagedError.exit_code)
        except KeyboardInterrupt:
            explain(
                ReportError("Đã dừng giữa chừng theo yêu cầu.", "Chạy lại lệnh khi cần; các tệp đã ghi đều nguyên vẹn.")
            )
            ctx.exit(ReportError.exit_code)


def mistyped(error: click.UsageError) -> UsageError:
    """What click could not make sense of, as a sentence for people who read no English."""
    name = error.param.opts[-1] if isinstance(error, click.BadParameter) and error.param else ""
    match error:
        case click.NoSuchOption():
            message = f"Không có tùy chọn {error.option_name}."
        case click.MissingParameter():
            message = f"Thiếu {name.upper()}."
        case click.BadParameter():
            message = f"Giá trị ghi sau {name} không dùng được."
        case _ if error.ctx and isinstance(error.ctx.command, Commands):
            message = f"Không có lệnh này; các lệnh: {', '.join(error.ctx.command.commands)}."
        case _:
            message = "Lệnh gõ thừa hoặc thiếu chữ."
    command = error.ctx.info_name or "" if error.ctx and error.ctx.parent else ""
    return UsageError(message, f"Xem cách gõ: {program()} {command} --help".replace("  ", " "))


def explain(error: ReportError) -> None:
    """Say what stopped the run, where, and what to do."""
    click.secho(f"Lỗi: {error.message}", fg="red", err=True)
    if isinstance(error, PlanError | TemplateError):
        for fault in error.faults:
            click.echo(f"  • {fault}", err=True)
    if error.remedy:
        click.echo(f"Cách xử lý: {error.remedy}", err=True)


def speak_utf8() -> None:
    """Vietnamese letters on every console, Windows code pages included."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")


def named_files(_context: click.Context, _argument: click.Parameter, paths: tuple[Path, ...]) -> tuple[Path, ...]:
    """The paths, and for one with * or ? that is no file's name what it finds: the shell of Windows leaves that to us.

    Brackets are part of a name: mail programs and browsers save "phieu[1].xlsx".
    """
    found: list[Path] = []
    for path in paths:
        is_pattern = not path.exists() and not {"*", "?"}.isdisjoint(str(path))
        pattern = str(path.relative_to(path.anchor)).replace("[", "[[]")
        found += (is_pattern and sorted(Path(path.anchor).glob(pattern))) or [path]
    return tuple(found)


def announce(written: Sequence[Path]) -> None:
    """What was written, folder by folder: many files of one folder in a line."""
    from lamdong_report.storage import given_name, why_kept

    folders: dict[Path, list[Path]] = {}
    for path in written:
        folders.setdefault(path.parent, []).append(path)
    for folder, paths in folders.items():
        if len(paths) > MOST_NAMED:
            click.echo(f"Đã ghi {len(paths)} tệp vào {folder}")
        for path in paths:
            if instead_of := given_name(path):
                why = why_kept(path.with_name(instead_of))
                click.echo(f"Đã ghi {path} (tệp {instead_of} {why} nên được giữ nguyên)")
            elif len(paths) <= MOST_NAMED:
                click.echo(f"Đã ghi {path}")


def tell_lines(lines: Iterable[str]) -> None:
    """Lines that may be long, within the width of the terminal; a command to be copied stays on one line."""
    from textwrap import fill

    for line in lines:
        inner = " " * (len(line) - len(line.lstrip()) + 2)
        # What is to be copied must not be cut: the shell would take its second line for another command.
        width = sys.maxsize if f"{program()} " in line else terminal_width()
        click.echo(fill(line, width, subsequent_indent=inner, break_long_words=False, break_on_hyphens=False))


def tell_plan(plan: Plan) -> None:
    """Which plan a command works with: of several years' plans the newest is taken unasked."""
    tell_lines((f"Kế hoạch: {plan.folder} (năm {plan.info.year}).",))


def tell_next(words: str) -> None:
    """What to do next, within the width of the terminal."""
    tell_lines((f"Việc tiếp theo: {words}",))


def terminal_width() -> int:
    import shutil

    # A hundred columns where there is no terminal: what is kept in a file is read in a window of that width.
    return shutil.get_terminal_size((100, 24)).columns


@contextmanager
def progress(label: str, *, quiet: bool = False) -> Iterator[Progress | None]:
    """A progress bar on standard error when a person is watching; else nothing."""
    # In a file or a pipe every step would be a line.
    if quiet or not sys.stderr.isatty():
        yield None
        return
    with click.progressbar(length=1, label=label, file=sys.stderr) as bar:

        def step(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        yield step
