"""Write data/sample: ``python data/sample_generator.py [--seed 20260930] [--out data/sample]``."""

from generator.__main__ import main

if __name__ == "__main__":
    main()
