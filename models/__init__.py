"""The engine: text in, `Assessment` out. Usable without a server; knows nothing of `api` or `training`."""
