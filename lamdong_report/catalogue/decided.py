"""Findings about the office's own decisions: rows that cannot be understood, values that have changed since."""

from __future__ import annotations

from lamdong_report.catalogue.entry import CatalogueEntry, error, note, warning

DECIDED: tuple[CatalogueEntry, ...] = (
    # Not applied, none of them: without a word the report would again be as if nobody had decided.
    error(
        "decisions-unreadable",
        "Tệp «{file}»: không đọc được bảng quyết định nên chưa áp dụng quyết định nào.",
        "Mở tệp bằng Excel, kiểm tra dòng tiêu đề các cột còn đủ rồi lưu lại dạng .xlsx; nếu tệp hỏng, lấy lại bản sao "
        "hoặc xóa tệp rồi ghi lại quyết định bằng lệnh accept.",
    ),
    # Somebody's work of arranging would be missing from the report.
    error(
        "arrangement-unreadable",
        "Tệp «{file}»: không đọc được các nhóm ý đã sắp xếp nên báo cáo dùng cách gom ý tự động.",
        "Mở tệp bằng Excel, kiểm tra trang «Nhóm ý» còn đủ dòng tiêu đề và các cột mã rồi lưu lại dạng .xlsx; hoặc lấy "
        "lại tệp tong-hop-y-kien.xlsx mới nhất trong thư mục output và sắp xếp lại.",
    ),
    warning(
        "decision-unclear",
        "Tệp «{file}», dòng {row}: chưa áp dụng được quyết định vì {why}.",
        "Ghi bổ sung hoặc chọn lại từ danh sách ở ô {cell}; nếu không cần quyết định này, xóa dòng.",
        row="5",
        why="chưa ghi lý do",
    ),
    # A decision was made over a value; over another one, the same person may decide otherwise.
    warning(
        "decision-stale",
        "Tệp «{file}», dòng {row}: quyết định «{words}» về {name} được ghi cho «{value}», nay giá trị đã thay đổi nên "
        "quyết định không còn hiệu lực.",
        "Xem lại nội dung mới; nếu vẫn giữ quyết định, ghi lại bằng lệnh accept; nếu không, xóa dòng.",
        row="5",
        words="Xác nhận số liệu",
        name="UBND xã A",
        value="239",
    ),
    note(
        "deadline-extended",
        "Cơ quan được gia hạn gửi phiếu đến hết ngày {until} ({why}).",
        "Gửi phiếu trước khi hết ngày gia hạn.",
        until="05/12/2030",
        why="lý do: mưa lũ; Nguyễn Văn A, ngày 01/12/2030",
    ),
    note(
        "form-chosen",
        "Tệp «{file}»: được tính theo quyết định của cơ quan chủ trì ({why}){others}.",
        "Không phải làm gì.",
        why="lý do: cơ quan đã xác nhận; Nguyễn Văn A",
        others="; không tính: «BC (1).xlsx»",
    ),
    note(
        "forms-joined",
        "Tệp «{file}»: được ghép với «{others}» thành một phiếu theo quyết định của cơ quan chủ trì ({why}).",
        "Không phải làm gì.",
        why="lý do: hai phòng cùng làm; Nguyễn Văn A",
        others="BC phần 2.xlsx",
    ),
)
