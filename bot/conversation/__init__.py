"""Where a message goes: commands, buttons, free text and start links, to the audience that answers."""
