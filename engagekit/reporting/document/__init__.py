"""One copy of a report before it takes a format: outline, words, results, and how it looks."""
