"""The neural half: one encoder, read from `models/weights/`, that marks words and judges the whole post."""


class WeightsError(RuntimeError):
    """The weights are missing, damaged, or do not belong together. Says which file and what to do."""
