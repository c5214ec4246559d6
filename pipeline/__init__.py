"""The stages, in the order in which a document meets them, and the only place with input and output."""
