"""The YAML files that people write: read with the line and column of every value, checked, rewritten with care.

`guidepress check` lives here. What is said about a mistake in a file belongs here; nothing here sets a page, opens a
PDF or a Word file, or knows how anything looks.
"""
