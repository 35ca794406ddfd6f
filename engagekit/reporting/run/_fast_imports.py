"""nbformat and papermill without the second they spend on a grammar that nobody asks for.

``nbformat`` imports ``jsonschema``, which compiles the grammar of ``rfc3987_syntax`` whenever that
package is there. It only checks the format ``iri``, which no notebook has. Modules of `reporting`
take ``nbformat`` from here, and import papermill after it.
"""

import sys
from typing import Any

sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

import nbformat as _nbformat  # noqa: E402 - the line above must come before it

nbformat: Any = _nbformat
"""It has no types of its own."""
