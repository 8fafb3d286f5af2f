"""Values and errors, Rust's `core`. It makes no system calls."""
