"""The two language libraries behind one door: spaCy for tokens and patterns, underthesea for words and phrases."""

from __future__ import annotations

from extractors.nlp.tokens import Match, Patterns, Phrases, tokenize
from extractors.nlp.words import Word, words, words_in

__all__ = ["Match", "Patterns", "Phrases", "Word", "tokenize", "words", "words_in"]
