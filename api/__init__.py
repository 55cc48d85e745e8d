"""The ways in to the engine: the command line and the HTTP applications."""
