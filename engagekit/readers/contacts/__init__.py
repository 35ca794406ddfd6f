"""Readers of people: staff lists and address books."""
