"""Lists without a table: items, sentences, names with labelled facts."""
