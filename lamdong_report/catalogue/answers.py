"""Findings about what agencies answered: missing, contradicting, implausible, late."""

from __future__ import annotations

from lamdong_report.catalogue.numbers import NUMBERS
from lamdong_report.catalogue.phrases import CatalogueEntry, error, note, warning
from lamdong_report.catalogue.unlikely import COMPARED, UNLIKELY

# A missing form is a warning: the report says by itself who has not sent, and a final report must not wait forever.
_COMPLETENESS = (
    warning(
        "form-missing",
        "Chưa nhận được phiếu báo cáo của {name}.",
        "Đôn đốc {name} gửi phiếu (hạn gửi: trước ngày {deadline}); nếu đã gửi, tìm lại tệp và chép vào thư mục nhận "
        "phiếu.",
        name="Sở A",
        deadline="01/12/2030",
    ),
    error(
        "form-empty",
        "Phiếu chưa được điền: cả {count} câu hỏi bắt buộc đều để trống.",
        "Kiểm tra xem có gửi nhầm phiếu trắng không; điền phiếu rồi gửi lại.",
        count="46",
    ),
    # Blank is not 0: the sum would be over one agency fewer.
    error(
        "number-missing",
        "{where}: chưa có số liệu «{label}».",
        "Ghi số (không phát sinh thì ghi 0); nếu chưa có số liệu, để trống và ghi lý do ở cột «{reason_column}».",
        label="Số hội nghị đã tổ chức",
    ),
    error(
        "words-missing",
        "{where}: chưa ghi nội dung «{label}».",
        "Ghi nội dung vào ô này; không có thì ghi rõ «Không có».",
        where="«Kết quả nhiệm vụ» ô E7",
        label="Truyền thông – Kết quả thực hiện",
    ),
    error(
        "answer-missing",
        "{where}: chưa trả lời «{label}».",
        "Điền hoặc chọn câu trả lời tại ô này.",
        where="«Thông tin chung» ô C12",
        label="Ngày chốt số liệu",
    ),
    # The agency has said why: to ask a second time changes nothing.
    note(
        "missing-explained",
        "{where}: chưa trả lời «{label}»; lý do đã ghi: «{reason}».",
        "Không phải sửa nếu lý do đã thỏa đáng; khi có số liệu, bổ sung rồi gửi lại.",
        label="Số nữ tham dự",
        reason="không theo dõi riêng theo giới tính",
    ),
    # A list is added to without end; what else the row says still counts.
    warning(
        "row-incomplete",
        "{where}: dòng này của bảng «{table}» còn thiếu {missing}.",
        "Ghi đủ các ô của dòng; dòng không dùng thì để trống cả dòng.",
        where="«Bảng kê» ô D8",
        table="Văn bản đã ban hành",
        missing="«Ngày ban hành»",
    ),
    warning(
        "unit-missing",
        "Bảng «{table}» chưa có số liệu của {units}.",
        "Ghi đủ một dòng cho mỗi đơn vị trực thuộc; đơn vị không phát sinh thì ghi 0.",
        table="Phương tiện thu gom",
        units="Đội 1 và Đội 2",
    ),
    warning(
        "done-without-words",
        "{where}: nhiệm vụ «{label}» ghi «{status}» nhưng chưa nêu kết quả.",
        "Ghi ngắn gọn kết quả đã làm được, hoặc chọn lại trạng thái.",
        where="«Kết quả nhiệm vụ» ô E7",
        label="Truyền thông",
        status="Hoàn thành",
    ),
    warning(
        "outstanding-without-words",
        "{where}: «{label}» được đánh dấu «{mark}» nhưng chưa có nội dung.",
        "Ghi nội dung đề nghị nêu, hoặc bỏ đánh dấu.",
        where="«Kết quả nhiệm vụ» ô E7",
        label="Truyền thông",
        mark="Đề nghị nêu trong báo cáo",
    ),
)

_WORDING = (
    warning(
        "refers-elsewhere",
        "{where}: «{label}» chỉ ghi «{text}» nên không đưa vào báo cáo được.",
        "Ghi đầy đủ nội dung tại ô này, không dẫn chiếu sang chỗ khác.",
        where="«Kết quả nhiệm vụ» ô E7",
        label="Truyền thông – Kết quả thực hiện",
        text="như trên",
    ),
    warning(
        "too-short",
        "{where}: «{label}» ghi quá ngắn («{text}»).",
        "Nêu rõ việc đã làm và kết quả; không có thì ghi «Không có».",
        where="«Kết quả nhiệm vụ» ô E7",
        label="Truyền thông – Kết quả thực hiện",
        text="Tốt",
    ),
    warning(
        "text-unmarked",
        "{where}: «{label}» viết không dấu («{text}»), nếu đưa vào báo cáo sẽ in đúng như vậy.",
        "Gõ lại nội dung bằng tiếng Việt có dấu.",
        where="«Kết quả nhiệm vụ» ô E7",
        label="Truyền thông – Kết quả thực hiện",
        text="Da to chuc 02 lop tap huan cho can bo thon",
    ),
    warning(
        "words-unfilled",
        "{where}: «{label}» còn chỗ trống chưa điền («{text}»), nếu đưa vào báo cáo sẽ in đúng như vậy.",
        "Điền số, tên còn thiếu, hoặc bỏ chỗ trống.",
        where="«Kết quả nhiệm vụ» ô E7",
        label="Truyền thông – Kết quả thực hiện",
        text="Đã tổ chức … lớp tập huấn cho …… người",
    ),
    # The number is taken: only the clerk knows whether it is the one asked for.
    warning(
        "note-doubts-number",
        "{where}: «{label}» ghi {value}, nhưng ghi chú bên cạnh cho biết có thể chưa phải số được hỏi: «{text}».",
        "Ghi số của cả kỳ báo cáo, đúng phạm vi của cơ quan, địa phương; số đã đúng thì bỏ hoặc viết lại ghi chú.",
        where="«Số liệu» ô C9",
        label="Số lượt người tham dự",
        value="210",
        text="số liệu 9 tháng, chưa đầy đủ",
    ),
    warning(
        "copies-plan",
        "{where}: «{label}» chép lại nội dung nhiệm vụ của kế hoạch («{text}»).",
        "Ghi việc đã làm và kết quả thay cho nội dung nhiệm vụ.",
        where="«Kết quả nhiệm vụ» ô E7",
        label="Truyền thông – Kết quả thực hiện",
        text="Tăng cường truyền thông nâng cao nhận thức",
    ),
    warning(
        "phone-unclear",
        "{where}: «{label}» ghi «{text}», chưa phải là số điện thoại.",
        "Ghi đủ các chữ số, ví dụ 0912 345 678.",
        where="«Thông tin chung» ô C8",
        label="Điện thoại của người lập phiếu",
        text="số cơ quan",
    ),
    warning(
        "mail-unclear",
        "{where}: «{label}» ghi «{text}», chưa phải là địa chỉ thư điện tử.",
        "Ghi địa chỉ có dấu @, ví dụ ten@coquan.gov.vn; không có thì để trống.",
        where="«Thông tin chung» ô C9",
        label="Thư điện tử của người lập phiếu",
        text="không dùng",
    ),
    # A warning: who held a meeting together may tell of it in the same words.
    warning(
        "copied-answer",
        "{where}{more}: nội dung giống hệt của {others}.",
        "Ghi kết quả thực tế của cơ quan, địa phương mình thay cho nội dung sao chép.",
        where="«Kết quả nhiệm vụ» ô E7",
        more=" và 3 ô khác",
        others="xã B và phường C",
    ),
    warning(
        "repeated-answer",
        "{where}: nội dung lặp lại nguyên văn ô {first}.",
        "Ghi nội dung riêng cho từng ô, hoặc chỉ giữ ở ô phù hợp nhất.",
        where="«Kết quả nhiệm vụ» ô E9",
        first="E7",
    ),
)

_TIMING = (
    # Then the figures are another period's, however well they fit.
    error(
        "cutoff-before-period",
        "{where}: ngày chốt số liệu {date} trước kỳ báo cáo (bắt đầu từ {start}).",
        "Kiểm tra xem có phải số liệu của kỳ trước không; ghi lại số liệu hoặc ngày chốt cho đúng.",
        where="«Thông tin chung» ô C12",
        date="30/11/2029",
        start="01/01/2030",
    ),
    # Figures are closed before the letter that sends them; which of the two days is wrong is the agency's to say.
    warning(
        "cutoff-after-letter",
        "{where}: ngày chốt số liệu {date} sau ngày của văn bản gửi kèm ({letter}).",
        "Kiểm tra lại các ô {cells}.",
        where="«Thông tin chung» ô C12",
        date="30/11/2030",
        letter="20/11/2030",
        cells="C12 và C11",
    ),
    warning(
        "cutoff-after-deadline",
        "{where}: ngày chốt số liệu {date} không trước hạn gửi phiếu ({deadline}).",
        "Kiểm tra lại ngày chốt; nếu đúng, ghi lý do ở cột «{reason_column}».",
        where="«Thông tin chung» ô C12",
        date="05/12/2030",
        deadline="01/12/2030",
    ),
    warning(
        "date-out-of-period",
        "{where}: «{label}» là ngày {date}, ngoài khoảng từ {start} đến {end}.",
        "Kiểm tra lại ngày, nhất là năm.",
        where="«Bảng kê» ô D8",
        label="Ngày ban hành",
        date="15/3/2003",
        start="01/01/2030",
        end="31/12/2030",
    ),
    # Nobody can mend a late sending, and the report lists it anyway.
    note(
        "sent-late",
        "{where}: phiếu gửi ngày {date}, sau hạn (trước ngày {deadline}).",
        "Nếu ngày này ghi nhầm thì ghi lại; nếu đúng, không phải làm gì.",
        office="Cơ quan chủ trì: phiếu được tính là gửi chậm.",
        where="«Thông tin chung» ô C11",
        date="05/12/2030",
        deadline="01/12/2030",
    ),
)

ANSWERS: tuple[CatalogueEntry, ...] = (*_COMPLETENESS, *NUMBERS, *COMPARED, *_WORDING, *_TIMING, *UNLIKELY)
