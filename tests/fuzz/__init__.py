"""Random requests to every page of the site, as a member, a coordinator, staff and an administrator."""
