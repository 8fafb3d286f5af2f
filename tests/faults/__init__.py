"""What is promised under fault: nothing lost, nothing leaked, nothing let in."""
