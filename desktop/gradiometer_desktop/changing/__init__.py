"""What the menu *Run* does to a network: exact surgery, growth, undoing, going on from any step."""
