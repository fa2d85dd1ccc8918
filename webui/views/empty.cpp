// Removed with the first real view.
