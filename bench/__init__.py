"""Measurements that are run by hand: `python3 tools/dev.py bench`."""
