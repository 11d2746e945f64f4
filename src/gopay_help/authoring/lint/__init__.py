"""Holds a pack of YAML against every rule, and compiles what keeps them."""
