"""Who is official, who is not, and how old the proof is."""
