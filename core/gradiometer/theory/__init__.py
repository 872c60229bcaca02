"""What theory expects of a network's gradients at initialization. Numpy alone: windows and files need no torch."""
