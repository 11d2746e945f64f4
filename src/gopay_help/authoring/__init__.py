"""The authors' bench: what shows, tries, draws, measures, formats and translates a pack."""
