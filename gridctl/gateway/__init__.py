"""The way from a face to the data, local or remote."""
