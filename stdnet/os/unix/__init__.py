"""Rust's `std::os::unix`."""
