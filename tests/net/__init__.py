"""The net: what every command says, byte for byte, against what stood before. How: `__main__.py`."""
