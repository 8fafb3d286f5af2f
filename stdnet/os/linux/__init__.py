"""Features of Linux. Rust's `std::os::linux`."""
