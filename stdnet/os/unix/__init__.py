"""Features of Unix systems. Rust's `std::os::unix`."""
