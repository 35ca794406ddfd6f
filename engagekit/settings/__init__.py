"""Settings: engagekit.toml read once into a frozen object, and the fiscal periods it speaks of.

May import
    errors. It opens engagekit.toml and themes.toml, and knows nothing of tables or reports.

Hands on
    `schema.Settings` from `schema.read_settings`; `periods.Period` from `periods.period`;
    `shipped.sample_project`. A mistake in the file is a `SettingsError` that names the key, what
    stands there and what would be right (`faults`).

How to add a choice
    A field with its default in the model of its section (`schema`, `survey`, `money`), its bounds
    in ``Field`` and what it means in the docstring of the model. An unknown key is refused by
    itself. A line in engagekit.toml of the sample shows it.
"""
