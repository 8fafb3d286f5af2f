"""Features of the operating system. Rust's `std::os`."""
