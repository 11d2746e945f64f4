"""What a pack must keep: one module a theme, one small function a rule."""
