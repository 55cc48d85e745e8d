"""The HTTP application `hr`: cases about posts already made. It shares no store, log, key or identifier with `check`."""
