"""What each screen says, and in which order; one module a screen."""
