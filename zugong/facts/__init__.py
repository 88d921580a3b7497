"""Questions over rows, as flat SQL text: comparison, join, count, sum and CASE only, so every engine answers alike."""
