"""Findings about numbers: impossible, contradicting, rates that cannot be."""

from __future__ import annotations

from lamdong_report.catalogue.phrases import IF_RIGHT, CatalogueEntry, error, warning

_VALUES = (
    error(
        "negative",
        "{where}: «{label}» là số âm ({value}).",
        "Kiểm tra và ghi lại số đúng, không có dấu trừ.",
        label="Số tài liệu đã phát hành",
        value="-25",
    ),
    error(
        "not-whole",
        "{where}: «{label}» phải là số nguyên, không thể là {value}.",
        "Ghi lại số nguyên; nếu định ghi hàng nghìn thì viết liền, ví dụ 1234.",
        label="Số lượt người tham dự",
        value="12,5",
    ),
    error(
        "percent-out-of-range",
        "{where}: «{label}» là {value}%, nằm ngoài khoảng từ 0% đến 100%.",
        "Kiểm tra và ghi lại tỷ lệ theo phần trăm, ví dụ 56,8.",
        label="Kết quả năm trước",
        value="568",
    ),
    # The plan's range is what its author expected; a percentage or a minus is wrong whatever was expected.
    warning(
        "out-of-range",
        "{where}: «{label}» ({value}) nằm ngoài khoảng dự kiến ({range}).",
        "Kiểm tra lại số và đơn vị tính; " + IF_RIGHT,
        label="Lần gửi",
        value="30",
        range="từ 1 đến 20",
    ),
)

_CONSISTENCY = (
    error(
        "part-exceeds-whole",
        "{where}: «{label}» ({value}) lớn hơn «{whole}» ({whole_value}).",
        "Kiểm tra lại các ô {cells}.",
        label="Trong đó: nữ",
        value="130",
        whole="Tổng số người",
        whole_value="120",
        cells="C8 và C9",
    ),
    # A warning, for it costs the report no truth: without its whole the part is left out.
    warning(
        "part-without-whole",
        "{where}: có «{label}» ({value}) nhưng «{whole}» ({whole_where}) để trống; số này không được cộng vào báo cáo.",
        "Ghi số tổng vào {whole_where}; nếu chưa có số tổng thì để trống cả hai ô và ghi lý do.",
        label="Trong đó: nữ",
        value="130",
        whole="Tổng số người",
        whole_where="«Số liệu» ô C8",
    ),
    error(
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

# What the plan says goes together: the clerk may be right, and then says why.
_TOGETHER = (
    warning(
        "exceeds-other",
        "{where}: «{label}» ({value}) lớn hơn «{whole}» ({whole_value}).",
        "Kiểm tra lại các ô {cells}; " + IF_RIGHT,
        where="«Kinh phí» ô E8",
        label="Ngân sách cấp xã – Kinh phí đã sử dụng",
        value="45",
        whole="Ngân sách cấp xã – Kinh phí được giao",
        whole_value="30",
        cells="D8 và E8",
    ),
    warning(
        "needs-other",
        "{where}: «{label}» ({value}) cho biết là có, nhưng «{other}» ({other_value}) thì không.",
        "Kiểm tra lại các ô {cells}; " + IF_RIGHT,
        label="Số hội nghị đã tổ chức",
        value="3",
        other="Số lượt người dự hội nghị",
        other_value="0",
        cells="D8 và D9",
    ),
    warning(
        "overlap-differs",
        "{where}: «{label}» ({value}) không khớp với {others}.",
        "Kiểm tra lại các ô {cells}: số vừa thuộc nhóm này vừa thuộc nhóm kia không lớn hơn từng nhóm; " + IF_RIGHT,
        where="«Chỉ tiêu» ô D30",
        label="Số tổ chức vừa được phổ biến, vừa cam kết",
        value="40",
        others="«Số tổ chức được phổ biến» (35) và «Số tổ chức cam kết» (38)",
        cells="D28, D29 và D30",
    ),
    warning(
        "list-differs",
        "{where}: «{label}» là {value}, nhưng bảng «{table}» có {rows} dòng, tính ra {listed}.",
        "Bổ sung dòng còn thiếu ở bảng kê hoặc sửa số ở ô này; " + IF_RIGHT,
        label="Số lớp tập huấn",
        value="5",
        table="Lớp tập huấn",
        rows="1",
        listed="1",
    ),
    warning(
        "nothing-yet-numbers",
        "{where}: «{label}» ghi «{value}», nhưng có {others}.",
        "Chọn lại ở ô này, hoặc sửa các ô {cells}.",
        where="«Chỉ tiêu» ô D15",
        label="Cả mục này không phát sinh",
        value="Có",
        others="«Số người được phát hiện» (3)",
        cells="D16",
    ),
    warning(
        "unusual",
        "{where}: «{label}» ({value}) nằm ngoài khoảng thường gặp ({range}).",
        "Kiểm tra lại số và đơn vị tính; " + IF_RIGHT,
        where="«Kinh phí» ô D8",
        label="Ngân sách cấp xã – Kinh phí được giao",
        value="35.000.000",
        range="từ 0 đến 50.000",
    ),
)

_RATES = (
    error(
        "share-exceeds-whole",
        "{where}: «{label}» có tử số ({top}) lớn hơn mẫu số ({base}).",
        "Kiểm tra lại các ô {cells}.",
        where="«Chỉ tiêu» ô D14",
        label="Tỷ lệ hộ được hỗ trợ",
        top="1.250",
        base="980",
        cells="D13 và D14",
    ),
    error(
        "zero-denominator",
        "{where}: «{label}» có mẫu số bằng 0 trong khi tử số là {top}.",
        "Kiểm tra lại các ô {cells}.",
        where="«Chỉ tiêu» ô D13",
        label="Tỷ lệ hộ được hỗ trợ",
        top="84",
        cells="D13 và D14",
    ),
    # Nothing happened, or nothing was counted: only the agency knows which.
    warning(
        "rate-undefined",
        "{where}: «{label}» có tử số và mẫu số đều bằng 0 nên không tính được kết quả.",
        "Nếu đúng là không phát sinh, ghi rõ ở cột «{reason_column}»; nếu chưa có số liệu thì để trống và ghi lý do.",
        where="«Chỉ tiêu» ô D13",
        label="Tỷ lệ hộ được hỗ trợ",
    ),
    # A sector may publish by a method of its own; printed is what the two numbers give.
    warning(
        "rate-mismatch",
        "{where}: kết quả đã công bố của «{label}» là {value}, nhưng tính từ tử số và mẫu số được {computed}.",
        "Kiểm tra lại các ô {cells}; nếu cách tính khác nhau, ghi rõ ở cột «{reason_column}».",
        where="«Chỉ tiêu» ô D17",
        label="Tỷ lệ hộ được hỗ trợ",
        value="52%",
        computed="48,7%",
        cells="D17, D13 và D14",
    ),
    warning(
        "rate-implausible",
        "{where}: «{label}» tính được {value}, nằm ngoài khoảng thường gặp ({range}).",
        "Kiểm tra lại các ô {cells}; " + IF_RIGHT,
        where="«Chỉ tiêu» ô D14",
        label="Tỷ lệ hộ được hỗ trợ",
        value="4,8%",
        range="từ 20 đến 100",
        cells="D13 và D14",
    ),
    # To whoever leads on the indicator: none of those who were added up can see the total.
    warning(
        "total-implausible",
        "Số tổng hợp của «{label}» là {value}, nằm ngoài khoảng thường gặp ({range}).",
        "Rà soát số liệu mà các cơ quan, địa phương đã báo cáo; nếu đúng, cho biết lý do để nêu trong báo cáo.",
        label="Tỷ lệ hộ được hỗ trợ",
        value="12,0%",
        range="từ 20 đến 100",
    ),
)

NUMBERS: tuple[CatalogueEntry, ...] = (*_VALUES, *_CONSISTENCY, *_TOGETHER, *_RATES)
