"""``jupyter nbconvert --to engagekit``: the same page from a notebook that was run before."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nbconvert.exporters.templateexporter import TemplateExporter
from traitlets import Bool, Unicode, default

from engagekit import disclosure
from engagekit.errors import DisclosureError, ReportError
from engagekit.reporting import pipeline
from engagekit.reporting.document import brand, document
from engagekit.reporting.document import outline as bundles
from engagekit.reporting.html import browser as drawing
from engagekit.reporting.html import page
from engagekit.reporting.run.execute import Failure, called
from engagekit.reporting.run.scrub import said


class EngagekitExporter(TemplateExporter):
    """A report in one file from the sections of an executed notebook.

    It gives the board copy unless asked for the private one: what a command writes by default may
    be mailed.
    """

    export_from_notebook = "engagekit report"
    audience = Unicode("board", help="board or private").tag(config=True)
    interactive = Bool(False, help="live figures over the drawn ones").tag(config=True)
    language = Unicode("", help="en or fr; default: that of the sections").tag(config=True)

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".html"

    def _create_environment(self) -> Any:
        return page.environment()

    def from_notebook_node(  # type: ignore[override]
        self, nb: Any, resources: Any = None, **given: Any
    ) -> tuple[str, dict[str, Any]]:
        """The page of a notebook, and nbconvert's resources."""
        outline = bundles.outline(nb, _failures(nb))
        if not outline.sections:
            raise ReportError(
                "The notebook shows no section. Run it first: jupyter nbconvert --execute --to "
                "engagekit, or engagekit report."
            )
        first = outline.sections[0].settings
        language = self.language or str(first.get("language", "en"))
        settings = pipeline.settings_for(None, pipeline.find_notebook(None))
        visible = outline.sections
        if self.audience != "private":
            safe = disclosure.protect(outline.sections, settings)
            if not safe.ok:
                raise DisclosureError(safe.message)
            visible = safe.sections
        result = document.make(outline, visible, self.audience, language)
        with drawing.session() as browser:
            drawn = pipeline.draw({self.audience: result}, browser)[self.audience]
        text = page.render(
            result,
            drawn,
            interactive=self.interactive,
            brand=brand.colours(settings),
            logo=brand.logo(settings, Path.cwd()),
            chosen=self.environment.get_template("report.html.j2"),
        )
        return text, {**(resources or {}), "output_extension": ".html"}


def _failures(notebook: Any) -> list[Failure]:
    """Cells of the notebook that ended in an error."""
    return [
        Failure(place, called(cell["source"]), said(output["ename"], output["evalue"]))
        for place, cell in enumerate(notebook["cells"])
        for output in cell.get("outputs", ())
        if output["output_type"] == "error"
    ]
