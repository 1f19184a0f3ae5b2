"""What stands in front of every page: access and body limits."""
