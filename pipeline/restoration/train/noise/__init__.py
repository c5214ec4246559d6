"""More read lines to learn from: text is laid out, drawn, spoiled like a scan, and read back with Tesseract."""
