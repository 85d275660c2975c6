// Loaded into a program that knows nothing of its parent (`next start`): it must not outlive a parent that was killed.
process.on("disconnect", () => process.exit(0));
