"""Places labels along a line: each as near as it can be to what it names, none touching another."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise


def spread(
    wanted: Sequence[float],
    before: Sequence[float],
    after: Sequence[float],
    least: float,
    most: float,
    gap: float = 0.0,
) -> list[float]:
    """Return the positions nearest to those `wanted` at which no label touches the next one.

    All lengths have one unit, such as points. `wanted` is in ascending order. A label at position p takes the line from
    p - before to p + after; the next one begins at least `gap` behind that. All lie between `least` and `most`; where
    the labels together are longer than that, the first begins at `least` and the last ends behind `most`.

    Of all allowed positions these have the least sum of squared movements: with the lengths of the labels taken off,
    what is left is isotonic regression, which pooling adjacent violators solves. Raises ValueError where `wanted` is
    not in order, or the lists differ in length.
    """
    if not len(wanted) == len(before) == len(after):
        raise ValueError("each label needs a position, and how far it reaches before and after that")
    if any(first > second for first, second in pairwise(wanted)):
        raise ValueError("labels are placed in the order of their positions")
    if not wanted:
        return []
    offsets = [0.0]
    for ahead, behind in zip(after, before[1:], strict=False):
        offsets.append(offsets[-1] + ahead + gap + behind)
    pools: list[tuple[float, int]] = []  # the mean of neighbours that stand together, and how many they are
    for place, offset in zip(wanted, offsets, strict=True):
        mean, count = place - offset, 1
        while pools and pools[-1][0] > mean:
            other_mean, other_count = pools.pop()
            mean = (mean * count + other_mean * other_count) / (count + other_count)
            count += other_count
        pools.append((mean, count))
    first = least + before[0]
    last = max(most - after[-1] - offsets[-1], first)
    starts = [min(max(mean, first), last) for mean, count in pools for _ in range(count)]
    return [start + offset for start, offset in zip(starts, offsets, strict=True)]
