"""The unit of length: everything is measured in points, 72 to the inch; `MM` is a millimetre, `PX` a pixel of CSS."""

from __future__ import annotations

MM = 72 / 25.4  # points
PX = 0.75  # points
