"""Whatever is typed, given as a file or pressed: a code of the contract, no traceback, no waiting."""
