import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { FastifyInstance } from "fastify";
import { notFound } from "../api-error";
import { FAULT_CODES, SCRIPTED_NUMBERS } from "../faults";

const SCRIPTS = ["phone.js", "state.js", "people.js", "thread.js", "bubble.js", "formatting.js", "controls.js"];
const FONTS = { onest: "@fontsource-variable/onest", mono: "@fontsource-variable/spline-sans-mono" };
const CONTENT_TYPES: Record<string, string> = {
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  svg: "image/svg+xml",
  woff2: "font/woff2",
};
const CONTENT_SECURITY_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; media-src 'self'; " +
  "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'";

const resolvePackage = createRequire(import.meta.url).resolve;

/**
 * The page on which one writes to the assistant as a customer would, `GET /phone`, and its styles, scripts and fonts.
 * `?theme=light` or `?theme=dark` overrules the system's theme.
 */
export function phonePage(server: FastifyInstance): void {
  server.get<{ Querystring: { theme?: string } }>("/phone", (request, reply) =>
    reply
      .type("text/html; charset=utf-8")
      .header("content-security-policy", CONTENT_SECURITY_POLICY)
      .header("referrer-policy", "no-referrer")
      .send(pageHtml(request.query.theme)),
  );

  for (const name of [...SCRIPTS, "phone.css", "tokens.css", "favicon.svg"]) {
    server.get(`/phone/${name}`, (_request, reply) => reply.type(contentType(name)).send(ownFile(name)));
  }

  for (const [face, packageName] of Object.entries(FONTS)) {
    server.get(`/phone/fonts/${face}/index.css`, (_request, reply) =>
      reply.type(contentType("index.css")).send(readFileSync(resolvePackage(`${packageName}/index.css`))),
    );
    server.get<{ Params: { file: string } }>(`/phone/fonts/${face}/files/:file`, (request, reply) => {
      const { file } = request.params;
      if (!/^[\w-]+\.woff2$/.test(file)) throw notFound(request.url);
      return reply
        .type(contentType(file))
        .header("cache-control", "max-age=86400")
        .send(readFileSync(resolvePackage(`${packageName}/files/${file}`)));
    });
  }
}

function pageHtml(theme: string | undefined): string {
  return ownFile("phone.html")
    .toString("utf8")
    .replace("<html", theme === "light" || theme === "dark" ? `<html data-theme="${theme}"` : "<html")
    .replace("<!-- icons -->", () => ownFile("icons.svg").toString("utf8"))
    .replace("<!-- fault codes -->", faultCodeOptions())
    .replace("<!-- scripted numbers -->", scriptedNumberRows());
}

function faultCodeOptions(): string {
  return FAULT_CODES.map(({ code, message }) => {
    const isUsual = code === 63016 ? " selected" : "";
    return `<option value="${code}" title="${escapeHtml(message)}"${isUsual}>${code}</option>`;
  }).join("");
}

function scriptedNumberRows(): string {
  return SCRIPTED_NUMBERS.map(({ digits, title }) => {
    const number = `+1555010${digits}`;
    const label = `<span class="mono">…${digits}</span><span class="grow">${escapeHtml(title)}</span>`;
    return `<li><button type="button" data-number="${number}" data-title="${escapeHtml(title)}">${label}</button></li>`;
  }).join("\n");
}

function ownFile(name: string): Buffer {
  return readFileSync(new URL(`./${name}`, import.meta.url));
}

function contentType(name: string): string {
  return CONTENT_TYPES[name.split(".").pop() ?? ""] ?? "application/octet-stream";
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
