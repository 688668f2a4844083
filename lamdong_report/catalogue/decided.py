"""Findings about which of several forms counts, and about what the office has decided."""

from __future__ import annotations

from lamdong_report.catalogue.phrases import WHERE, CatalogueEntry, error, note, warning

_CHOOSE = (
    "Cơ quan chủ trì: khi đã rõ tệp nào đúng, ghi quyết định lấy tệp đó bằng lệnh accept, hoặc chuyển "
    "tệp kia ra khỏi thư mục nhận phiếu."
)

RIVALS: tuple[CatalogueEntry, ...] = (
    note(
        "form-superseded",
        "Tệp «{file}»: đã được thay bằng lần gửi sau («{other}», {why}).",
        "Không phải làm gì; chỉ tệp gửi sau được tổng hợp.",
        other="BC lan 2.xlsx",
        why="lần gửi 2 sau lần gửi 1",
    ),
    # Sent again to be sure: no fault of anybody's.
    note(
        "form-duplicate",
        "Tệp «{file}»: nội dung giống hệt tệp «{other}»; chỉ tính một lần.",
        "Không phải làm gì.",
        other="BC.xlsx",
    ),
    # A wrong guess would print figures that the agency has already mended.
    error(
        "form-conflict",
        "Hai tệp «{file}» và «{other}» của cùng một cơ quan, chưa rõ tệp nào gửi sau ({why}); tạm lấy «{file}».",
        "Cho biết tệp nào đúng, hoặc gửi lại phiếu đúng và tăng số lần gửi ghi trong phiếu.",
        office=_CHOOSE,
        other="BC (1).xlsx",
        why="«Số hội nghị» là 12, tệp kia là 15",
    ),
    # Mostly a neighbour's form filled in by mistake: the later one would replace the agency's own figures.
    error(
        "form-other-writer",
        "Tệp «{file}» ghi lần gửi sau nhưng không giống do cùng nơi lập với tệp «{other}» ({why}); tạm lấy «{file}».",
        "Cho biết phiếu nào là của cơ quan mình; nếu phiếu đã gửi điền nhầm vào mẫu cấp cho cơ quan khác, điền lại vào "
        "đúng mẫu.",
        office=_CHOOSE,
        other="BC (1).xlsx",
        why="người lập phiếu «Lê Văn B», tệp kia là «Trần Thị A»; điện thoại «0911222333», tệp kia là «0912345678»",
    ),
    # Two departments have each filled in their part: what seems missing is already there.
    error(
        "form-halves",
        "Hai tệp «{file}» và «{other}» của cùng một cơ quan, mỗi tệp chỉ có một phần câu trả lời; đang tính «{file}», "
        "còn {count} câu trả lời chỉ có trong «{other}» (câu đầu tiên: {first}).",
        "Nếu hai bộ phận cùng điền, chép các câu trả lời vào một phiếu rồi gửi lại; không phải thu thập lại số liệu.",
        office="Cơ quan chủ trì: hai tệp không mâu thuẫn; có thể ghép bằng lệnh join, không cần yêu cầu gửi lại.",
        other="phòng A.xlsx",
        count="16",
        first="«Kinh phí» ô D10",
    ),
    note(
        "answer-elsewhere",
        WHERE + "ô để trống, câu trả lời có trong tệp «{other}» của cùng cơ quan.",
        "Chép câu trả lời vào một phiếu rồi gửi lại.",
        other="phòng A.xlsx",
    ),
)

# Rows that cannot be understood, values that have changed since, and what holds.
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
