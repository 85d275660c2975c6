import { encode } from "next-auth/jwt";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { sessionCookie } from "@/lib/auth/session-cookie";
import { createSession } from "@/lib/auth/sessions";
import { startAuthorization } from "@/lib/plugins/authorize-plugin";
import { connectPlugin, getPlugin } from "@/lib/plugins/plugins";
import { startOauthServer } from "@/lib/plugins/test-oauth-server";
import { makeMember } from "@/tests/make-member";
import { makeOrganization, type TestOrganization } from "@/tests/make-organization";
import { GET } from "./route";

// The one thing that only Next can give: the cookies of the request that is being answered.
const jar = vi.hoisted(() => ({ cookies: [] as { name: string; value: string }[] }));
vi.mock("next/headers", () => ({
  cookies: async () => ({ getAll: () => jar.cookies }),
  headers: async () => new Headers(),
}));

let server: Awaited<ReturnType<typeof startOauthServer>>;
let organization: TestOrganization;
let pluginId: string;

beforeAll(async () => {
  server = await startOauthServer();
});
afterAll(() => server.stop());
beforeEach(async () => {
  organization = await makeOrganization();
  const { db, owner } = organization;
  ({ id: pluginId } = await connectPlugin(db, { name: "Bookings", url: server.url }, owner));
  jar.cookies = [];
});

async function signInAs(userId: string) {
  const claims = await createSession(userId);
  const secret = process.env.AUTH_SECRET ?? "";
  jar.cookies = [{ name: sessionCookie().name, value: await encode({ token: { ...claims }, secret }) }];
}

/** Where the server sends the browser of whoever began. */
async function addressBack(): Promise<string> {
  const { url } = await startAuthorization(organization.db, pluginId, organization.owner);
  return (await fetch(url, { redirect: "manual" })).headers.get("location") ?? "";
}

async function comeBack(address: string) {
  const response = await GET(new Request(address), {});
  return { status: response.status, location: response.headers.get("location") };
}

test("whoever began comes back to the plugin's page, and its tools are there", async () => {
  const address = await addressBack();
  await signInAs(organization.owner.id);
  expect(await comeBack(address)).toEqual({ status: 303, location: `/${organization.slug}/plugins/${pluginId}` });
  expect(await getPlugin(organization.db, pluginId)).toMatchObject({ needsAuthorization: false, toolCount: 1 });
});

test("somebody who was signed out meanwhile signs in first, and comes back here", async () => {
  const { pathname, search } = new URL(await addressBack());
  const { location } = await comeBack(`https://desk.example.test${pathname}${search}`);
  expect(location).toBe(`/sign-in?next=${encodeURIComponent(pathname + search)}`);
});

test("nobody else ends it: no stranger, and no member who may not configure", async () => {
  const address = await addressBack();
  await signInAs((await makeOrganization()).owner.id);
  expect(await comeBack(address)).toEqual(notEnded);
  await signInAs((await makeMember(organization.db, "agent")).user.id);
  expect(await comeBack(address)).toEqual(notEndedHere());
  await signInAs((await makeMember(organization.db, "admin")).user.id);
  expect(await comeBack(address)).toEqual(notEndedHere());
  expect(await getPlugin(organization.db, pluginId)).toMatchObject({ needsAuthorization: true });
});

test("an address that was used, or that nobody was sent to, leads to a page that says so", async () => {
  const address = await addressBack();
  await signInAs(organization.owner.id);
  await comeBack(address);
  expect(await comeBack(address)).toEqual(notEndedHere());
  const back = (state: string) =>
    comeBack(`https://desk.example.test/oauth/callback?code=1&state=${encodeURIComponent(state)}`);
  for (const state of ["", "x", "' OR 1=1"]) expect(await back(state)).toEqual(notEnded);
  expect(await back(`${organization.organizationId}.${"a".repeat(43)}`)).toEqual(notEndedHere());
});

const notEnded = { status: 303, location: "/oauth/not-ended" };

function notEndedHere() {
  return { status: 303, location: `/oauth/not-ended?organization=${organization.slug}` };
}
