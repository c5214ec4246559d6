"""Builds the model from texts and lines that an engine read: ``python -m pipeline.restoration.train``."""
