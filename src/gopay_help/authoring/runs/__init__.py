"""Runs made from a tree: what they cover, what is checked of each, and the authors' own stories."""
