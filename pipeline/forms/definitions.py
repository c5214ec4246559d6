"""The forms of Circular 02/2023/TT-BNV of 23 March 2023, and the province's own table of what communes award.

Labels are the official ones. What a column takes follows the Law on Emulation and Commendation (06/2022/QH15).
"""

from __future__ import annotations

from pipeline.forms.form import Column, Form, Row

TOTAL = "tong"
_STATE: frozenset[str | None] = frozenset({"nha_nuoc", "chinh_phu", None})
_GOVERNMENT: frozenset[str | None] = frozenset({"chinh_phu"})
_PROVINCE: frozenset[str | None] = frozenset({"tinh"})
_COMMUNE: frozenset[str | None] = frozenset({"xa"})
_GROUPS, _PERSONS = frozenset({"tap_the"}), frozenset({"ca_nhan"})


def _pair(
    number: int, head: str, awards: set[str], levels: frozenset[str | None], said: str = ""
) -> tuple[Column, ...]:
    """A kind of award, divided into Tập thể and Cá nhân."""
    return tuple(
        Column(f"{number}_{one}", f"{number}.{place}", (head, label), frozenset(awards), levels, frozenset({one}), said)
        for place, (one, label) in enumerate((("tap_the", "Tập thể"), ("ca_nhan", "Cá nhân")), 1)
    )


def _order(place: int, head: str, awards: set[str]) -> tuple[Column, ...]:
    """A kind of orders or medals: a pair below the common head."""
    above = "Huân chương, huy chương"
    return tuple(
        Column(
            f"2_{place}_{one}",
            f"2.{2 * place + nth}",
            (above, head, label),
            frozenset(awards),
            _STATE,
            frozenset({one}),
        )
        for nth, (one, label) in enumerate((("tap_the", "Tập thể"), ("ca_nhan", "Cá nhân")), -1)
    )


def _award_rows(first: int, *, communes: bool = False) -> tuple[Row, ...]:
    """The rows by recipient and by way, numbered from ``first``."""
    rows = [
        Row("", "", "1. Chia theo đối tượng khen thưởng"),
        Row("tap_the", "+", "Tập thể", "tập thể", "recipient", 1, "tap_the"),
        Row("doanh_nghiep", "+", "Trong đó: Doanh nghiệp", "doanh nghiệp", "in_tap_the", 2, "tap_the"),
        *([Row("khu_dan_cu", "+", "Thôn, tổ dân phố", "khu dân cư", "recipient", 1, "khu_dan_cu")] if communes else []),
        Row("ho_gia_dinh", "+", "Hộ gia đình", "hộ", "recipient", 1, "ho_gia_dinh"),
        Row("ca_nhan", "+", "Cá nhân", "người", "recipient", 1, "ca_nhan"),
        Row("lanh_dao_tinh", "+", "Lãnh đạo cấp bộ, cấp tỉnh", "người", "in_ca_nhan", 2, "ca_nhan", "position_unsaid"),
        Row("lanh_dao_so", "+", "Lãnh đạo cấp vụ, sở, ngành", "người", "in_ca_nhan", 2, "ca_nhan", "position_unsaid"),
        Row("doanh_nhan", "+", "Doanh nhân", "người", "in_ca_nhan", 2, "ca_nhan"),
        Row(
            "lanh_dao_khac",
            "+",
            "Các cấp lãnh đạo khác từ phó phòng trở lên",
            "người",
            "in_ca_nhan",
            2,
            "ca_nhan",
            "position_unsaid",
        ),
        Row(
            "truc_tiep",
            "+",
            "Người trực tiếp công tác, lao động, học tập, chiến đấu",
            "người",
            "in_ca_nhan",
            2,
            "ca_nhan",
            "position_unsaid",
        ),
        Row("", "", "2. Chia theo phương thức"),
        *(
            Row(key, "+", label, "lượt", "method", 1)
            for key, label in (
                ("thuong_xuyen", "Thường xuyên"),
                ("chuyen_de", "Chuyên đề"),
                ("dot_xuat", "Đột xuất"),
                ("doi_ngoai", "Đối ngoại"),
                ("cong_hien", "Cống hiến"),
                ("nien_han", "Niên hạn"),
                ("khang_chien", "Kháng chiến"),
            )
        ),
    ]
    return _numbered(rows, first)


def _numbered(rows: list[Row], first: int) -> tuple[Row, ...]:
    numbers = iter(range(first, first + len(rows)))
    return tuple(
        row
        if row.is_heading
        else Row(row.key, f"{next(numbers):02}", row.label, row.unit, row.group, row.indent, row.recipient, row.never)
        for row in rows
    )


_LAUNCH = "Chia theo cấp chủ trì phát động"
MOVEMENTS = Form(
    "0601",
    "0601.N/BNV-TĐKT",
    "0601.N",
    "SỐ PHONG TRÀO THI ĐUA",
    "phong trào",
    (
        Column(TOTAL, "1", ("Tổng số (1=2+3+4)",)),
        Column("trung_uong", "2", (_LAUNCH, "Cấp Trung ương (Hội đồng Thi đua - Khen thưởng Trung ương)")),
        Column(
            "bo_tinh",
            "3",
            (_LAUNCH, "Cấp bộ, ban, ngành, đoàn thể trung ương, tỉnh, thành phố trực thuộc Trung ương"),
        ),
        Column("don_vi", "4", (_LAUNCH, "Cơ quan, tổ chức, đơn vị")),
    ),
    (
        Row(TOTAL, "01", "Tổng số"),
        *_numbered(
            [
                Row("", "", "1. Chia theo phạm vi tổ chức thi đua"),
                Row("toan_quoc", "+", "Toàn quốc", group="scope", indent=1),
                Row("bo_nganh", "+", "Bộ, ban, ngành, đoàn thể, địa phương", group="scope", indent=1),
                Row("cum_khoi", "+", "Cụm, khối thi đua", group="scope", indent=1),
                Row("co_quan", "+", "Cơ quan, tổ chức, đơn vị", group="scope", indent=1),
                Row("", "", "2. Chia theo thời hạn thi đua"),
                Row("duoi_1_nam", "+", "Dưới 1 năm", group="length", indent=1),
                Row("1_nam", "+", "1 năm", group="length", indent=1),
                Row("tu_1_nam", "+", "Từ 1 năm đến dưới 3 năm", group="length", indent=1),
                Row("tu_3_nam", "+", "Từ 3 năm đến dưới 5 năm", group="length", indent=1),
                Row("tu_5_nam", "+", "Từ 5 năm trở lên", group="length", indent=1),
                Row("", "", "3. Chia theo phương thức tổ chức"),
                Row("theo_chuyen_de", "+", "Thi đua theo chuyên đề", group="way", indent=1),
                Row("thuong_xuyen_hang_nam", "+", "Thi đua thường xuyên hằng năm", group="way", indent=1),
            ],
            2,
        ),
    ),
    has_units=False,
)

STATE = Form(
    "0602",
    "0602.N/BNV-TĐKT",
    "0602.N",
    "SỐ LƯỢNG KHEN THƯỞNG CẤP NHÀ NƯỚC",
    "lượt khen thưởng",
    (
        Column(TOTAL, "1", ("Tổng số",)),
        *_order(1, "Huân chương Độc lập", {"huan_chuong_doc_lap"}),
        *_order(2, "Huân chương Lao động", {"huan_chuong_lao_dong"}),
        *_order(3, "Huân chương khác", {"huan_chuong_khac"}),
        *_order(4, "Huy chương", {"huy_chuong"}),
        *_pair(3, "Giải thưởng Hồ Chí Minh", {"khac"}, _STATE, "giải thưởng hồ chí minh"),
        *_pair(4, "Giải thưởng Nhà nước", {"khac"}, _STATE, "giải thưởng nhà nước"),
        *_pair(5, "Danh hiệu vinh dự Nhà nước", {"danh_hieu_vinh_du_nha_nuoc"}, _STATE),
        Column(
            "6",
            "6",
            ("Cờ thi đua của Chính phủ (tập thể)",),
            frozenset({"co_thi_dua"}),
            _GOVERNMENT,
            _GROUPS,
        ),
        *_pair(7, "Bằng khen của Thủ tướng Chính phủ", {"bang_khen"}, _GOVERNMENT),
        Column(
            "8",
            "8",
            ("Chiến sĩ thi đua toàn quốc (cá nhân)",),
            frozenset({"chien_si_thi_dua_toan_quoc"}),
            _STATE,
            _PERSONS,
        ),
        *_pair(9, "Các hình thức khác", {"khac"}, frozenset({"nha_nuoc", "chinh_phu"})),
    ),
    (
        Row(TOTAL, "01", "Tổng số", "lượt"),
        Row("", "", "Chia theo đơn vị trình"),
        Row("trinh_bo", "02", "Bộ, ban, ngành", "lượt", "submitted", 1, never="submitter_unsaid"),
        Row("trinh_tinh", "03", "Tỉnh, thành phố", "lượt", "submitted", 1, never="submitter_unsaid"),
        *_award_rows(4),
    ),
)

PROVINCE = Form(
    "0603",
    "0603.N/BNV-TĐKT",
    "0603.N",
    "SỐ LƯỢNG KHEN THƯỞNG CẤP BỘ, BAN, NGÀNH, ĐOÀN THỂ TRUNG ƯƠNG VÀ TỈNH, THÀNH PHỐ",
    "lượt khen thưởng",
    (
        Column(TOTAL, "1", ("Tổng số (1=2+3+4+5)",)),
        Column("2", "2", ("Bằng khen",), frozenset({"bang_khen"}), _PROVINCE),
        Column(
            "3",
            "3",
            ("Chiến sĩ thi đua cấp bộ, cấp tỉnh",),
            frozenset({"chien_si_thi_dua_tinh"}),
            _PROVINCE,
            _PERSONS,
        ),
        Column("4", "4", ("Cờ thi đua của bộ, ngành, tỉnh",), frozenset({"co_thi_dua"}), _PROVINCE, _GROUPS),
        Column("5", "5", ("Huy hiệu (kỷ niệm chương)",), frozenset({"ky_niem_chuong"}), _PROVINCE, _PERSONS),
    ),
    (Row(TOTAL, "01", "Tổng số", "lượt"), *_award_rows(2)),
)

COMMUNES = Form(
    "xa",
    "Khen thưởng cấp xã",
    "Cấp xã",
    "SỐ LƯỢNG KHEN THƯỞNG CỦA CẤP XÃ",
    "lượt khen thưởng",
    (
        Column(TOTAL, "1", ("Tổng số (1=2+…+8)",)),
        Column("2", "2", ("Giấy khen",), frozenset({"giay_khen"}), _COMMUNE),
        Column("3", "3", ("Lao động tiên tiến",), frozenset({"lao_dong_tien_tien"}), _COMMUNE, _PERSONS),
        Column("4", "4", ("Tập thể lao động tiên tiến",), frozenset({"tap_the_lao_dong_tien_tien"}), _COMMUNE, _GROUPS),
        Column("5", "5", ("Chiến sĩ thi đua cơ sở",), frozenset({"chien_si_thi_dua_co_so"}), _COMMUNE, _PERSONS),
        Column(
            "6",
            "6",
            ("Gia đình văn hóa",),
            frozenset({"gia_dinh_van_hoa"}),
            _COMMUNE | {None},
            frozenset({"ho_gia_dinh"}),
        ),
        Column(
            "7",
            "7",
            ("Thôn, tổ dân phố văn hóa",),
            frozenset({"khu_dan_cu_van_hoa"}),
            _COMMUNE,
            frozenset({"khu_dan_cu"}),
        ),
        Column("8", "8", ("Hình thức khác",), frozenset({"khac"}), _COMMUNE),
    ),
    (Row(TOTAL, "01", "Tổng số", "lượt"), *_award_rows(2, communes=True)),
    official=False,
)

FORMS = (MOVEMENTS, STATE, PROVINCE, COMMUNES)
AWARD_FORMS = (STATE, PROVINCE, COMMUNES)
