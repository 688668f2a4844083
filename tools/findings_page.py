"""The documentation page that lists every finding: `python -m tools.findings_page > docs/findings.md`."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from lamdong_report.catalogue import ANSWERS, CATALOGUE, DECIDED, READING, CatalogueEntry
from lamdong_report.model import Severity

_SAMPLE = {"file": "phieu-xa-a.xlsx", "sheet": "Số liệu", "cell": "C9"}
_SEVERITIES = {Severity.ERROR: "Lỗi", Severity.WARNING: "Cảnh báo", Severity.NOTE: "Lưu ý"}
_HEAD = """# Các thông báo khi đọc và kiểm tra phiếu

Mỗi thông báo nói: ở đâu – có gì chưa đúng – cần làm gì. Số liệu trong các ví dụ là số giả định.

- **Lỗi** phải sửa: còn lỗi thì không in được bản chính thức; cơ quan gửi phiếu nhận công văn đề nghị chỉnh sửa.
- **Cảnh báo** cần xem lại: có thể đúng, nhưng khác thường. Nếu cơ quan đã ghi lý do ở cột ghi chú bên cạnh số liệu,
  cảnh báo khi kiểm tra số liệu đó tự chuyển thành lưu ý.
- **Lưu ý** chỉ để biết: chương trình đã hiểu, hoặc không ai cần làm gì thêm.

Cột «Cần làm» viết cho cơ quan gửi phiếu: câu này in trong công văn đề nghị chỉnh sửa và ở ghi chú của ô trong phiếu
gửi lại. Thông báo về tệp chưa rõ của ai, và câu bắt đầu bằng «Cơ quan chủ trì:», là việc của nơi tổng hợp; các câu đó
chỉ hiện trên màn hình, ở trang tình hình và trong can-sua.xlsx.

Một ô trống chỉ có một thông báo thiếu; một ô đã có lỗi thì không kèm thêm cảnh báo. Ngưỡng của các cảnh báo đặt ở bảng
`[thresholds]` của plan.toml. Tổng cộng {count} loại thông báo. Trang này do chương trình viết ra
(`python -m tools.findings_page`), không sửa bằng tay.
"""


def findings_page() -> str:
    """The page in Markdown: one row for each entry of the catalogue, with its example filled in."""
    parts = [
        _HEAD.format(count=len(CATALOGUE)),
        _table("Khi đọc tệp và ô", READING),
        _table("Khi kiểm tra câu trả lời", ANSWERS),
        _table("Về quyết định của cơ quan chủ trì", DECIDED),
    ]
    return "\n".join(parts)


def _table(title: str, entries: Iterable[CatalogueEntry]) -> str:
    lines = [f"## {title}\n\n| Mã | Mức | Ví dụ | Cần làm |\n|---|---|---|---|\n"]
    for entry in entries:
        fields = {**_SAMPLE, **entry.example}
        texts = (entry.sentence.format(**fields), f"{entry.remedy} {entry.office}".rstrip().format(**fields))
        lines.append(f"| `{entry.code}` | {_SEVERITIES[entry.severity]} | {' | '.join(map(_escape, texts))} |\n")
    return "".join(lines)


def _escape(text: str) -> str:
    """The text as one cell of a Markdown table."""
    for sign in "\\|<*_`":
        text = text.replace(sign, f"\\{sign}")
    return " ".join(text.split())


if __name__ == "__main__":
    sys.stdout.write(findings_page())
