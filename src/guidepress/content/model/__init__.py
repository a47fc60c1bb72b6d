"""What content may say: one model for each kind of file and of section, and the kinds of value they are made of.

A new field, a new kind of section or a new rule for a value belongs here. Nothing here reads a file, and nothing
of ours is imported but errors.
"""
