"""The handout as a Word file: its styles, writing it, and reading an edited one back to lines.

All that knows WordprocessingML belongs here, and the base that travels inside a handout. What an edited line means for
the content is found in roundtrip, never here.
"""
