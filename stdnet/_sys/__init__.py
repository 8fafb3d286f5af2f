"""Rust's `std::sys`: the one place that speaks to `socket`, `os`, `select` and `fcntl`."""
