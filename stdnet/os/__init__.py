"""Rust's `std::os`."""
