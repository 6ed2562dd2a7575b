"""Where hotspots are: from open crime files to places and demand, by a method that can be shown to anybody."""
