"""The page of a copy: HTML without a network request, its drawings, and the PDF printed of it."""
