"""Stage *link*: what is one thing across documents."""
