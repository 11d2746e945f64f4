"""The one form of a pack's YAML files: written alike by everyone, the English words beside the ids."""
