"""The one way in for a file that no tool's record knows: asked, shown, and confirmed once."""
