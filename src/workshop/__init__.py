"""What scripts/ runs: setting a machine up, timing Guidepress beside other programs, drawing the README's pictures.

It serves this repository and is not part of what is installed elsewhere. `setup` and `machine` use the standard library
only, because nothing else is there yet.
"""
