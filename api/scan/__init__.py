"""Whole tables checked in bulk: a file in; a report, and a masked copy if asked for, out.

`formats/` reads and writes tables, `work` checks a chunk of rows, `pool` (this machine) or `ray_engine` (a cluster) spreads the chunks,
`store` keeps what is done so that a run can go on after a crash, `totals` and `report` sum up, `runner` ties them together, and
`command` is the command line. No original text leaves memory.
"""
