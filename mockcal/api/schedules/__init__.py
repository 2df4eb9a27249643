"""When somebody works: schedules of users, at user, team and organization level."""
