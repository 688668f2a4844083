"""The files beside plan.toml: the agencies of a group as a list, and what is known of last year."""

from __future__ import annotations

import csv
import errno
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from lamdong_report.errors import PlanError
from lamdong_report.model import Value
from lamdong_report.plan.fault import Fault, name_hint
from lamdong_report.plan.message import ListLine, say
from lamdong_report.plan.plan import Known
from lamdong_report.plan.questions import Question
from lamdong_report.plan.schema import Agency, Group, Kind
from lamdong_report.plan.tables import EncodingError, decode, unreadable

KNOWN_FILE = "nam-truoc.json"
COLUMNS = ("code", "name", "kind", "aliases", "email", "zone", "targets")
LISTED = ("aliases", "targets")  # several in one cell, with semicolons between them
_NEEDED = ("code", "name")
_DELIMITERS = ",;\t"  # Excel writes semicolons where Windows is set to Vietnamese
# What the system answers to words that can be no name of a file: a fault of the plan, not of the disk.
_NO_NAMES = (errno.ENAMETOOLONG, errno.EINVAL, errno.EISDIR)
_REMEDY = "mở bằng Excel, chọn Lưu thành (Save As), CSV UTF-8"


def read_agency_files(
    folder: Path, groups: Iterable[Group], faults: list[Fault], rows: dict[str, ListLine]
) -> list[Agency]:
    """The agencies of all groups that name a file; what cannot be read goes to `faults`, file and line to `rows`."""
    agencies: list[Agency] = []
    for group in groups:
        if set(group.agencies_file) & set("/\\:"):  # the file lies beside plan.toml, nowhere else
            named_so = group.agencies_file[:40]
            faults.append(Fault((), "chỉ ghi tên tệp, không ghi thư mục; đặt tệp cạnh plan.toml.", named_so))
        elif group.agencies_file:
            path = folder / group.agencies_file
            try:
                text = decode(path.read_bytes())
            except FileNotFoundError:
                words = say("không thấy tệp này; đặt cạnh plan.toml hoặc sửa {key:agencies_file}.")
                faults.append(Fault((), words, path.name))
            except EncodingError as error:
                faults.append(Fault((), f"{error}; hoặc {_REMEDY}.", path.name))
            except (OSError, ValueError) as error:
                if isinstance(error, OSError) and error.errno not in _NO_NAMES:
                    raise unreadable(path, error) from None
                words = say("không phải là tên tệp; sửa {key:agencies_file}.")
                faults.append(Fault((), words, group.agencies_file[:40]))
            else:
                before, known = len(faults), len(agencies)
                agencies += _read_agencies(text, path.name, group.id, faults, rows)
                if len(agencies) == known and len(faults) == before:
                    empty = "chưa có cơ quan nào; ghi mỗi cơ quan một dòng, dưới dòng tên cột."
                    faults.append(Fault((), empty, path.name))
    return agencies


def listed_agencies(folder: Path, groups: Iterable[Group]) -> dict[str, ListLine]:
    """In which line of a list each agency stands, by its code; none of a list that cannot be read."""
    rows: dict[str, ListLine] = {}
    read_agency_files(folder, groups, [], rows)
    return rows


def _read_agencies(
    text: str, file: str, group: str, faults: list[Fault], rows: dict[str, ListLine]
) -> Iterator[Agency]:
    delimiter = delimiter_of(text)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    names = {str(name).strip().casefold(): name for name in reader.fieldnames or ()}
    unknown = [name for name in names if name and name not in COLUMNS]
    for name in unknown:
        free = (column for column in COLUMNS if column not in names)
        hint = name_hint(name, free, f"; các cột dùng được: {', '.join(COLUMNS)}")
        faults.append(Fault((), f"không có cột «{name}»; xóa hoặc sửa tên{hint}", ListLine(file, 1)))
    if missing := [name for name in _NEEDED if name not in names]:
        words = f"thiếu cột {', '.join(missing)}; dòng đầu phải là {delimiter.join(COLUMNS)}."
        faults.append(Fault((), words, ListLine(file, 1)))
        return
    for row in reader:
        cells = {key: (row.get(names[key]) or "").strip() if key in names else "" for key in COLUMNS}
        if all(cells[key] for key in _NEEDED):
            rows[cells["code"]] = ListLine(file, reader.line_num)
            listed = {key: tuple(split_cell(cells[key])) for key in LISTED}
            entry: dict[str, Any] = {**cells, **listed}
            yield Agency(group=group, **entry)
        elif any(cells.values()):
            empty = say(", ".join(f"{{key:{key}}}" for key in _NEEDED if not cells[key]))
            told = say("cột {empty} để trống; bổ sung hoặc xóa dòng.", empty=empty)
            faults.append(Fault((), told, ListLine(file, reader.line_num)))


def delimiter_of(text: str) -> str:
    """What stands between the cells of a list: its first row has headings without any of these signs in them."""
    return max(_DELIMITERS, key=text.partition("\n")[0].count)


def split_cell(text: str) -> list[str]:
    """What one cell of a LISTED column holds."""
    return [one.strip() for one in text.split(";") if one.strip()]


def read_known(folder: Path, questions: Mapping[str, Question]) -> Known:
    """The known answers by agency and question, from the file beside plan.toml; none where there is no file.

    An answer to a question that the plan no longer asks is left out. Raises PlanError for a file that is broken.
    """
    path = folder / KNOWN_FILE
    try:
        # Never by way of float: 0,1 must come back as 0,1.
        data = json.loads(decode(path.read_bytes()), parse_float=Decimal, parse_int=Decimal)
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise unreadable(path, error) from None
    except ValueError:
        data = None
    if not isinstance(data, dict) or not all(isinstance(answers, dict) for answers in data.values()):
        remedy = "Lấy lại tệp này từ lệnh next-year, hoặc xóa đi: phiếu sẽ không điền sẵn số năm trước."
        raise PlanError(f"Không đọc được {path}: không phải dạng {{mã cơ quan: {{mã câu hỏi: giá trị}}}}.", (), remedy)
    return {
        code: {name: value for name, raw in answers.items() if (value := _typed(raw, questions.get(name))) is not None}
        for code, answers in data.items()
    }


def _typed(raw: Any, question: Question | None) -> Value | None:
    """The value as the reader would have it from a form; None for what does not fit the question."""
    if question is None:
        return None
    if question.kind.is_number:
        return raw if isinstance(raw, Decimal) and raw.is_finite() else None
    if question.kind is Kind.YESNO:
        return raw if isinstance(raw, bool) else None
    if question.kind is Kind.DATE:
        try:
            return date.fromisoformat(raw) if isinstance(raw, str) else None
        except ValueError:
            return None
    return raw if isinstance(raw, str) and raw else None
