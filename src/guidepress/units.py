"""Lengths: everything is measured in points, 72 to the inch."""

from __future__ import annotations

MM = 72 / 25.4  # points
