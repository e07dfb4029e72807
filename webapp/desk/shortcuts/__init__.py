"""Keys for whoever works here all day: a sheet that says them, and a switch that turns them off."""
