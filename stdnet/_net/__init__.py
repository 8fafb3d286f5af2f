"""Rust's `std::net` and what all sockets share: handles, streams, listeners, addresses."""
