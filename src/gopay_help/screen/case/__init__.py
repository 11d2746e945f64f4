"""A case on a screen, on paper, in a mailbox and in a calendar."""
