"""Scores what was extracted against gold made by hand, and says what was won and lost since a baseline."""
