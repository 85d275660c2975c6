/** Nothing to do. Without this file Next looks for one in the folders above, and finds the project's. */
export function register(): void {}
