"""Texts on their way to translators and back: PO files, what is stale, a language that nobody speaks."""
