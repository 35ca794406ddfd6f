"""Mapping files: any table is mapped once, remembered, and read the same way ever after."""
