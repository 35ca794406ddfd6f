"""Reports: a notebook in; a private copy and a board copy of it out, in every format.

The executed notebook is the report. Its sections are read from the bundles of its cells, those of
the board protected together, and only then worded, drawn and written. Nothing is half made: files
are written beside their place and moved there whole, and what fails is said in the outcome.

May import
    Every room on its left; only this room runs notebooks (papermill, nbformat), starts a
    browser that prints, and writes office files (python-pptx, openpyxl). The command line alone
    imports it.

Hands on
    `report.report`, the command as a function, which gives a `pipeline.Outcome`: the files, an exit
    code, sentences.

The way of a report
    ``request`` (what is asked, answered before anything runs) -> ``run`` (papermill, the engine,
    the scrubbing) -> ``document`` (outline, words, results.json) -> ``html`` and ``office``
    (writers) -> ``output_folder``.

How to add a format
    A module with ``write(copy, options) -> bytes`` (`document.output_options`), and one line in
    `writers.WRITERS`: pipeline, command line and dry run take it from there; the help of
    ``--formats`` and of `report.report` names it. It takes numbers from ``copy.content`` or
    ``copy.results`` alone: these are the ones that may be shown.
"""
