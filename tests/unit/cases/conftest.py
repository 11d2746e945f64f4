"""Makes `made` importable from the tests beside it."""
