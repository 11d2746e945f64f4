"""A fault lab: real networks in namespaces, broken on purpose.

`python -m tests.lab` prints how the check judged them.
"""
