"""What the pages of rankings show: each point as sentence, working and authority; tables; what moved and why."""
