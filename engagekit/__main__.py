"""``python -m engagekit`` is the command ``engagekit``."""

from engagekit.cli import main

main()
