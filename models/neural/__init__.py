"""The neural half: one encoder, read from `models/weights/`, that marks words and judges the whole post."""
