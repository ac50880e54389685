"""What is said where people can only type, and send photos one by one."""
