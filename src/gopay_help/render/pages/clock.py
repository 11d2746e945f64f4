"""Moments as a person reads them."""

from datetime import datetime


def clock_time(moment: datetime) -> str:
    """A moment as this device's clock shows it, with its zone."""
    local = moment.astimezone()
    return f"{local:%Y-%m-%d %H:%M} {local.tzname()}"
