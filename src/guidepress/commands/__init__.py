"""The command line: one file for each group of commands, a skin over the other wings.

Options, prompts and what is printed belong here. No decision about content or outputs is taken here.
"""
