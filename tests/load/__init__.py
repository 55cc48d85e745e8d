"""Load and faults, against a real server on loopback: `python -m tests.load`. Bounded in requests and time; not part of the test suite."""
