"""Reading workbooks and CSV files: sniff, map, normalise. Pure."""
