"""One load for the gate and for every notebook of a command."""

import contextlib
from collections.abc import Iterator

from engagekit.loading import load, preloaded, settings_for_folder
from engagekit.reporting.worker_processes import may_fork, preload
from engagekit.tables.tables import Tables


@contextlib.contextmanager
def loaded_once(folder: str) -> Iterator[Tables]:
    """Yield the tables of a folder, those that each notebook loads which is forked meanwhile.

    Where processes cannot be forked, each notebook loads them again.
    """
    if may_fork():
        preload()
    tables = load.load(folder, engine="pandas")  # each notebook hands them to its own engine
    with preloaded.use(settings_for_folder.resolve(folder), tables):
        yield tables
