import { join } from "node:path";
import type { NextConfig } from "next";

const config: NextConfig = {
  poweredByHeader: false,
  // The project's own check covers these files.
  typescript: { ignoreBuildErrors: true },
  // The packages are the project's.
  turbopack: { root: join(import.meta.dirname, "../..") },
};

export default config;
