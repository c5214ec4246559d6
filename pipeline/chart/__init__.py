"""Pictures of what is stored, for those who open no notebook: ``thidua chart``.

``data`` asks the views, ``draw`` makes a picture of the answer. The same rows give the same SVG, byte for byte.
"""
