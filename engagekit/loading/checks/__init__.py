"""Checks over all files together: one module a subject, each check a function of the tables.

A check takes `Tables` as loaded and yields `Problem` of the level ``question``: what looks wrong,
where, and what to do. It is listed in the ``CHECKS`` of its module; `loading.questions` runs all.
"""
