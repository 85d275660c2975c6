import type { NextConfig } from "next";
import { checkEnvironmentForBuild } from "./lib/env";

checkEnvironmentForBuild();

const config: NextConfig = {
  reactStrictMode: true,
  poweredByHeader: false,
  typedRoutes: true,
  // `npm test` checks the types of everything at once: a start need not wait for that.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ["inngest", "pg", "pino", "twilio", "@node-rs/argon2"],
};

export default config;
