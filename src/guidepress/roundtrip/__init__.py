"""An edited handout comes home: received, compared with what was given out, told in words, stored for its school.

What an import says and keeps belongs here. Nothing here reads WordprocessingML or asks a person at the terminal.
"""
