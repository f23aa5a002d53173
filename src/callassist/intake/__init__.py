"""Files in: placements, rules, tables, policies, scripts. The one way from a file to a value."""
