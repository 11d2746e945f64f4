"""Makes `corpus` and `mutations` importable from the tests beside them."""
