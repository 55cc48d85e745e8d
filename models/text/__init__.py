"""From raw text to a `Document`: preparation with an offset map, tokens, sentences, language."""
