"""The network doctor: what the machine can see of the network, and what that means."""
