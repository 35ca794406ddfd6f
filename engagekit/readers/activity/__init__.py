"""Readers of what people did without a list of guests: messages, visits, transactions, use."""
