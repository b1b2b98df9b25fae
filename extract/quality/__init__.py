"""How good the extraction is: gaps, terms that no vocabulary knows, scores against gold records."""
