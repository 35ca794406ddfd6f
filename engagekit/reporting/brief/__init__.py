"""The brief and the action list: what is chosen of a report for those who decide and those who act.

`stories` turns every section into findings and ranks them; `headline` says the first of them in a
sentence; `scorecard` sets a line a department; `pages` lays all of it out on pages, which the page,
its PDF and the slides draw alike; `actions` lists names for the library's own team.
"""
