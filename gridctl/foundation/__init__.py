"""Settings, resources, clock, ids, words: nothing here knows a word of the domain."""
