"""Write data/sample: ``python data/sample_generator.py [--seed 20260930] [--out data/sample]``."""

from __future__ import annotations

import argparse
from pathlib import Path

from .folder import write

SEED = 20260930


def main() -> None:
    """Write every file and say how large each is."""
    parser = argparse.ArgumentParser(description="Write the made-up sample organisation.")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--out", type=Path, default=Path(__file__).parents[1] / "sample")
    choices = parser.parse_args()
    for path in write(choices.seed, choices.out):
        print(f"{path.stat().st_size:>9,}  {path}")


if __name__ == "__main__":
    main()
