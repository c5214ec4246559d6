"""docs/cookbook.md out of the views, macros and examples that stand in the program."""

from __future__ import annotations

from pipeline.load.views import Topic, topics

_TITLES = {
    "start": "Bắt đầu",
    "search": "Tìm kiếm",
    "documents": "Văn bản, nơi chưa báo cáo, điều cần lưu ý",
    "awards": "Khen thưởng",
    "movements": "Phong trào",
    "indicators": "Chỉ tiêu",
    "references": "Viện dẫn",
}

_HEAD = """# Sổ tay truy vấn

Tệp này do `docs/generate.py` tạo ra từ chính chương trình; đừng sửa bằng tay. Mọi câu lệnh
ở đây đều được chạy trong phép thử.

Mở `outputs/thidua.duckdb` bằng DuckDB (dòng lệnh, DBeaver, Python, R), chỉ để đọc, rồi chép câu lệnh vào:

```console
$ duckdb -readonly outputs/thidua.duckdb
D FROM muc_luc;
```

Câu đầu tiên nên gõ là `FROM muc_luc`: tệp có những gì, mỗi thứ để làm gì. Các khung nhìn (view) và hàm (macro) dưới
đây nằm sẵn trong tệp; từng cột được giải thích trong [data-dictionary.md](data-dictionary.md), bằng lệnh
`thidua db schema`, và ngay trong tệp (comment, tiếng Việt và tiếng Anh). Đọc được cả khi đang nạp: mỗi lần nạp xong,
tệp được thay nguyên vẹn.

- Tra cứu thì dùng khung nhìn (`award_totals`, `movement_totals`, `indicator_by_unit`, `citations` …); bảng gốc
  (`awards`, `metrics` …) là từng bản ghi kèm câu trích, có cả văn bản trùng.
- Muốn lưu kết quả: `COPY (câu lệnh) TO 'ket_qua.csv';` hoặc `.parquet`. Excel: `thidua export`.
- Khung nhìn tính mỗi văn bản một lần: bỏ bản trùng và bản khác của cùng văn bản (`documents.counted`).
- Cột `needs_review`, hoặc cột có đuôi `to_review`, nói bao nhiêu phần còn chưa chắc, cần người xem lại.
- Xếp tên theo thứ tự tiếng Việt: thêm `COLLATE vi`.
- Nếu mở bằng `ATTACH … AS kho` thì chạy `USE kho` trước khi gọi `tim_kiem` hoặc `chua_bao_cao`.
- Tệp có từ phiên bản cũ: các khung nhìn này có mặt sau lần `thidua ingest` kế tiếp; khung nhìn, bảng cùng tên mà
  bạn tự tạo được giữ lại dưới tên có đuôi `_rieng`.
"""


def cookbook_page() -> str:
    """Every topic with its views, its macros and its examples."""
    blocks = [_HEAD]
    for name, topic in ((name, topics()[name]) for name in _TITLES):  # in the order of those who read
        blocks += [f"## {_TITLES[name]}", "", *_made(topic), ""]
        for example in topic.examples:
            blocks += [
                f"### {example.title}",
                "",
                f"*{example.title_en}.*",
                "",
                "```sql",
                example.sql.strip(),
                "```",
                "",
            ]
    return "\n".join(blocks).rstrip("\n") + "\n"


def _made(topic: Topic) -> list[str]:
    views = [f"- `{view.name}`: {view.comment}" for view in topic.views]
    return views + [f"- `{macro.signature}`: {macro.comment.partition('): ')[2]}" for macro in topic.macros]
