"""A network check in six formats, each in a module of its own. `view.py` is what they all receive."""
