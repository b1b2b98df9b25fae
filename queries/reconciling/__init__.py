"""Which entities a table's rows mean, and what else is known of them: what the reconciliation API asks.

`model` says which types and properties there are, `matching` finds candidates, `extension` fetches values.
"""
