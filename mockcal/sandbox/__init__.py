"""One universe: its store, clock, ids, timers, journal, faults and outbox."""
