"""Findings about what agencies answered: missing, contradicting, implausible, late."""

from __future__ import annotations

from lamdong_report.catalogue.entry import Entry
from lamdong_report.model import Severity

_WHERE = "«Số liệu» ô C9"
_REASON = "Ghi chú, lý do chưa có số liệu"


def _entry(severity: Severity, code: str, sentence: str, remedy: str, **example: str) -> Entry:
    return Entry(code, severity, sentence, remedy, {"where": _WHERE, "reason_column": _REASON, **example})


def _error(code: str, sentence: str, remedy: str, **example: str) -> Entry:
    return _entry(Severity.ERROR, code, sentence, remedy, **example)


def _warning(code: str, sentence: str, remedy: str, **example: str) -> Entry:
    return _entry(Severity.WARNING, code, sentence, remedy, **example)


def _note(code: str, sentence: str, remedy: str, **example: str) -> Entry:
    return _entry(Severity.NOTE, code, sentence, remedy, **example)


_IF_RIGHT = "nếu số đúng, ghi lý do ở cột «{reason_column}»."

# A missing form is a warning: the report says by itself who has not sent, and a final report must not wait forever.
_COMPLETENESS = (
    _warning(
        "form-missing",
        "Chưa nhận được phiếu báo cáo của {name}.",
        "Đôn đốc {name} gửi phiếu (hạn gửi: trước ngày {deadline}); nếu đã gửi, tìm lại tệp và chép vào thư mục nhận "
        "phiếu.",
        name="Sở Y tế",
        deadline="01/12/2026",
    ),
    _error(
        "form-empty",
        "Phiếu chưa được điền: cả {count} câu hỏi bắt buộc đều để trống.",
        "Kiểm tra xem có gửi nhầm phiếu trắng không; điền phiếu rồi gửi lại.",
        count="46",
    ),
    _error(
        "number-missing",
        "{where}: chưa có số liệu «{label}».",
        "Ghi số (không phát sinh thì ghi 0); nếu chưa có số liệu, để trống và ghi lý do ở cột «{reason_column}».",
        label="Số hội nghị phổ biến văn bản",
    ),
    _error(
        "words-missing",
        "{where}: chưa ghi nội dung «{label}».",
        "Ghi nội dung vào ô này; không có thì ghi rõ «Không có».",
        where="«Kết quả nhiệm vụ» ô E7",
        label="Truyền thông – Kết quả thực hiện",
    ),
    _error(
        "answer-missing",
        "{where}: chưa trả lời «{label}».",
        "Điền hoặc chọn câu trả lời tại ô này.",
        where="«Thông tin chung» ô C12",
        label="Ngày chốt số liệu",
    ),
    _note(
        "missing-explained",
        "{where}: chưa trả lời «{label}»; lý do đã ghi: «{reason}».",
        "Xem lý do đã thỏa đáng chưa; nếu chưa, đề nghị bổ sung số liệu.",
        label="Số nữ tham dự",
        reason="không theo dõi riêng theo giới tính",
    ),
    _warning(
        "row-incomplete",
        "{where}: dòng này của bảng «{table}» còn thiếu {missing}.",
        "Ghi đủ các ô của dòng; dòng không dùng thì để trống cả dòng.",
        where="«Bảng kê» ô D8",
        table="Văn bản đã ban hành",
        missing="«Ngày ban hành»",
    ),
    _warning(
        "done-without-words",
        "{where}: nhiệm vụ «{label}» ghi «{status}» nhưng chưa nêu kết quả.",
        "Ghi ngắn gọn kết quả đã làm được, hoặc chọn lại trạng thái.",
        where="«Kết quả nhiệm vụ» ô E7",
        label="Truyền thông",
        status="Hoàn thành",
    ),
    _warning(
        "outstanding-without-words",
        "{where}: «{label}» được đánh dấu «{mark}» nhưng chưa có nội dung.",
        "Ghi nội dung đề nghị nêu, hoặc bỏ đánh dấu.",
        where="«Kết quả nhiệm vụ» ô E7",
        label="Truyền thông",
        mark="Đề nghị nêu trong báo cáo tỉnh",
    ),
)

_VALUES = (
    _error(
        "negative",
        "{where}: «{label}» là số âm ({value}).",
        "Kiểm tra và ghi lại số đúng, không có dấu trừ.",
        label="Số tài liệu đã phát hành",
        value="-25",
    ),
    _error(
        "not-whole",
        "{where}: «{label}» phải là số nguyên, không thể là {value}.",
        "Ghi lại số nguyên; nếu định ghi hàng nghìn thì viết liền, ví dụ 1234.",
        label="Số lượt người tham dự",
        value="12,5",
    ),
    _error(
        "percent-out-of-range",
        "{where}: «{label}» là {value}%, nằm ngoài khoảng từ 0% đến 100%.",
        "Kiểm tra và ghi lại tỷ lệ theo phần trăm, ví dụ 56,8.",
        label="Kết quả năm trước",
        value="568",
    ),
    _warning(
        "out-of-range",
        "{where}: «{label}» ({value}) nằm ngoài khoảng dự kiến ({range}).",
        "Kiểm tra lại số và đơn vị tính; " + _IF_RIGHT,
        label="Lần gửi",
        value="30",
        range="từ 1 đến 20",
    ),
)

_CONSISTENCY = (
    _error(
        "part-exceeds-whole",
        "{where}: «{label}» ({value}) lớn hơn «{whole}» ({whole_value}).",
        "Kiểm tra lại các ô {cells}.",
        label="Trong đó: nữ",
        value="130",
        whole="Tổng số người",
        whole_value="120",
        cells="C8 và C9",
    ),
    _error(
        "sum-mismatch",
        "{where}: «{label}» ({value}) khác tổng các thành phần ({parts} = {total}).",
        "Kiểm tra lại các ô {cells}.",
        label="Tổng số tin, bài trong năm",
        value="20",
        parts="4 + 6 + 5 + 4",
        total="19",
        cells="C9, C10, C11, C12 và C13",
    ),
)

_RATES = (
    _error(
        "share-exceeds-whole",
        "{where}: «{label}» có tử số ({top}) lớn hơn mẫu số ({base}).",
        "Kiểm tra lại các ô {cells}.",
        where="«Chỉ tiêu» ô D14",
        label="Tỷ lệ nữ tuyển mới giáo dục nghề nghiệp",
        top="1.250",
        base="980",
        cells="D13 và D14",
    ),
    _error(
        "zero-denominator",
        "{where}: «{label}» có mẫu số bằng 0 trong khi tử số là {top}.",
        "Kiểm tra lại các ô {cells}.",
        where="«Chỉ tiêu» ô D13",
        label="Tỷ số giới tính khi sinh",
        top="1.084",
        cells="D13 và D14",
    ),
    _warning(
        "rate-undefined",
        "{where}: «{label}» có tử số và mẫu số đều bằng 0 nên không tính được kết quả.",
        "Nếu đúng là không phát sinh, ghi rõ ở cột «{reason_column}»; nếu chưa có số liệu thì để trống và ghi lý do.",
        where="«Chỉ tiêu» ô D13",
        label="Tỷ lệ nữ tiến sĩ",
    ),
    _warning(
        "rate-mismatch",
        "{where}: kết quả đã công bố của «{label}» là {value}, nhưng tính từ tử số và mẫu số được {computed}.",
        "Kiểm tra lại các ô {cells}; nếu cách tính khác nhau, ghi rõ ở cột «{reason_column}».",
        where="«Chỉ tiêu» ô D17",
        label="Tỷ lệ nữ thạc sĩ",
        value="52%",
        computed="48,7%",
        cells="D17, D13 và D14",
    ),
    _warning(
        "rate-implausible",
        "{where}: «{label}» tính được {value}, nằm ngoài khoảng thường gặp ({range}).",
        "Kiểm tra lại các ô {cells}; " + _IF_RIGHT,
        where="«Chỉ tiêu» ô D14",
        label="Tỷ số giới tính khi sinh",
        value="148,0 bé trai/100 bé gái",
        range="từ 90 đến 130",
        cells="D13 và D14",
    ),
    _warning(
        "total-implausible",
        "Số tổng hợp của «{label}» là {value}, nằm ngoài khoảng thường gặp ({range}).",
        "Rà soát số liệu của các cơ quan, địa phương đã báo cáo trước khi in báo cáo.",
        label="Tỷ lệ người dân được tiếp cận kiến thức",
        value="12,0%",
        range="từ 20 đến 100",
    ),
)

_HISTORY = (
    _warning(
        "changed-much",
        "{where}: «{label}» là {value}, năm trước là {previous}; thay đổi quá {limit}%.",
        "Kiểm tra lại số của cả hai năm; " + _IF_RIGHT,
        where="«Chỉ tiêu» ô D14",
        label="Tỷ lệ nữ giám đốc doanh nghiệp",
        value="18,2%",
        previous="33,5%",
        limit="33",
    ),
    _warning(
        "total-changed",
        "Số tổng hợp của «{label}» là {value}, năm trước là {previous}; thay đổi quá {limit}%.",
        "Rà soát số liệu của các cơ quan, địa phương đã báo cáo; nếu đúng, chuẩn bị lời giải thích cho báo cáo.",
        label="Tỷ lệ người dân được tiếp cận kiến thức",
        value="91,0%",
        previous="62,0%",
        limit="33",
    ),
)

_OUTLIERS = (
    _warning(
        "outlier",
        "{where}: «{label}» ({value}) cách xa mức thường gặp của các {noun} khác (khoảng {typical}).",
        "Kiểm tra lại số và đơn vị tính; " + _IF_RIGHT,
        label="Số tin, bài quý I",
        value="4.000",
        noun="xã, phường, đặc khu",
        typical="5",
    ),
    _warning(
        "outlier-by-population",
        "{where}: «{label}» ({value}) cách xa mức thường gặp của các {noun} cùng quy mô dân số (khoảng {typical}).",
        "Kiểm tra lại số và đơn vị tính; " + _IF_RIGHT,
        label="Số lượt người tham dự",
        value="96.000",
        noun="xã, phường, đặc khu",
        typical="1.150",
    ),
)

_WORDING = (
    _warning(
        "refers-elsewhere",
        "{where}: «{label}» chỉ ghi «{text}» nên không đưa vào báo cáo được.",
        "Ghi đầy đủ nội dung tại ô này, không dẫn chiếu sang chỗ khác.",
        where="«Kết quả nhiệm vụ» ô E7",
        label="Truyền thông – Kết quả thực hiện",
        text="như trên",
    ),
    _warning(
        "too-short",
        "{where}: «{label}» ghi quá ngắn («{text}»).",
        "Nêu rõ việc đã làm và kết quả; không có thì ghi «Không có».",
        where="«Kết quả nhiệm vụ» ô E7",
        label="Truyền thông – Kết quả thực hiện",
        text="Tốt",
    ),
    _warning(
        "copied-answer",
        "{where}{more}: nội dung giống hệt của {others}.",
        "Ghi kết quả thực tế của cơ quan, địa phương mình thay cho nội dung sao chép.",
        where="«Kết quả nhiệm vụ» ô E7",
        more=" và 3 ô khác",
        others="phường Tân Lập và xã Bình An 1",
    ),
    _warning(
        "repeated-answer",
        "{where}: nội dung lặp lại nguyên văn ô {first}.",
        "Ghi nội dung riêng cho từng ô, hoặc chỉ giữ ở ô phù hợp nhất.",
        where="«Kết quả nhiệm vụ» ô E9",
        first="E7",
    ),
)

_TIMING = (
    _error(
        "cutoff-before-period",
        "{where}: ngày chốt số liệu {date} trước kỳ báo cáo (bắt đầu từ {start}).",
        "Kiểm tra xem có phải số liệu của kỳ trước không; ghi lại số liệu hoặc ngày chốt cho đúng.",
        where="«Thông tin chung» ô C12",
        date="30/11/2025",
        start="01/01/2026",
    ),
    _warning(
        "cutoff-after-letter",
        "{where}: ngày chốt số liệu {date} sau ngày của văn bản gửi kèm ({letter}).",
        "Kiểm tra lại các ô {cells}.",
        where="«Thông tin chung» ô C12",
        date="30/11/2026",
        letter="20/11/2026",
        cells="C12 và C11",
    ),
    _warning(
        "date-out-of-period",
        "{where}: «{label}» là ngày {date}, ngoài khoảng từ {start} đến {end}.",
        "Kiểm tra lại ngày, nhất là năm.",
        where="«Bảng kê» ô D8",
        label="Ngày ban hành",
        date="15/3/2062",
        start="01/01/2026",
        end="31/12/2026",
    ),
    # Nobody can mend a late sending, and the report lists it anyway.
    _note(
        "sent-late",
        "{where}: phiếu gửi ngày {date}, sau hạn (trước ngày {deadline}).",
        "Tính là gửi chậm; nếu ngày này ghi nhầm, đề nghị cơ quan, địa phương sửa lại.",
        where="«Thông tin chung» ô C11",
        date="05/12/2026",
        deadline="01/12/2026",
    ),
)

_PRIVACY = (
    # The number itself is kept out of the sentence, which may be passed on.
    _note(
        "small-count",
        "{where}{more}: số liệu nhỏ (từ 1 đến {limit}) về đối tượng nhạy cảm, có thể làm lộ danh tính.",
        "Không công khai số liệu này theo từng cơ quan, địa phương; chỉ dùng để cộng vào số chung.",
        more=" và 2 ô khác",
        limit="4",
    ),
)

_AGREEMENT = (
    _warning(
        "sum-differs",
        "{where}: «{label}» theo {name} là {own}, khác số cộng từ {reporters} cơ quan, địa phương báo cáo ({total}).",
        "Đối chiếu hai nguồn, thống nhất số liệu và sửa ở nơi chưa đúng; báo cáo đang dùng số cộng.",
        where="«Chỉ tiêu» ô D20",
        label="Tỷ lệ người bị bạo lực gia đình được hỗ trợ",
        name="Sở Văn hóa, Thể thao và Du lịch",
        own="310/342",
        reporters="118/124",
        total="297/351",
    ),
    _warning(
        "agencies-differ",
        "{where}: «{label}» theo {name} là {own}, theo {other} là {total}.",
        "Hai cơ quan đối chiếu, thống nhất số liệu; báo cáo đang dùng số của {other}.",
        where="«Chỉ tiêu» ô D20",
        label="Tỷ lệ nữ thạc sĩ",
        name="Sở Nội vụ",
        own="970/2.010",
        other="Sở Giáo dục và Đào tạo",
        total="1.002/2.050",
    ),
)

ANSWERS: tuple[Entry, ...] = (
    *_COMPLETENESS,
    *_VALUES,
    *_CONSISTENCY,
    *_RATES,
    *_HISTORY,
    *_OUTLIERS,
    *_WORDING,
    *_TIMING,
    *_PRIVACY,
    *_AGREEMENT,
)
