"""Rust's `std::os::linux`."""
