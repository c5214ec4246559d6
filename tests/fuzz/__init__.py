"""Files that were damaged on purpose, from every format that is read: ``make fuzz``, and a slice in the test suite."""
