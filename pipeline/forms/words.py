"""What the codes of forms say to people, in Vietnamese and in English."""

from __future__ import annotations

from pipeline.language import choose

EMPTY: dict[str, tuple[str, str]] = {
    "column_untold": (
        "Không văn bản nào trong kỳ nêu con số cho cột này. Chưa rõ, không phải số 0.",
        "No document of the period gives a figure for this column. Not known; no zero.",
    ),
    "row_unsaid": (
        "Văn bản không nói rõ dòng này: {unsaid} ở cột này chưa biết xếp vào dòng nào.",
        "The documents do not say it: {unsaid} of this column cannot be placed in a row.",
    ),
    "row_untold": (
        "Cột này có số, nhưng không văn bản nào nêu con số cho dòng này. Chưa rõ, không phải số 0.",
        "There are figures in this column, but none for this row. Not known; no zero.",
    ),
    "not_applicable": (
        "Không áp dụng: hình thức, danh hiệu này không tặng cho đối tượng ở dòng này.",
        "Does not apply: this award is not given to these recipients.",
    ),
    "position_unsaid": (
        "Báo cáo chỉ nêu số cá nhân, không nêu chức vụ; cần đối chiếu danh sách kèm theo quyết định khen thưởng.",
        "Reports give the number of persons, not their positions; see the lists of the decisions.",
    ),
    "submitter_unsaid": (
        "Báo cáo không nêu cơ quan trình khen thưởng; cần đối chiếu tờ trình.",
        "Reports do not say who submitted it; see the submissions.",
    ),
}
"""Why a cell is empty."""

DOUBTS: dict[str, tuple[str, str]] = {
    "needs_review": ("chương trình chưa chắc đã đọc đúng", "not sure to be read right"),
    "other_year": ("câu trích nêu năm khác", "the quote names another year"),
    "district": ("số của cấp huyện, có thể gồm cả số các xã đã báo cáo", "of a district; may hold its communes' own"),
    "other_unit": (
        "do sở, ngành, đoàn thể, trường học nêu; có thể đã có trong báo cáo của xã, phường",
        "told by a department, an organisation or a school; a commune's report may hold it, too",
    ),
    "same_unit": (
        "các văn bản của cùng đơn vị nêu số khác nhau; đã lấy nguồn nêu nhiều nhất, không cộng dồn",
        "documents of one unit differ; the one that tells most is taken, nothing is added up",
    ),
    "same_province": (
        "văn bản cấp tỉnh và của các đơn vị nêu số khác nhau; đã lấy bên nêu nhiều nhất, không cộng dồn",
        "the province's own documents and those of its units differ; the side that tells most is taken",
    ),
    "outside": (
        "chỉ tính vào cột Tổng số: đối tượng không phải tập thể, cá nhân hoặc không rõ",
        "counted in the total alone: the recipients are no groups or persons, or not said",
    ),
    "campaign": (
        "văn bản gọi là cuộc vận động; xem có tính là phong trào thi đua không",
        "called a campaign; see whether it is a movement",
    ),
}
"""Why a person should look at a figure."""

LEFT_OUT: dict[str, tuple[str, str]] = {
    "proposed": ("Mới đề nghị, chưa khen", "Only proposed"),
    "document_kind": (
        "Loại văn bản không dùng để thống kê (khen thưởng chỉ lấy từ báo cáo, quyết định)",
        "A kind of document that is no source (awards are taken from reports and decisions)",
    ),
    "several_years": (
        "Văn bản về nhiều năm, không nói phần của năm này",
        "The document is on several years and does not say what of it is this year's",
    ),
    "duplicate_document": (
        "Tệp trùng, hoặc bản khác của văn bản đã tính",
        "The same file again, or another version of a document that is counted",
    ),
    "same_document": ("Đã nêu ở chỗ khác trong cùng văn bản", "Told elsewhere in the same document"),
    "total_of_parts": ("Là tổng của các con số đã tính", "The total of figures that are counted"),
    "same_unit": ("Văn bản khác của cùng đơn vị đã nêu", "Told by another document of the unit"),
    "same_province": (
        "Đã tính theo văn bản cấp tỉnh, hoặc theo các đơn vị trong tỉnh",
        "Counted from the province's own documents, or from its units'",
    ),
    "level_unsaid": ("Văn bản không nói cấp nào khen", "It is not said who gave it"),
    "launcher_unsaid": ("Văn bản không nói cấp nào phát động", "It is not said who launched it"),
    "form_unsaid": ("Văn bản không nói khen bằng hình thức nào", "It is not said which award it was"),
    "honoured_only": (
        "Biểu dương, vinh danh: không phải hình thức khen thưởng theo Luật",
        "Honoured: no award by the law",
    ),
    "of_ministry": ("Do bộ, ngành, đoàn thể trung ương khen; nơi ấy thống kê", "Given by a ministry, which reports it"),
    "of_district": ("Do cấp huyện khen; không thuộc các biểu này", "Given by a district; in none of these forms"),
    "no_column": ("Các biểu không có cột cho hình thức này ở cấp này", "None of these forms has a column for it"),
}
"""Why a record is counted in no form."""


def said(words: dict[str, tuple[str, str]], code: str, **values: object) -> str:
    """A code as a sentence in the language of the user."""
    return choose(*words[code]).format(**values)
