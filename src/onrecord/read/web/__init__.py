"""Pages and feeds from the web, fetched politely and within limits."""
