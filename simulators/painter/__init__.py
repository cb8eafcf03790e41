"""Pictures of the simulated cameras: painted so that a person sees what they show."""
