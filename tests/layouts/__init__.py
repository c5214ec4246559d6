"""Files as released programs laid them out, as SQL: ``0001.sql`` is what 0.1.0 wrote.

python -m tests.layouts FILE > tests/layouts/0002.sql     writes down what a database holds (reference tables in part)
"""
