"""Findings about what is possible but unlikely: who sent the form, its days, sizes of numbers, people in words."""

from __future__ import annotations

from lamdong_report.catalogue.entry import CatalogueEntry, warning

_IF_RIGHT = "nếu số đúng, ghi lý do ở cột «{reason_column}»."

UNLIKELY: tuple[CatalogueEntry, ...] = (
    # A form that was issued to one commune has been filled in by its neighbour, figures and all.
    warning(
        "sender-differs",
        "Phiếu cấp cho {name} nhưng {places} là của {other}.",
        "Cho biết số liệu trong phiếu là của cơ quan nào; nếu điền nhầm phiếu của cơ quan khác, điền lại vào phiếu cấp "
        "cho mình rồi gửi lại.",
        office="Cơ quan chủ trì: hỏi lại hai cơ quan; kiểm tra {other} đã gửi phiếu của mình chưa.",
        name="UBND xã A",
        other="UBND xã B",
        places="tên tệp «BC xa B.xlsx» và thư điện tử «xa-b@example.vn»",
    ),
    warning(
        "sender-shared",
        "{where}: «{label}» («{text}») giống hệt phiếu của {other}.",
        "Kiểm tra phiếu này có do đúng cơ quan mình lập không; nếu ghi nhầm, ghi lại.",
        label="Thư điện tử của người lập phiếu",
        text="xa-b@example.vn",
        other="UBND xã B",
    ),
    # The year was typed for the number of the sending: that form would win over every later one.
    warning(
        "sending-unlikely",
        "{where}: «{label}» là {value}, không thể là số thứ tự lần gửi; đã coi là lần gửi 1.",
        "Ghi 1 cho lần gửi đầu, 2 cho lần gửi lại thứ nhất.",
        label="Lần gửi phiếu",
        value="2030",
    ),
    # «5/10» typed into a number becomes a day in Excel, kept as 46300 or the like.
    warning(
        "day-number",
        "{where}: «{label}» là {value}, đúng bằng số mà Excel dùng cho ngày {day}.",
        "Nếu đã gõ dạng ngày hoặc «5/10», chọn lại định dạng số cho ô rồi ghi lại số liệu; " + _IF_RIGHT,
        label="Số hội nghị đã tổ chức",
        value="47.761",
        day="05/10/2030",
    ),
    warning(
        "attendance-unlike-others",
        "{where}: «{label}» là {value} cho {events} («{events_label}»), bình quân {each}; các hoạt động khác của cơ "
        "quan bình quân khoảng {typical}.",
        "Kiểm tra lại dấu phẩy, dấu chấm và chữ số thừa, thiếu; " + _IF_RIGHT,
        label="Số lượt người dự hội nghị",
        value="2.390",
        events="6",
        events_label="Số hội nghị",
        each="398",
        typical="35",
    ),
    warning(
        "tenfold",
        "{where}: «{label}» là {value}, {way} {other} ({other_value}) khoảng {times} lần.",
        "Kiểm tra lại số chữ số, dấu phẩy, dấu chấm và đơn vị tính của cả hai số; " + _IF_RIGHT,
        label="Số lượt người dự hội nghị",
        value="2.390",
        way="gấp",
        other="số năm trước",
        other_value="239",
        times="10",
    ),
    # Every event has somebody at it: below that the two numbers have changed places, or a digit was lost.
    warning(
        "people-below-events",
        "{where}: «{label}» ({value}) ít hơn «{events_label}» ({events}).",
        "Kiểm tra lại cả hai số; mỗi cuộc, mỗi lớp có ít nhất một người dự; " + _IF_RIGHT,
        label="Số lượt người dự hội nghị",
        value="53",
        events="460",
        events_label="Số hội nghị",
    ),
    warning(
        "count-too-large",
        "{where}: «{label}» là {value}, lớn hơn mọi con số có thể có.",
        "Kiểm tra xem có ghi nhầm số điện thoại, ghép hai số hoặc thừa chữ số không; ghi lại số đúng.",
        label="Số lượt người dự hội nghị",
        value="912.345.678",
    ),
    # Typed in đồng where millions are asked for: the sum of all would be that one amount.
    warning(
        "money-too-large",
        "{where}: «{label}» là {value} {unit}, lớn khác thường.",
        "Kiểm tra đơn vị tính: nếu đã ghi theo đồng hoặc nghìn đồng, ghi lại theo {unit}; " + _IF_RIGHT,
        label="Kinh phí đã sử dụng",
        value="58.300.000",
        unit="triệu đồng",
    ),
    # A warning and not an error, for the report leaves it out by itself.
    warning(
        "personal-data",
        "{where}: nội dung có {kinds} của cá nhân; báo cáo in «[…]» thay cho các số này.",
        "Xóa thông tin nhận ra được cá nhân, nhất là nạn nhân, người tố giác; chỉ nêu sự việc.",
        where="«Kết quả nhiệm vụ» ô E7",
        kinds="số căn cước và số điện thoại",
    ),
    # Two classes may be alike; a row pasted twice doubles people and money.
    warning(
        "row-repeated",
        "{where}: dòng này của bảng «{table}» giống hệt dòng ở {above}; đang tính cả hai.",
        "Nếu ghi trùng, xóa một dòng; nếu là hai việc khác nhau, ghi rõ chỗ khác nhau.",
        table="Lớp tập huấn",
        above="«Bảng kê» ô D8",
    ),
    # Day and month that changed places: the older form could then win over the newer.
    warning(
        "cutoff-long-before-letter",
        "{where}: ngày chốt số liệu {date} sớm hơn ngày văn bản ({letter}) {days} ngày{swapped}.",
        "Kiểm tra ngày và tháng có bị đảo không; ghi lại ngày chốt số liệu đủ ngày/tháng/năm.",
        date="11/05/2030",
        letter="28/11/2030",
        days="201",
        swapped="; có thể là 05/11/2030",
    ),
)
