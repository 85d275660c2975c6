# Frontdesk's app. The same image runs the commands beside it: npm run migrate, owner:create, secrets:rotate.
# It holds no secret: everything comes from the environment (.env.example).

FROM node:24-bookworm-slim AS build
WORKDIR /app
ENV NEXT_TELEMETRY_DISABLED=1
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev
COPY . .
RUN npm run build && rm -rf .next/cache

FROM node:24-bookworm-slim
WORKDIR /app
# Without limits, garbage is left lying for as long as the machine has memory (bench/README.md).
ENV NODE_ENV=production NEXT_TELEMETRY_DISABLED=1 NODE_OPTIONS="--max-old-space-size=256 --max-semi-space-size=8"
# Owned by root: the app reads its own files and writes none.
COPY --from=build /app ./
USER node
EXPOSE 3000
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:3000/healthz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# Not through npm: it would keep signals to itself. Migrations are a command of their own, run once for each release.
CMD ["node", "node_modules/next/dist/bin/next", "start", "--port", "3000"]
