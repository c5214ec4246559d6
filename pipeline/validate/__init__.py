"""The gate: is an upload readable, complete, consistent, and of what quality? Never touches a database.

``profile`` what a kind of document must have · ``quality`` where its words come from · ``complete`` what is missing ·
``certainty`` the upload is bad, or we are not sure · ``examine`` one file · ``gate`` many · ``formats`` how it is told.
"""
