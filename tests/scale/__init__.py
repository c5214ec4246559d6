"""Scale: a generator of reports by the hundred thousand, and what reading, storing and asking them costs."""
