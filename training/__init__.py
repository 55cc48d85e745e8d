"""The half that feeds and measures the engine: corpus, metrics, baselines, evaluation, coverage, benchmark."""
