"""Surveys: one module a tool; modules with an underscore are what they share."""
