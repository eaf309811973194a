"""The services. Each imports the chassis and itself, nothing else."""
