"""Rust's `std::net`, and the base classes of all sockets."""
