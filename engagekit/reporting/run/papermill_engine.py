"""The papermill engine ``engagekit``: cells run in an IPython shell of this process, no kernel."""

import base64
import contextlib
import re
import sys
from collections.abc import Callable, Iterator
from typing import Any

import nbformat
from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from papermill import engines
from traitlets.config import Config

_NEEDS_KERNEL = re.compile(r"^\s*(?:%matplotlib|%gui|%%javascript)|\bipywidgets\b", re.MULTILINE)


class Engine(engines.Engine):  # type: ignore[misc]
    """Runs a notebook of this Python here; one that needs a kernel gets papermill's own."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: Any,
        kernel_name: str,
        progress: Callable[[int, Any], None] | None = None,
        **options: Any,
    ) -> None:
        """Run the cells one after the other, up to the first error that may not be.

        ``progress``: called before each cell with its place and the cell.
        """
        cells = nb_man.nb.cells
        is_python = nb_man.nb.metadata.get("kernelspec", {}).get("language", "python") == "python"
        needs_kernel = any(_NEEDS_KERNEL.search(cell.source) for cell in cells)
        if InteractiveShell.initialized() or needs_kernel or not is_python:
            engines.NBClientEngine.execute_managed_notebook(nb_man, kernel_name, **options)
            return
        with _shell() as shell:
            for place, cell in enumerate(cells):
                if progress is not None:
                    progress(place, cell)
                nb_man.cell_start(cell, place)
                is_done = cell.cell_type != "code" or _run_cell(shell, cell)
                if not is_done:
                    nb_man.cell_exception(cell, cell_index=place)
                nb_man.cell_complete(cell, cell_index=place)
                if not is_done:
                    break
        nb_man.nb.metadata["language_info"] = {"name": "python", "file_extension": ".py"}


class _Shell(InteractiveShell):
    """An IPython shell that keeps the outputs of a cell instead of printing them."""

    outputs: list[Any]

    def keep(self, kind: str, **parts: Any) -> None:
        self.outputs.append(nbformat.v4.new_output(kind, **parts))

    def _showtraceback(self, etype: Any, evalue: Any, stb: Any) -> None:
        lines = [str(line) for line in stb]
        self.keep("error", ename=etype.__name__, evalue=str(evalue), traceback=lines)


class _Publisher(DisplayPublisher):
    shell: Any

    def publish(self, data: Any, metadata: Any = None, **options: Any) -> None:  # type: ignore[override]
        self.shell.keep("display_data", data=_as_json(data), metadata=metadata or {})


class _Results(DisplayHook):
    shell: Any

    def write_output_prompt(self) -> None:
        """Print no prompt."""

    def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:
        data = _as_json(format_dict)
        count = self.prompt_count
        self.shell.keep("execute_result", data=data, metadata=md_dict or {}, execution_count=count)


class _Stream:
    """What a cell prints, as outputs between the others."""

    def __init__(self, shell: _Shell, name: str) -> None:
        self.shell, self.name = shell, name

    def write(self, text: str) -> int:
        last = self.shell.outputs[-1] if self.shell.outputs else {}
        if last.get("name") == self.name:
            last["text"] += text
        elif text:
            self.shell.keep("stream", name=self.name, text=text)
        return len(text)

    def flush(self) -> None:
        """Hold nothing back."""

    def isatty(self) -> bool:
        return False


@contextlib.contextmanager
def _shell() -> Iterator[_Shell]:
    """Yield a fresh shell; what it changes of this process is as before when the block ends."""
    choices = Config()
    choices.HistoryManager.enabled = False
    choices.InteractiveShell.colors = "nocolor"
    main, path = sys.modules["__main__"], [*sys.path]
    shell = _Shell.instance(
        config=choices, display_pub_class=_Publisher, displayhook_class=_Results
    )
    try:
        yield shell
    finally:
        shell.restore_sys_module_state()
        sys.modules["__main__"], sys.path[:] = main, path
        _Shell.clear_instance()


def _run_cell(shell: _Shell, cell: Any) -> bool:
    """Run one cell and keep its outputs; return False where the notebook must stop."""
    shell.outputs = cell.outputs = []
    if not cell.source.strip():
        return True
    out, err = _Stream(shell, "stdout"), _Stream(shell, "stderr")
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):  # type: ignore[type-var]
        result = shell.run_cell(cell.source, store_history=True)
    cell.execution_count = result.execution_count
    return bool(result.success) or "raises-exception" in cell.metadata.get("tags", [])


def _as_json(data: Any) -> dict[str, Any]:
    """Return a MIME bundle that JSON can hold: bytes as base64."""
    return {
        kind: base64.b64encode(value).decode() if isinstance(value, bytes) else value
        for kind, value in data.items()
    }
