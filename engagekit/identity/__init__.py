"""Who is who: rows of exports linked to contacts by number, address, alias or a unique name."""
