"""Scans: pictures of pages, cleaned, read by Tesseract and given back as words with their places."""
