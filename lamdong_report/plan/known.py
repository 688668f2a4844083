"""What is known of an agency before its form comes in: last year's writer and population, last year's results."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from lamdong_report.errors import PlanError
from lamdong_report.model import Value
from lamdong_report.plan.question import Question
from lamdong_report.plan.schema import Kind
from lamdong_report.plan.source import decode, unreadable

KNOWN_FILE = "nam-truoc.json"
Known = Mapping[str, Mapping[str, Value]]


def read_known(folder: Path, questions: Mapping[str, Question]) -> Known:
    """The known answers by agency and question, from the file beside plan.toml; none where there is no file.

    An answer to a question that the plan no longer asks is left out. Raises PlanError for a file that is broken.
    """
    path = folder / KNOWN_FILE
    try:
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
