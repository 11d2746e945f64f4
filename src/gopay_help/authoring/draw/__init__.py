"""The tree as people look at it: drawings, one page for reviewers, and a single node on a terminal."""
