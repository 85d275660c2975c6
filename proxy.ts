import { type NextRequest, NextResponse } from "next/server";
import { pathHeader } from "./lib/auth/return-path";
import { env, isDevelopment } from "./lib/env";

/**
 * Headers that make a browser strict with our pages. Scripts run only with this request's nonce, which Next puts on its
 * own (reference: Next's guide "Content Security Policy"). Who may see what is decided in each page and handler, not here.
 */
export function proxy(request: NextRequest): NextResponse {
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString("base64");
  const policy = contentSecurityPolicy(nonce);
  const headers = new Headers(request.headers);
  headers.set("Content-Security-Policy", policy);
  headers.set(pathHeader, request.nextUrl.pathname + request.nextUrl.search);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("Content-Security-Policy", policy);
  response.headers.set("X-Content-Type-Options", "nosniff");
  response.headers.set("X-Frame-Options", "DENY");
  response.headers.set("Referrer-Policy", "same-origin");
  response.headers.set("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()");
  response.headers.set("Cross-Origin-Opener-Policy", "same-origin");
  if (env().PUBLIC_URL.startsWith("https://")) {
    response.headers.set("Strict-Transport-Security", "max-age=31536000");
  }
  return response;
}

function contentSecurityPolicy(nonce: string): string {
  // The development server evaluates code and puts styles into the page.
  const script = `'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment() ? " 'unsafe-eval'" : ""}`;
  const style = isDevelopment() ? "'self' 'unsafe-inline'" : `'self' 'nonce-${nonce}' 'unsafe-hashes' ${hidden}`;
  return [
    "default-src 'self'",
    `script-src ${script}`,
    `style-src ${style}`,
    "img-src 'self' data: blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/** The one style attribute that is allowed, `display:none`: React hides a piece of an SVG by it until its place is there. */
const hidden = "'sha256-aqNNdDLnnrDOnTNdkJpYlAxKVJtLt9CtFLklmInuUAE='";

// Pages only: what machines call answers no HTML and must not wait for this, and files set headers of their own.
export const config = {
  matcher: [
    "/((?!_next/|api/|v1/|webhooks/|auth/|(?:provider-keys|models|whatsapp-app|assistant|kill-switch|conversations|health-checks|members|invitations|api-tokens|audit-log|overview|gateway-usage|plugins|tool-calls|openapi\\.json)(?:/|$)|icon\\.svg$|healthz$|.*/conversations/events$|.*/conversations/[^/]+/media/).*)",
  ],
};
