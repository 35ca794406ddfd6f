"""Loading: a folder of raw exports in, tidy tables with their faults and their provenance out.

May import
    Every room on its left. It opens no file itself: `files` does, and readers take what is open.

Hands on
    `load.load` gives `Tables`; `inspect.inspect` says the same of each file without joining them.
    Each row of an export is read, set aside with a reason, or counted as not ours; a file that no
    reader takes is named, never passed over.

The way of a file
    ``recognise`` (which reader) -> ``load`` (read, validate) -> ``combine`` (what the next file
    does) -> links of people (`identity`) -> ``merge`` (tables of all files). ``preloaded`` hands
    tables to the notebooks of one command.

How to add a step
    A module with one function from frames to frames, called in `load.assemble`, its test on two
    small frames; what it leaves out becomes a `SetAside`. A new tool is no step but a reader.
"""
