"""Numbers and what they measure: quantities, targets, indicators; technologies; contradictions."""
