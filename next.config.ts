import type { NextConfig } from "next";
import { checkEnvironmentForBuild } from "./lib/env";

checkEnvironmentForBuild();

const config: NextConfig = {
  reactStrictMode: true,
  poweredByHeader: false,
  typedRoutes: true,
  // `npm test` checks the types of everything at once: a start need not wait for that.
  typescript: { ignoreBuildErrors: true },
  // What Twilio calls; why it lies under pages/: docs/decisions/0017-webhooks-in-pages.md.
  rewrites: async () => [{ source: "/webhooks/:path*", destination: "/api/webhooks/:path*" }],
  serverExternalPackages: ["inngest", "pg", "pino", "twilio", "@node-rs/argon2"],
};

export default config;
