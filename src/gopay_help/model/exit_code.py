"""Exit codes (contracts.md, "Exit codes"): the only place that has the numbers."""

from enum import IntEnum


class ExitCode(IntEnum):
    """What the shell sees."""

    OK = 0
    INTERNAL = 1
    USAGE = 2
    FINDINGS = 3
    DATA = 4
    UNKNOWN = 5
    MAINTENANCE = 10
    PEAK_LOAD = 11
    NETWORK = 12
    CHANNEL_CHANGE = 13
    ACCOUNT = 14
    PENDING = 15
    IDENTITY = 16
    OTHER = 17
    UNDETERMINED = 19
    FUNDS_AT_RISK = 20
    INTERRUPTED = 130
    TERMINATED = 143
