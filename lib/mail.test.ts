import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { type AddressInfo, createServer, type Server } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeOrganization } from "@/tests/make-organization";
import { isResetOpen, mailResetLink } from "./auth/password-reset";
import { createUser } from "./auth/users";
import { createInvitation } from "./organizations/invitations";

/** Just enough of RFC 5321 to take a mail and keep it. */
let server: Server;
const mails: string[] = [];

beforeAll(async () => {
  server = createServer((socket) => {
    let data: string[] | null = null;
    socket.write("220 test\r\n");
    socket.setEncoding("utf8").on("data", (chunk: string) => {
      for (const line of chunk.split("\r\n").slice(0, -1)) {
        if (data && line !== ".") data.push(line);
        else if (data) {
          mails.push(data.join("\n"));
          data = null;
          socket.write("250 kept\r\n");
        } else if (/^DATA/i.test(line)) {
          data = [];
          socket.write("354 go on\r\n");
        } else if (/^QUIT/i.test(line)) socket.end("221 bye\r\n");
        else socket.write("250 ok\r\n");
      }
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  process.env.SMTP_URL = `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`;
  process.env.MAIL_FROM = "Frontdesk <desk@example.test>";
});

afterAll(() => server.close());

/** Quoted-printable breaks long lines with a trailing "=". */
const textOf = (mail: string | undefined) => (mail ?? "").replace(/=\n/g, "").replaceAll("=3D", "=");

test("a known e-mail gets a link that works, and an unknown one nothing", async () => {
  const email = `mail-${randomUUID()}@example.test`;
  await createUser({ email, name: "Ada", password: "correct horse battery" });
  await mailResetLink(`nobody-${email}`);
  expect(mails).toEqual([]);
  await mailResetLink(email);
  expect(mails).toHaveLength(1);
  const mail = textOf(mails[0]);
  expect(mail).toContain(`To: ${email}`);
  expect(mail).toContain("From: Frontdesk <desk@example.test>");
  const token = /https:\/\/desk\.example\.test\/reset-password\/([\w-]{43})/.exec(mail)?.[1] ?? "";
  expect(await isResetOpen(token)).toBe(true);
});

test("an invitation for an e-mail is sent there, and names cannot add headers or lines", async () => {
  mails.length = 0;
  const { db, owner } = await makeOrganization();
  const granter = { actor: { id: owner.id, name: "Olive\r\nBcc: eve@example.test" }, role: "owner" } as const;
  const email = `mail-${randomUUID()}@example.test`;
  const { link, mailed } = await createInvitation(db, granter, { role: "agent", email });
  expect(mailed).toBe(true);
  expect(mails).toHaveLength(1);
  expect(textOf(mails[0])).toContain(link);
  expect(mails[0]).not.toMatch(/^Bcc:/m);
});

test("nobody's inbox is filled with invitations, whoever sends them", async () => {
  const email = `mail-${randomUUID()}@example.test`;
  const inviteFromNewOrganization = async () => {
    const { db, owner } = await makeOrganization();
    const granter = { actor: { id: owner.id, name: owner.name }, role: "owner" } as const;
    return createInvitation(db, granter, { role: "agent", email });
  };
  for (let n = 0; n < 3; n++) expect(await inviteFromNewOrganization()).toMatchObject({ mailed: true });
  mails.length = 0;
  await expect(inviteFromNewOrganization()).rejects.toMatchObject({ code: "too_many_requests" });
  expect(mails).toEqual([]);
});

test("a mail server that is gone is no reason to fail: the link is shown all the same", async () => {
  server.close();
  const { db, owner } = await makeOrganization();
  const granter = { actor: { id: owner.id, name: owner.name }, role: "owner" } as const;
  const invitation = await createInvitation(db, granter, { role: "agent", email: `mail-${randomUUID()}@example.test` });
  expect(invitation).toMatchObject({ mailed: false, link: expect.stringContaining("/invitation/") });
});
