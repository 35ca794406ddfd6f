"""The papermill engine ``engagekit``: a notebook in a forked child instead of a new kernel.

Named by the entry point ``papermill.engine`` only; papermill loads it when it is itself imported.
"""

import os
import re
import sys
import threading
from functools import lru_cache
from typing import Any

from engagekit.files.child_process import THREADED

_NEEDS_KERNEL = re.compile(
    r"^\s*(?:%matplotlib|%gui|%%javascript)|\bipywidgets\b|\.kernel\b", re.MULTILINE
)


class Engine:
    """Runs the cells in a child forked from this process, in a fresh IPython shell.

    Where that is not safe or not possible (no fork, threads at work, an engine that has them, a
    notebook that talks to its kernel), papermill's own kernel runs them. Takes ``progress``, a
    function of cell index and cell called before each cell. It imports papermill when it is used,
    since papermill loads it while it is itself half imported.
    """

    @classmethod
    def execute_notebook(cls, nb: Any, kernel_name: str, *args: Any, **rest: Any) -> Any:
        """Run a notebook under papermill's management."""
        return _managed().execute_notebook(nb, kernel_name, *args, **rest)

    @classmethod
    def nb_kernel_name(cls, nb: Any, name: str | None = None) -> Any:
        """Return the kernel that a notebook names."""
        return _managed().nb_kernel_name(nb, name)

    @classmethod
    def nb_language(cls, nb: Any, language: str | None = None) -> Any:
        """Return the language that a notebook names."""
        return _managed().nb_language(nb, language)


@lru_cache(maxsize=1)
def _managed() -> Any:
    """Return the engine as papermill's own base class wants it."""
    from papermill.engines import Engine as Base

    class Managed(Base):  # type: ignore[misc]
        @classmethod
        def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **rest: Any) -> None:
            progress = rest.pop("progress", None)
            if progress is not None:
                start = nb_man.cell_start

                def cell_start(cell: Any, cell_index: int | None = None, **rest: Any) -> None:
                    progress(cell_index or 0, cell)
                    start(cell, cell_index, **rest)

                nb_man.cell_start = cell_start
            if _may_fork(nb_man.nb, kernel_name):
                _run_forked(nb_man)
            else:
                from papermill.engines import NBClientEngine

                NBClientEngine.execute_managed_notebook(nb_man, kernel_name, **rest)

    return Managed


def _may_fork(notebook: Any, kernel_name: str) -> bool:
    """Return whether a forked child can run this notebook as a kernel would."""
    if not hasattr(os, "fork") or sys.platform == "darwin" or not THREADED.isdisjoint(sys.modules):
        return False
    language = notebook.metadata.get("kernelspec", {}).get("language", "python")
    if language != "python" or threading.active_count() > 1:
        return False
    if not _is_this_python(kernel_name):
        return False
    return not any(
        cell.cell_type == "code" and _NEEDS_KERNEL.search(cell.source) for cell in notebook.cells
    )


def _is_this_python(kernel_name: str) -> bool:
    """Return whether a kernel would run in this same interpreter."""
    from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel

    try:
        first = KernelSpecManager().get_kernel_spec(kernel_name).argv[0]
    except NoSuchKernel:
        return kernel_name == "python3"
    return first == "python" or os.path.realpath(first) == os.path.realpath(sys.executable)


def _run_forked(nb_man: Any) -> None:
    """Run the cells in a child; stop at the first error of a cell that may not fail."""
    from engagekit.reporting.run import papermill_child
    from engagekit.reporting.run._fast_imports import nbformat

    child = papermill_child.start()
    try:
        for index, cell in enumerate(nb_man.nb.cells):
            nb_man.cell_start(cell, index)
            stopped = False
            try:
                if cell.cell_type == "code" and cell.source.strip():
                    done = papermill_child.run(child, cell.source)
                    cell.execution_count = done["count"]
                    cell.outputs = [nbformat.from_dict(output) for output in done["outputs"]]
                    stopped = done["failed"] and "raises-exception" not in cell.metadata.get(
                        "tags", []
                    )
                    if stopped:
                        nb_man.cell_exception(cell, cell_index=index)
            finally:
                nb_man.cell_complete(cell, cell_index=index)
            if stopped:
                break
    finally:
        papermill_child.stop(child)
    nb_man.nb.metadata["language_info"] = papermill_child.language_info()
