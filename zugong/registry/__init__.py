"""Who there is: organizations, people, memberships, committees, posts; everything with since and until."""
