"""by_hand.py works everything out when it is imported: not while tests are collected."""

collect_ignore = ["by_hand.py"]
