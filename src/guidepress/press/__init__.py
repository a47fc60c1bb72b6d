"""Panels become sheets, and sheets become PDF/X for a print shop: imposition, marks, inks.

The reading of PDF content that recolouring needs is here, too. Nothing here knows what a guide says.
"""
