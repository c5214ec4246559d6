"""One module an identity: what one thing is called across documents, and the columns that lead to it.

A module that defines ``Row`` is a reference table of the module's name; its docstring and its fields' descriptions
become the comments. ``LINKS`` names, by table, the model whose fields are added to the rows of that table: the code of
the thing and how sure that is. ``MENTIONS`` names tables of mentions in the text, each with the model of its own
columns; evidence is added. Links stand beside what was printed and never in its place, and all their fields have a
default: nothing is linked.
"""
