"""What several commands share: options, settings, progress, and reports that are saved."""
