"""Which names mean one movement."""

from __future__ import annotations

from extractors.movements.lexicon import stem, years


def same(first: str, second: str) -> bool:
    """Whether two names are one movement's: equal but for punctuation, one cut short, or a word apart.

    >>> same("Cả nước chung sức xây dựng nông thôn mới", "cả nước chung sức, xây dựng nông thôn mới")
    True
    >>> same("Toàn dân đoàn kết xây dựng đời sống văn hóa", "Toàn dân đoàn kết xây dựng nông thôn mới")
    False
    >>> same("Ngày chủ nhật xanh", "Chủ nhật xanh"), same("Gia đình học tập", "Dòng họ học tập")
    (True, False)
    """
    a, b = stem(first).split(), stem(second).split()
    if a == b:
        return not (years(first) and years(second)) or bool(years(first) & years(second))
    if len(a) > len(b):
        a, b = b, a
    if years(first) and years(second) and not years(first) & years(second):
        return False
    if len(a) >= 2 and holds(a, b):
        share = len(a) / len(b)
        return share >= 0.6 or (b[: len(a)] == a and len(a) >= 4 and share >= 0.45)
    return len(a) >= 6 and common(a, b) >= 0.86 and (a[0] == b[0] or a[-1] == b[-1])


def holds(short: list[str], long: list[str]) -> bool:
    """Whether the words stand together within the others."""
    return any(long[at : at + len(short)] == short for at in range(len(long) - len(short) + 1))


def common(a: list[str], b: list[str]) -> float:
    """The share of words that two names have in common, in order."""
    if not a or not b or abs(len(a) - len(b)) > 6:
        return 0.0
    row = [0] * (len(b) + 1)
    for x in a:
        above = 0
        for j, y in enumerate(b):
            above, row[j + 1] = row[j + 1], above + 1 if x == y else max(row[j + 1], row[j])
    return 2 * row[-1] / (len(a) + len(b))
