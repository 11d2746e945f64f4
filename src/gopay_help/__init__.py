"""gopay-help: unofficial, offline-first help when GoPay customer service cannot be reached."""

__version__ = "0.2.0"
