import { expect, it } from "vitest";
import { config } from "./proxy";

const covers = (path: string) => config.matcher.some((matcher) => new RegExp(`^${matcher}$`).test(path));

it.each(["/healthzone/overview", "/icon.svgs/plugins", "/membership/overview", "/shop/plugins", "/sign-in"])(
  "pages have their security headers: %s",
  (path) => expect(covers(path)).toBe(true),
);

it.each(["/healthz", "/icon.svg", "/members", "/members/1", "/v1/models", "/webhooks/whatsapp/twilio"])(
  "what machines call does not wait for the proxy: %s",
  (path) => expect(covers(path)).toBe(false),
);
