"""The HTTP application `check`: stateless, keeps nothing, writes no text anywhere."""
