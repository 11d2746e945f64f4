"""What every command can be told. Apart from the wiring, so that --help loads no tree."""

from typing import NamedTuple


class Settings(NamedTuple):
    """What every command can be told (contracts.md, "Everywhere")."""

    lang: str | None = None
    json: bool = False
    plain: bool = False
    offline: bool = False
    no_input: bool = False
    now: str | None = None
    debug: bool = False
