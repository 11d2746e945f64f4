"""The engine: read a pack, refuse a wrong one, walk a right one. Pure: no clock, no terminal."""
