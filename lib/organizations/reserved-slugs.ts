/**
 * First path segments that are, or may become, fixed addresses of the app: no organisation may be called so, because
 * the panel lives at `/<slug>`. `reserved-slugs.test.ts` holds this list against `app/`, `pages/` and `public/`.
 */
const reservedSlugs = new Set(
  `
  about account accounts admin agent agents analytics api api-tokens app apps assets assistant audit audit-log auth
  billing blog broadcast calls campaigns channels chat contact contacts conversations credentials dashboard demo docs
  download draft embed evals events export favicon feedback files fonts forgot-password gateway gateway-usage handoffs health health-checks healthz help
  history home icon image images inbox ingest inngest instagram integrations invitation invitations invite invites
  jobs join kill-switch knowledge leads legal live livez login logout logs mail manifest mcp me media members messages metrics
  model models new new-organization null oauth onboarding openapi.json operations organization organizations outbound
  overview owner page pages panel password phone ping playground plugin plugins pricing privacy profile provider-keys
  providers public ready readyz receipts register reports reset-password robots root rotation search security service
  services session sessions set-password set-up settings setup sign-in sign-out sign-up signin signout signup sitemap
  sms sse sso start static stats status support system tasks team teams templates terms token tokens tool-calls twilio undefined
  usage user users v1 v2 v3 verify version versions voice wa web webhook webhooks welcome whatsapp whatsapp-app
  whatsapp-apps widget www _next
  `.match(/\S+/g),
);

/** Whether the segment is kept for the app itself, whatever its letter case. */
export function isReservedSlug(slug: string): boolean {
  return reservedSlugs.has(slug.toLowerCase());
}
