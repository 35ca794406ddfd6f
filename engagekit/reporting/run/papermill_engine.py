"""The papermill engine ``engagekit``: cells run in an IPython shell of this process, no kernel."""

import atexit
import io
import re
import sys
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from functools import partial
from typing import Any

from IPython.core.interactiveshell import InteractiveShell
from nbformat import v4
from papermill import engines
from traitlets.config import Config

_NEEDS_KERNEL = re.compile(r"^\s*(?:%matplotlib|%gui|%%javascript)|\bipywidgets\b", re.MULTILINE)


class Engine(engines.Engine):  # type: ignore[misc]
    """Runs a notebook of this Python here; one that needs a kernel gets papermill's own."""

    @classmethod
    def execute_managed_notebook(
        cls, nb_man: Any, kernel_name: str, progress: Any = None, **rest: Any
    ) -> None:
        """Run the cells up to the first error that may not be; ``progress``: called before each."""
        notebook, announce = nb_man.nb, progress or (lambda *_: None)
        is_python = notebook.metadata.get("kernelspec", {}).get("language", "python") == "python"
        needs_kernel = any(_NEEDS_KERNEL.search(cell.source) for cell in notebook.cells)
        if InteractiveShell.initialized() or needs_kernel or not is_python:
            engines.NBClientEngine.execute_managed_notebook(nb_man, kernel_name, **rest)
            return
        with _shell() as shell:
            for place, cell in enumerate(notebook.cells):
                announce(place, cell)
                nb_man.cell_start(cell, place)
                if cell.cell_type == "code" and not shell.run(cell):
                    nb_man.cell_exception(cell, cell_index=place)
                    nb_man.cell_complete(cell, cell_index=place)
                    break
                nb_man.cell_complete(cell, cell_index=place)
        notebook.metadata["language_info"] = {"name": "python", "file_extension": ".py"}


class _Shell(InteractiveShell):  # type: ignore[misc, unused-ignore]
    """An IPython shell that keeps the outputs of a cell instead of printing them."""

    def run(self, cell: Any) -> bool:
        """Run a cell and keep its outputs; return False where the notebook must stop."""
        self.outputs = cell.outputs = []
        with redirect_stdout(_Stream(self, "stdout")), redirect_stderr(_Stream(self, "stderr")):
            result = self.run_cell(cell.source, store_history=True)  # type: ignore[no-untyped-call, unused-ignore]
        cell.execution_count = result.execution_count
        return bool(result.success) or "raises-exception" in cell.metadata.get("tags", [])

    def keep(self, kind: str, data: Any, metadata: Any = None, **rest: Any) -> None:
        """Keep an output as notebooks hold it, pictures as base64."""
        text = {k: b64encode(v).decode() if isinstance(v, bytes) else v for k, v in data.items()}
        output = v4.new_output(kind, data=text, metadata=metadata or {})
        if kind == "execute_result":
            output.execution_count = self.displayhook.prompt_count
        self.outputs.append(output)

    def _showtraceback(self, etype: Any, evalue: Any, stb: Any) -> None:
        parts = {"ename": etype.__name__, "evalue": str(evalue), "traceback": [*stb]}
        self.outputs.append(v4.new_output("error", **parts))


class _Stream(io.TextIOBase):  # what a cell prints stands between its other outputs
    def __init__(self, shell: _Shell, name: str) -> None:
        self.shell, self.stream = shell, name

    def write(self, text: str) -> int:
        last = self.shell.outputs[-1] if self.shell.outputs else {}
        if last.get("name") == self.stream:
            last["text"] += text
        elif text:
            self.shell.outputs.append(v4.new_output("stream", name=self.stream, text=text))
        return len(text)


@contextmanager
def _shell() -> Iterator[_Shell]:
    """Yield a fresh shell; what it changes of this process is as before when the block ends."""
    quiet = Config(HistoryManager={"enabled": False}, InteractiveShell={"colors": "nocolor"})
    path = [*sys.path]
    shell: Any = _Shell.instance(config=quiet)
    shell.display_pub.publish = partial(shell.keep, "display_data")
    shell.displayhook.write_format_data = partial(shell.keep, "execute_result")
    shell.displayhook.write_output_prompt = str
    try:
        yield shell
    finally:
        shell.restore_sys_module_state()
        atexit.unregister(shell.atexit_operations)  # which would keep all that a notebook made
        sys.path[:] = path
        _Shell.clear_instance()
