"""Builds the restoration model from texts and from lines that an OCR engine read: ``python -m pipeline.restoration.train``."""
