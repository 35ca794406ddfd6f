"""``python -m engagekit`` is the command ``engagekit``."""

from engagekit.cli.app import main

if __name__ == "__main__":
    main()
