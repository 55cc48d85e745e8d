"""From findings to risk: scope (is a particular person in here?), pieces and points, group size, level."""
