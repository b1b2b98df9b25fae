"""Full-text search over what a release names and quotes.

    shard lines -> entries -> words -> index beside the release -> ranked hits

`entries` says what of a shard is found, `words` how a text is cut, `index` keeps both in SQLite beside the
release, `search` asks and ranks.
"""
