"""The official statistical forms: counted from stored records, with the records behind every cell.

``stored`` asks the database, ``once`` leaves out what is told twice, ``places`` says where in a form a record belongs,
``count`` makes cells of it, ``workbook`` writes them. All but the first and the last are pure.
"""
