"""Bytes from a fuzzer for everything that reads text or bytes from a stranger."""
