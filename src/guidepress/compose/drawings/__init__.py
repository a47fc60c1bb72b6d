"""Values in, SVG out: charts, and the drawing that stands for each role, computed from the physics of its work.

A new chart or a new motif belongs here. Everything is a pure function; nothing here knows content or paper.
"""
