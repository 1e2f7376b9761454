"""Taking a step of the loop: who acts, whether it may be, what it changes."""
