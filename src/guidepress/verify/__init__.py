"""What came out is judged: outputs against the content they were made from, legibility, and preflight of any PDF.

A new check belongs here, as a point with its clause of a standard. Nothing here changes an output.
"""
