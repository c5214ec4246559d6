"""What tests of the gate need: uploads that pass, and the same with something wrong."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema

from pipeline.validate.gate import Asked, Means, validate
from pipeline.validate.profile import profiles_of
from schemas.validation import ValidatedFile, ValidationFinding, ValidationReport
from tests.support import ROOT

REPORT = """ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
XÃ LÂM HÀ THƯỢNG Độc lập - Tự do - Hạnh phúc
Số: 57/BC-UBND Lâm Hà Thượng, ngày 05 tháng 12 năm 2025

BÁO CÁO
Tổng kết công tác thi đua, khen thưởng năm 2025

I. CÔNG TÁC LÃNH ĐẠO, CHỈ ĐẠO
Ủy ban nhân dân xã đã ban hành kế hoạch phát động thi đua ngay từ đầu năm và giao cho từng thôn, từng cơ quan, trường
học thực hiện; hằng quý có kiểm tra, đôn đốc và nhắc nhở những nơi làm chưa tốt.

II. KẾT QUẢ CÁC PHONG TRÀO THI ĐUA
Toàn xã đã hưởng ứng phong trào thi đua “Dân vận khéo” với nhiều cách làm hay, được nhân dân đồng tình. Tổng diện tích
gieo trồng đạt 310 ha, tỷ lệ hộ nghèo còn 2,4%. Có 39/45 hộ (đạt 86,7%) đăng ký xây dựng gia đình văn hóa trong đợt này.

III. CÔNG TÁC KHEN THƯỞNG
Chủ tịch Ủy ban nhân dân xã tặng Giấy khen cho 12 tập thể và 31 cá nhân có thành tích trong các phong trào thi đua.

IV. TỒN TẠI, HẠN CHẾ VÀ NGUYÊN NHÂN
Việc phát hiện và nhân rộng điển hình tiên tiến ở một số thôn còn chậm, hồ sơ gửi về xã chưa đúng hạn.

V. PHƯƠNG HƯỚNG, NHIỆM VỤ NĂM 2026
Tiếp tục đổi mới nội dung, hình thức tổ chức các phong trào thi đua, gắn với nhiệm vụ phát triển kinh tế của địa phương.

Nơi nhận:
- Ủy ban nhân dân tỉnh;
- Lưu: VT.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Lò Văn Thảnh
"""

PLAN = """ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
XÃ LÂM HÀ THƯỢNG Độc lập - Tự do - Hạnh phúc
Số: 12/KH-UBND Lâm Hà Thượng, ngày 10 tháng 01 năm 2026

KẾ HOẠCH
Phát động phong trào thi đua năm 2026

I. MỤC ĐÍCH, YÊU CẦU
Động viên cán bộ, công chức, viên chức và nhân dân trong xã thi đua hoàn thành các chỉ tiêu phát triển kinh tế - xã hội.
Phong trào phải thiết thực, tránh hình thức, gắn với nhiệm vụ chính trị của từng cơ quan, từng thôn.

II. NỘI DUNG THI ĐUA
Thi đua phát triển sản xuất, xây dựng nông thôn mới, giữ gìn vệ sinh môi trường, chuyển đổi số và cải cách hành chính.

III. TỔ CHỨC THỰC HIỆN
Các cơ quan, các thôn căn cứ Kế hoạch này xây dựng kế hoạch của mình và báo cáo kết quả về Ủy ban nhân dân xã.

Nơi nhận:
- Các thôn;
- Lưu: VT.

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Lò Văn Thảnh
"""

DECISION = """ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
XÃ LÂM HÀ THƯỢNG Độc lập - Tự do - Hạnh phúc
Số: 88/QĐ-UBND Lâm Hà Thượng, ngày 20 tháng 12 năm 2025

QUYẾT ĐỊNH
Về việc tặng Giấy khen năm 2025

CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ LÂM HÀ THƯỢNG

Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022;
Xét đề nghị của Hội đồng Thi đua - Khen thưởng xã,

QUYẾT ĐỊNH:

Điều 1. Tặng Giấy khen cho 02 tập thể và 05 cá nhân có thành tích trong phong trào thi đua năm 2025.
Điều 2. Tiền thưởng trích từ quỹ thi đua, khen thưởng của xã.
Điều 3. Văn phòng Ủy ban nhân dân xã và các tập thể, cá nhân có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này.

Nơi nhận:
- Như Điều 3;
- Lưu: VT.

CHỦ TỊCH

Lò Văn Thảnh
"""


def written(folder: Path, name: str = "báo cáo.txt", text: str = REPORT, **changes: str) -> Path:
    """An upload; each change is a name for nothing, "old → new"."""
    for change in changes.values():
        old, _, new = change.partition(" → ")
        assert old in text, change
        text = text.replace(old, new)
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def judged(*paths: Path, profile: str = "auto", **asked: Any) -> ValidationReport:
    """The report on uploads, read in this process."""
    return validate(paths, Asked(profile, profiles_of(profile), **asked), Means(workers=0))


def only(report: ValidationReport) -> ValidatedFile:
    """The one file of a report."""
    (file,) = report.files
    return file


def failing(report: ValidationReport) -> list[str]:
    """The codes of what fails."""
    return [finding.code for file in report.files for finding in file.findings if finding.fails]


def found(report: ValidationReport, code: str) -> ValidationFinding:
    """The one finding of a code."""
    (finding,) = [one for file in report.files for one in file.findings if one.code == code]
    return finding


@cache
def _schema() -> Any:
    return json.loads((ROOT / "schemas/json/v1/validation.schema.json").read_text(encoding="utf-8"))


def document(text: str) -> Any:
    """One JSON document that keeps to its schema, and nothing beside it."""
    told = json.loads(text)
    jsonschema.validate(told, _schema())
    return told
