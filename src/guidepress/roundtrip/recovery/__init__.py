"""The lines of an edited handout back to the fields and lists of its content.

Which line was which, and which field or item its words belong to, is found here. Nothing here writes a file.
"""
