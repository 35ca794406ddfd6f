"""Exports of help desks, booking tools, cards and course platforms."""

from __future__ import annotations
