"""What a guide asks for before one can begin: tools, services, settings, files, room, other guides."""
