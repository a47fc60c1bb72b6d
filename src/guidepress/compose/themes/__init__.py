"""How everything looks, as values: a theme, a brand worn over it, its colours moved until they can be read.

Colours, fonts and the tokens of a theme belong here. Nothing here knows what a guide says.
"""
