"""What the tests share: the Rust oracle, Hypothesis strategies, peers."""
