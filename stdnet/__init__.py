"""Rust's `std::net` for Python."""

__version__ = "0.1.0"
