"""What stops a run: one exception for each cause, with its exit code; in whose words it is told."""

from __future__ import annotations

import errno
import os

# What the system says in its own language, for people who read Vietnamese.
_REASONS = {
    errno.ENOENT: "không có tệp hoặc thư mục này",
    errno.EACCES: "đang mở ở chương trình khác, hoặc không có quyền",
    errno.EPERM: "không có quyền",
    errno.EEXIST: "đã có tệp cùng tên",
    errno.ENOTDIR: "một phần của đường dẫn không phải thư mục",
    errno.EISDIR: "là thư mục, không phải tệp",
    errno.ENOSPC: "ổ đĩa đã đầy",
    errno.EDQUOT: "đã dùng hết dung lượng được cấp",
    errno.EROFS: "ổ đĩa chỉ cho đọc",
    errno.ENAMETOOLONG: "tên hoặc đường dẫn quá dài",
    errno.EIO: "ổ đĩa bị lỗi hoặc mất kết nối",
}


class ReportError(Exception):
    """A failure that the user can do something about; `remedy` says what, in Vietnamese."""

    exit_code = 1

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy


class UsageError(ReportError):
    """The command line asks for something that does not exist."""

    exit_code = 2


class UnfinishedYearError(ReportError):
    """A run that opened the year `year` was cut off; the old year's files are not all put away yet."""

    exit_code = UsageError.exit_code

    def __init__(self, year: int) -> None:
        super().__init__(
            f"Việc mở năm {year} bị ngắt giữa chừng: kế hoạch năm {year} đã làm xong, phiếu và kết quả năm {year - 1} "
            "chưa cất hết.",
            f"Bấm «Mở nốt năm {year}» trên trang, hoặc chạy lệnh next-year, để cất nốt; không tệp nào bị mất.",
        )
        self.year = year


class PlanError(ReportError):
    """The plan file is broken; `faults` lists every fault that was found, each with its place."""

    exit_code = 3

    def __init__(self, message: str, faults: tuple[str, ...] = (), remedy: str = "") -> None:
        super().__init__(message, remedy)
        self.faults = faults


class TemplateError(ReportError):
    """A Word template cannot be filled; `faults` names each place by the words of its paragraph."""

    exit_code = 4

    def __init__(self, message: str, faults: tuple[str, ...] = (), remedy: str = "") -> None:
        super().__init__(message, remedy)
        self.faults = faults


class OutputError(ReportError):
    """A result cannot be written where it belongs."""

    exit_code = 5


class HeldError(ReportError):
    """A file that is there cannot be read: another program holds it, or the user has no right to."""

    exit_code = UsageError.exit_code


class NoFormsError(ReportError):
    """No form could be read in the places that were named."""

    exit_code = 6


class DamagedError(ReportError):
    """A part of the program itself is missing: not unpacked, or taken away by a virus scanner."""

    exit_code = 7


def system_reason(error: OSError) -> str:
    """Why the system refused, in Vietnamese; its number where no words of ours fit."""
    return _REASONS.get(error.errno or 0, f"lỗi số {error.errno} của hệ thống")


def program() -> str:
    """How the program is called here: on Windows plain "python" is absent or has none of the libraries."""
    return "bat-dau" if os.name == "nt" else "python generate.py"
