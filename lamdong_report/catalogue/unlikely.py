"""Findings about what is possible but unlikely, or unlike what others say: last year, other agencies, the plan."""

from __future__ import annotations

from lamdong_report.catalogue.phrases import IF_RIGHT, CatalogueEntry, note, warning

_HISTORY = (
    warning(
        "changed-much",
        "{where}: «{label}» là {value}, năm trước là {previous}; thay đổi quá {limit}%.",
        "Kiểm tra lại số của cả hai năm; " + IF_RIGHT,
        where="«Chỉ tiêu» ô D14",
        label="Tỷ lệ hộ được hỗ trợ",
        value="18,2%",
        previous="33,5%",
        limit="33",
    ),
    # Last year's results are known from its report; a sector may have counted again since.
    warning(
        "last-year-differs",
        "{where}: «{label}» ghi {value}, báo cáo năm trước là {previous}.",
        "Kiểm tra lại số của năm trước; " + IF_RIGHT,
        where="«Chỉ tiêu» ô C7",
        label="Kết quả năm trước",
        value="33,5%",
        previous="32,1%",
    ),
    warning(
        "total-changed",
        "Số tổng hợp của «{label}» là {value}, năm trước là {previous}; thay đổi quá {limit}%.",
        "Rà soát số liệu mà các cơ quan, địa phương đã báo cáo; nếu đúng, cho biết lý do để nêu trong báo cáo.",
        label="Tỷ lệ hộ được hỗ trợ",
        value="91,0%",
        previous="62,0%",
        limit="33",
    ),
)

_OUTLIERS = (
    # Unlike the others is no fault: some commune has to be the largest.
    warning(
        "outlier",
        "{where}: «{label}» ({value}) cách xa mức thường gặp của các {noun} khác (khoảng {typical}).",
        "Kiểm tra lại số và đơn vị tính; " + IF_RIGHT,
        label="Số tin, bài quý I",
        value="4.000",
        noun="xã, phường",
        typical="5",
    ),
    warning(
        "outlier-by-population",
        "{where}: «{label}» ({value}) cách xa mức thường gặp của các {noun} cùng quy mô dân số (khoảng {typical}).",
        "Kiểm tra lại số và đơn vị tính; " + IF_RIGHT,
        label="Số lượt người tham dự",
        value="96.000",
        noun="xã, phường",
        typical="1.150",
    ),
)

_AGREEMENT = (
    # Of two figures for one thing the report prints the one that the plan says, and never in silence.
    warning(
        "sum-differs",
        "{where}: «{label}» theo {name} là {own}, khác số cộng từ {reporters} cơ quan, địa phương báo cáo ({total}).",
        "Đối chiếu, thống nhất số liệu với các cơ quan, địa phương đã báo cáo; nếu số của mình chưa đúng thì ghi lại.",
        office="Cơ quan chủ trì: dự thảo báo cáo đang dùng số cộng.",
        where="«Chỉ tiêu» ô D20",
        label="Tỷ lệ hộ được hỗ trợ",
        name="Sở A",
        own="310/342",
        reporters="98/102",
        total="297/351",
    ),
    warning(
        "agencies-differ",
        "{where}: «{label}» theo {name} là {own}, theo {other} là {total}.",
        "Đối chiếu, thống nhất số liệu với {other}; cơ quan nào ghi chưa đúng thì ghi lại rồi gửi lại phiếu.",
        office="Cơ quan chủ trì: dự thảo báo cáo đang dùng số của {other}.",
        where="«Chỉ tiêu» ô D20",
        label="Tỷ lệ hộ được hỗ trợ",
        name="Sở A",
        own="970/2.010",
        other="Sở B",
        total="1.002/2.050",
    ),
)

_PRIVACY = (
    # The number itself is kept out of the sentence, which may be passed on.
    note(
        "small-count",
        "{where}{more}: số liệu nhỏ (từ 1 đến {limit}) về đối tượng nhạy cảm, có thể làm lộ danh tính.",
        "Không công khai số liệu này theo từng cơ quan, địa phương; chỉ dùng để cộng vào số chung.",
        more=" và 2 ô khác",
        limit="4",
    ),
    note(
        "small-counts",
        "Phiếu của {count} cơ quan, địa phương ({names}) có số liệu nhỏ về đối tượng nhạy cảm, dễ làm lộ danh tính.",
        "Không công khai số liệu này theo từng cơ quan, địa phương; chỉ dùng để cộng vào số chung.",
        count="98",
        names="xã A, xã B, xã C và 95 cơ quan, địa phương khác",
    ),
)

COMPARED: tuple[CatalogueEntry, ...] = (*_HISTORY, *_OUTLIERS, *_AGREEMENT, *_PRIVACY)

# Who sent the form, its days, sizes of numbers, people in words.
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
        "Nếu đã gõ dạng ngày hoặc «5/10», chọn lại định dạng số cho ô rồi ghi lại số liệu; " + IF_RIGHT,
        label="Số hội nghị đã tổ chức",
        value="47.761",
        day="05/10/2030",
    ),
    warning(
        "attendance-unlike-others",
        "{where}: «{label}» là {value} cho {events} («{events_label}»), bình quân {each}; các hoạt động khác của cơ "
        "quan bình quân khoảng {typical}.",
        "Kiểm tra lại dấu phẩy, dấu chấm và chữ số thừa, thiếu; " + IF_RIGHT,
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
        "Kiểm tra lại số chữ số, dấu phẩy, dấu chấm và đơn vị tính của cả hai số; " + IF_RIGHT,
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
        "Kiểm tra lại cả hai số; mỗi cuộc, mỗi lớp có ít nhất một người dự; " + IF_RIGHT,
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
        "Kiểm tra đơn vị tính: nếu đã ghi theo đồng hoặc nghìn đồng, ghi lại theo {unit}; " + IF_RIGHT,
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
