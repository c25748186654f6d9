"""What pages read about people, invitations, and the trail."""
