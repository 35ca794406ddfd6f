"""``jupyter nbconvert --to engagekit``: the same page from a notebook that was run before."""

from typing import Any

from nbconvert.exporters.templateexporter import TemplateExporter
from traitlets import Bool, Unicode, default

from engagekit import disclosure
from engagekit.errors import ReportError, error_text
from engagekit.locale import Locale
from engagekit.reporting import html, pipeline, request
from engagekit.reporting.document import brand, document
from engagekit.reporting.document import outline as bundles
from engagekit.reporting.document.output_options import Copy, OutputOptions
from engagekit.reporting.run.execute import Failure, called_as
from engagekit.reporting.run.scrub import public_message


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
        return html.page.environment()

    def from_notebook_node(  # type: ignore[override]
        self, nb: Any, resources: Any = None, **rest: Any
    ) -> tuple[str, dict[str, Any]]:
        """Return the page of a notebook, and nbconvert's resources."""
        failed = [
            Failure(
                place, called_as(cell["source"]), public_message(output["ename"], output["evalue"])
            )
            for place, cell in enumerate(nb["cells"])
            for output in cell.get("outputs", ())
            if output["output_type"] == "error"
        ]
        outline = bundles.outline(nb, failed)
        if not outline.sections:
            raise ReportError(error_text("exporter.from_notebook_node"))
        first = outline.sections[0].settings
        locale = Locale.of({**first, **({"language": self.language} if self.language else {})})
        settings = request.settings_for(None, request.find_notebook())
        shown = outline.sections
        if self.audience != "private":
            shown = disclosure.protect(outline.sections, settings).sections
        content = document.make(outline, shown, self.audience, locale)
        with html.browser.session() as browser:
            (drawn,) = pipeline.draw([content], browser)
        options = OutputOptions(
            interactive=self.interactive, brand=brand.colours(settings), logo=brand.logo(settings)
        )
        text = html.page.render(Copy(content, drawn=drawn), options, self.environment)
        return text, {**(resources or {}), "output_extension": ".html"}
