"""``python -m engagekit`` is the command ``engagekit``."""

from engagekit.cli import main

if __name__ == "__main__":
    main()
