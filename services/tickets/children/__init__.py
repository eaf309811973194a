"""The children of a member: who they are, who may fetch them, what to mind."""
