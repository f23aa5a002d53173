"""A measured figure, the peer measured beside it in the same run, and the bound that it has to keep."""

import msgspec


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """`most` bounds `ours`, `most_ratio` bounds ours ÷ peer; a figure with neither is shown for interest."""

    name: str
    ours: float
    unit: str
    peer: float | None = None
    peer_name: str = ""
    most: float | None = None
    most_ratio: float | None = None

    @property
    def ratio(self) -> float | None:
        """Ours ÷ peer; a peer that took nothing gives no ratio, which then counts as missed."""
        return self.ours / self.peer if self.peer else None

    @property
    def is_kept(self) -> bool:
        within = self.most is None or self.ours <= self.most
        if self.most_ratio is None:
            return within
        return within and self.ratio is not None and self.ratio <= self.most_ratio

    @property
    def reach(self) -> str:
        """The bound in words, as the table shows it."""
        bounds = []
        if self.most is not None:
            bounds.append(f"≤ {number(self.most)} {self.unit}")
        if self.most_ratio is not None:
            bounds.append(f"≤ {number(self.most_ratio)} ×")
        return ", ".join(bounds)


def number(value: float) -> str:
    """Three figures that matter, and no power of ten: 0.00123, 1.24, 15.3, 12,345."""
    if value == 0 or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{float(f'{value:.3g}'):.6f}".rstrip("0").rstrip(".")
