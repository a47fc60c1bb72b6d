"""One school: its file over the guides, the edits it keeps, and the merge of those edits with next year's guides.

What a school may say in its own way, and who wins where it and a guide differ, belongs here. Nothing here knows a
PDF or a Word file.
"""
