"""Forms of people and enrolments, by noun."""
