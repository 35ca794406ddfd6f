"""The child of the papermill engine: cells in, nbformat outputs out. It imports no papermill."""

import base64
import io
import json
import os
import signal
import sys
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from engagekit.files.child_process import die_with


@dataclass(frozen=True, eq=False)
class Child:
    """A forked process with the two ends that this side holds."""

    pid: int
    reading: Any
    writing: Any


def start() -> Child:
    """Fork a child that waits for cells."""
    import IPython.core.interactiveshell  # noqa: F401  (before the fork: every child has it)

    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    from_parent, to_child = os.pipe()
    from_child, to_parent = os.pipe()
    parent = os.getpid()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        pid = os.fork()
    if pid == 0:
        die_with(parent)
        os.close(to_child)
        os.close(from_child)
        _serve(from_parent, to_parent)
    os.close(from_parent)
    os.close(to_parent)
    return Child(
        pid,
        os.fdopen(from_child, "r", encoding="utf-8"),
        os.fdopen(to_child, "w", encoding="utf-8"),
    )


def run(child: Child, source: str) -> dict[str, Any]:
    """Run one cell: its ``outputs``, its ``count``, whether it ``failed``.

    A child that ends on the way counts as a failed cell that says so.
    """
    try:
        child.writing.write(json.dumps(source) + "\n")
        child.writing.flush()
        answer = child.reading.readline()
    except BrokenPipeError:
        answer = ""
    if answer:
        result: dict[str, Any] = json.loads(answer)
        return result
    died = {
        "output_type": "error",
        "ename": "DeadKernelError",
        "traceback": [],
        "evalue": "The process that ran the notebook ended before the cell was done.",
    }
    return {"outputs": [died], "count": None, "failed": True}


def stop(child: Child) -> None:
    """End a child and wait for it."""
    for end in (child.writing, child.reading):
        try:
            end.close()
        except BrokenPipeError:
            continue
    try:
        os.waitpid(child.pid, 0)
    except ChildProcessError:
        return


def language_info() -> dict[str, Any]:
    """Return what a kernel would say of its language."""
    return {
        "name": "python",
        "version": ".".join(str(part) for part in sys.version_info[:3]),
        "mimetype": "text/x-python",
        "file_extension": ".py",
        "pygments_lexer": "ipython3",
        "nbconvert_exporter": "python",
        "codemirror_mode": {"name": "ipython", "version": 3},
    }


def _serve(reading: int, writing: int) -> NoReturn:
    """Answer cells until the parent closes its end; never return to the parent's code."""
    status = 0
    try:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        sys.stdin = Path(os.devnull).open(encoding="utf-8")  # noqa: SIM115
        shell = make_shell()
        answers = os.fdopen(writing, "w", encoding="utf-8")
        with os.fdopen(reading, "r", encoding="utf-8") as sources:
            for line in sources:
                answers.write(json.dumps(run_cell(shell, json.loads(line))) + "\n")
                answers.flush()
    except BaseException:  # the child must not run on as a second parent
        status = 1
    finally:
        os._exit(status)


def make_shell() -> Any:
    """Return a fresh IPython shell that keeps outputs instead of printing them."""
    from IPython.core.displayhook import DisplayHook
    from IPython.core.displaypub import DisplayPublisher
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    class Publisher(DisplayPublisher):
        shell: Any

        def publish(  # type: ignore[override]
            self, data: Any, metadata: Any = None, **rest: Any
        ) -> None:
            _display(self.shell, data, metadata or {}, rest)

        def clear_output(self, wait: bool = False) -> None:
            self.shell.outputs.clear()

    class Hook(DisplayHook):
        shell: Any

        def start_displayhook(self) -> None: ...

        def write_output_prompt(self) -> None: ...

        def finish_displayhook(self) -> None: ...

        def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:
            if format_dict:
                self.shell.outputs.append(
                    {
                        "output_type": "execute_result",
                        "execution_count": self.prompt_count,
                        "data": _plain(format_dict),
                        "metadata": dict(md_dict or {}),
                    }
                )

    class Shell(InteractiveShell):
        outputs: list[dict[str, Any]]
        places: dict[str, int]

        def _showtraceback(self, etype: Any, evalue: Any, stb: Any) -> None:
            self.outputs.append(
                {
                    "output_type": "error",
                    "ename": etype.__name__,
                    "evalue": str(evalue),
                    "traceback": [str(line) for line in stb],
                }
            )

    choices = Config()
    choices.HistoryManager.enabled = False
    choices.InteractiveShell.colors = "nocolor"
    InteractiveShell.clear_instance()
    Shell.clear_instance()
    shell = Shell.instance(config=choices, display_pub_class=Publisher, displayhook_class=Hook)
    shell.outputs, shell.places = [], {}
    return shell


def run_cell(shell: Any, source: str) -> dict[str, Any]:
    """Run one cell in a shell of `make_shell`, with its streams and displays in order."""
    outputs: list[dict[str, Any]] = []
    shell.outputs, shell.places = outputs, {}
    out, err = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = _Stream(shell, "stdout"), _Stream(shell, "stderr")
    try:
        result = shell.run_cell(source, store_history=True)
    finally:
        sys.stdout, sys.stderr = out, err
    return {
        "outputs": outputs,
        "count": result.execution_count,
        "failed": any(output["output_type"] == "error" for output in outputs) or not result.success,
    }


class _Stream(io.TextIOBase):
    """What a cell prints, as stream outputs between the others."""

    def __init__(self, shell: Any, name: str) -> None:
        self.shell, self.name = shell, name

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        outputs = self.shell.outputs
        if outputs and outputs[-1].get("name") == self.name:
            outputs[-1]["text"] += text
        elif text:
            outputs.append({"output_type": "stream", "name": self.name, "text": text})
        return len(text)


def _display(shell: Any, data: Any, metadata: Any, rest: Any) -> None:
    """Keep a displayed output, or put it in the place of the one it updates."""
    name = (rest.get("transient") or {}).get("display_id")
    output = {"output_type": "display_data", "data": _plain(data), "metadata": dict(metadata)}
    if not rest.get("update"):
        if name:
            shell.places[name] = len(shell.outputs)
        shell.outputs.append(output)
    elif shell.places.get(name, len(shell.outputs)) < len(shell.outputs):
        shell.outputs[shell.places[name]] = output


def _plain(data: Any) -> dict[str, Any]:
    """Return a MIME bundle that JSON can hold: bytes as base64."""
    return {
        mime: base64.b64encode(value).decode("ascii") if isinstance(value, bytes) else value
        for mime, value in data.items()
    }
