"""Measures: one question a module, each returning the measure frame."""
