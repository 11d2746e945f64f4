"""Runs made from a tree: what they cover, what is checked of each, authors' stories, a run had again."""
