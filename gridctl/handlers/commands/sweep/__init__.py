"""What a sweep of the clock does, one file per task."""
