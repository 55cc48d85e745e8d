"""What both HTTP applications do alike: problem documents, the envelope of an answer, logs, metrics. No state, and nothing of either's subject."""
