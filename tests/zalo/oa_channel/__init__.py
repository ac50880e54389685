"""The Official Account's adapter against the imitated service, in all its modes."""
