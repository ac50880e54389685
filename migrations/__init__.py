"""The history of the schema. `data.store.migration` runs it; `python -m migrations` adds to it."""
