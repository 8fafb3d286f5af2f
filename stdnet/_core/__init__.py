"""Rust's `core`: values and errors, without an operating system."""
