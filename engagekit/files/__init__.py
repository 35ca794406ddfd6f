"""One raw file, opened safely: bytes to text, workbooks to cells, archives to members."""
