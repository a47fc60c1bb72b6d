"""The HTML of a brochure becomes panels: formats, geometry, placing of sections, copyfitting, typesetting, overset.

How large type is, what stands on which panel and what is said where text does not fit belongs here. Nothing here
knows sheets, printers or Word.
"""
