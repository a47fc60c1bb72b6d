"""The handout as a Word file: its styles, writing it, and reading it back."""
