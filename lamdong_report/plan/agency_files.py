"""Reads the lists of agencies that lie beside plan.toml as CSV."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from lamdong_report.errors import PlanError, system_reason
from lamdong_report.plan.schema import Agency, Group


def read_agency_files(folder: Path, groups: Iterable[Group], faults: list[str]) -> list[Agency]:
    """The agencies of all groups that name a file; what cannot be read goes to `faults`, as sentences."""
    agencies = []
    for group in groups:
        if group.agencies_file:
            agencies += _read_agencies(folder / group.agencies_file, group.id, faults)
    return agencies


def _read_agencies(path: Path, group: str, faults: list[str]) -> list[Agency]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except FileNotFoundError:
        faults.append(f"{path.name}: không có tệp này; đặt cạnh plan.toml.")
        return []
    except OSError as error:
        raise unreadable(path, error) from None
    except UnicodeDecodeError as error:
        faults.append(f"{path.name}: không đọc được ({error}); lưu bằng mã UTF-8.")
        return []
    agencies = []
    for at, row in enumerate(rows, 2):
        if row.get("code") and row.get("name"):
            aliases = tuple(a.strip() for a in (row.get("aliases") or "").split(";") if a.strip())
            kind = row.get("kind") or ""
            agencies.append(Agency(code=row["code"], name=row["name"], group=group, kind=kind, aliases=aliases))
        else:
            faults.append(f"{path.name}, dòng {at}: thiếu cột code hoặc name; bổ sung.")
    return agencies


def unreadable(path: Path, error: OSError) -> PlanError:
    """A file of the plan that is there and cannot be read: the cause alone, not all that is then missing."""
    remedy = "Đóng tệp đang mở ở chương trình khác, kiểm tra quyền đọc thư mục kế hoạch rồi chạy lại."
    return PlanError(f"Không đọc được {path} ({system_reason(error)}).", remedy=remedy)
