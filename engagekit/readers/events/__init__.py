"""Readers of meetings and events: who registered, who came, how long they stayed."""
