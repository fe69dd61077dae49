//! Finds and runs a private Postgres.
