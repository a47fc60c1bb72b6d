"""Guidepress: one source of structured content, a brochure to fold, the same to read, and a handout to edit."""

__version__ = "0.1.0"
