"""From records to the words that they rest on: trace, coverage, agreement, links."""
