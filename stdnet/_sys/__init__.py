"""Rust's `std::sys`: the only package that uses `_socket`, `os`, `select` and `fcntl`."""
