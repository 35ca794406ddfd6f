"""The tidy tables: their columns and meanings, the load as one object, template and dictionary."""
