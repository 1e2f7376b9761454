"""The vocabulary: commands, queries and the views they return."""
