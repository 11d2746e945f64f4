"""Documents in, text out: pages for people, JSON for programs, a menu or numbered lines to ask by."""
