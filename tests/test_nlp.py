from __future__ import annotations

import re
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from underthesea import pos_tag, word_tokenize

from extractors.nlp import Patterns, Phrases, tokenize, words, words_in
from extractors.nlp.words import _segmented, _tags
from schemas.text import Span
from tests.support import ROOT

LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạằắẳẵặ ỳýỷỹỵQĐUBND0123456789.,;:/-–()“”%²\t\u00a0"
# What underthesea takes for one token though it is more than letters, and what stands beside it.
PIECES = (
    "v.v", "v.v...", "Tp.", "TP.", "T.Ư", "U.B.N.D", "H'Mông", "NĐ-CP", "12/2023/QĐ-UBND", "20.08.2024", "43H-0530",
    "a.b@xa.gov.vn", "https://xa.gov.vn/tin", "::", ":D", "=>", "hoà", "Hoà", "uỷ", "km2", "3x4", "->", "..", "THỦY",
)  # fmt: skip


@given(st.text(max_size=200))
def test_tokens_keep_every_character(text: str) -> None:
    doc = tokenize(text)
    assert doc.text == text
    for token in doc:
        assert text[token.idx : token.idx + len(token.text)] == token.text


@given(st.text(alphabet=LETTERS, max_size=120))
@settings(max_examples=60)
def test_words_are_slices_in_order(text: str) -> None:
    end = 0
    for word in words(text):
        assert end <= word.span.start < word.span.end <= len(text)
        assert word.span.of(text) == word.text
        end = word.span.end


def test_words_cover_a_sentence_that_underthesea_rewrites() -> None:
    text = "Uỷ ban nhân dân xã  Hạ Vân thực hiện Quyết định 12/2023/QĐ-UBND; hoà giải 14 vụ việc."
    found = words(text)
    assert re.sub(r"\s", "", "".join(w.text for w in found)) == re.sub(r"\s", "", text)
    assert "vụ việc" in [w.text for w in found]


def test_words_of_several_lines_keep_their_places() -> None:
    text = "Tỷ lệ hộ nghèo\ngiảm mạnh"
    assert [w.span.of(text) for w in words(text)][-2:] == ["giảm", "mạnh"]


@given(st.lists(st.sampled_from(PIECES) | st.text(alphabet=LETTERS, max_size=12), max_size=25).map(" ".join))
@settings(max_examples=120)
def test_words_are_those_of_underthesea(line: str) -> None:
    said = word_tokenize(line) if line.strip() else []
    assert _segmented(line) == said


@given(st.text(alphabet=LETTERS, max_size=120))
@settings(max_examples=60)
def test_tags_are_those_of_underthesea(text: str) -> None:
    line = f"Xã Hạ Vân có {text} hộ nghèo; đã trao 12 suất quà cho Hội Người cao tuổi."
    tagged = pos_tag(line)
    assert _tags([word for word, _ in tagged]) == [tag for _, tag in tagged]


def test_words_in_a_span_are_tagged_in_their_sentence() -> None:
    text = "Đã sửa chữa 12 phòng học cho trường mầm non"
    found = words_in(text, Span(15, 24))
    assert " ".join(w.text for w in found) == "phòng học"
    assert found[0].is_noun
    assert not found[0].is_verb


def test_phrases_prefer_the_longest_and_ignore_case() -> None:
    finder = Phrases({"đồng": ["đồng"], "đồng chí": ["đồng chí"], "tấn/ha": ["tấn/ha"]})
    text = "24 ĐỒNG CHÍ góp 500 đồng, 6 tấn/ha"
    assert [(m.label, m.span.of(text)) for m in finder.find(tokenize(text))] == [
        ("đồng chí", "ĐỒNG CHÍ"),
        ("đồng", "đồng"),
        ("tấn/ha", "tấn/ha"),
    ]


def test_patterns_read_options_and_numbers() -> None:
    finder = Patterns({">=": ["ít nhất là?", "từ # % ? trở lên"], "<": ["dưới|chưa đầy?"]})
    text = "ít nhất là 3, từ 90% trở lên, chưa đầy 5"
    assert [m.label for m in finder.find(tokenize(text))] == [">=", ">=", "<"]


def test_only_this_module_knows_the_two_libraries() -> None:
    importers = {
        path.relative_to(ROOT).as_posix()
        for folder in ("schemas", "extractors", "pipeline")
        for path in Path(ROOT / folder).rglob("*.py")
        if re.search(r"^\s*(?:import|from)\s+(?:spacy|underthesea)", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert importers == {"extractors/nlp/tokens.py", "extractors/nlp/words.py"}
