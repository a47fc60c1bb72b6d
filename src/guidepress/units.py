"""The unit of length: everything is measured in points, 72 to the inch; `MM` is a millimetre in points."""

from __future__ import annotations

MM = 72 / 25.4  # points
