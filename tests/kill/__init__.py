"""Ingestions that are stopped at random moments, and what is left of them: ``make kill``, and a slice in the tests."""
