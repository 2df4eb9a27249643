"""What the payment form of a booking needs."""
