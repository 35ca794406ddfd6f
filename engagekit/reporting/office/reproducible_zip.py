"""Office files with fixed dates: same inputs, same bytes."""

import io
import re
import zipfile
from datetime import date

_DATES = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</dcterms:(?:created|modified)>)")


def fixed(data: bytes, on: date) -> bytes:
    """Return an office file as it would be if it had been written at the start of a day.

    Parameters
    ----------
    data : bytes
        A workbook, a presentation, or any zip archive of the kind.

    Returns
    -------
    bytes
        Files inside it that are archives themselves are fixed as well.
    """
    stamp = (max(on.year, 1980), on.month, on.day, 0, 0, 0)
    text = f"{on.isoformat()}T00:00:00Z".encode()
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            part = before.read(name)
            if name == "docProps/core.xml":
                part = _DATES.sub(rb"\g<1>" + text + rb"\g<2>", part)
            elif name.endswith(".xlsx"):
                part = fixed(part, on)
            info = zipfile.ZipInfo(name, stamp)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o600 << 16
            after.writestr(info, part)
    return out.getvalue()
