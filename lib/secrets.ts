import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { env } from "./env";

/** Where a secret belongs. It is bound to the ciphertext: copied to another organisation or field, it does not decrypt. */
export interface SecretOwner {
  organizationId: string;
  field:
    | "providerKey.apiKey"
    | "whatsAppApp.accountSid"
    | "whatsAppApp.authToken"
    | "whatsAppApp.nextAuthToken"
    | "plugin.headers"
    | "plugin.oauth";
}

const version = "v1";

/**
 * Encrypts with AES-256-GCM under the first key of SECRETS_KEY.
 * Returns `v1.<key id>.<nonce>.<tag>.<ciphertext>`, the last three base64url.
 */
export function encryptSecret(plaintext: string, owner: SecretOwner): string {
  const [keyId, key] = currentKey();
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(associatedData(keyId, owner));
  const ciphertext = Buffer.concat([cipher.update(plaintext, "utf8"), cipher.final()]);
  return [version, keyId, ...[nonce, cipher.getAuthTag(), ciphertext].map((part) => part.toString("base64url"))].join(
    ".",
  );
}

/** Throws when the envelope was changed, belongs to another owner, or its key is no longer in SECRETS_KEY. */
export function decryptSecret(envelope: string, owner: SecretOwner): string {
  const [envelopeVersion, keyId = "", nonce = "", tag = "", ciphertext = ""] = envelope.split(".");
  if (envelopeVersion !== version) throw new Error("This secret has an unknown format.");
  const key = keys().get(keyId);
  if (!key)
    throw new Error(
      `SECRETS_KEY has no key "${keyId}", which a stored secret needs. Add it back after the current one.`,
    );
  const decipher = createDecipheriv("aes-256-gcm", key, Buffer.from(nonce, "base64url"), { authTagLength: 16 });
  decipher.setAAD(associatedData(keyId, owner)).setAuthTag(Buffer.from(tag, "base64url"));
  return Buffer.concat([decipher.update(Buffer.from(ciphertext, "base64url")), decipher.final()]).toString("utf8");
}

/** Whether the secret is under an older key than the one that encrypts now. */
export function needsRotation(envelope: string): boolean {
  return envelope.split(".")[1] !== currentKey()[0];
}

/** How a secret is shown: its last four characters. */
export function maskSecret(lastFour: string): string {
  return `••••${lastFour}`;
}

function associatedData(keyId: string, owner: SecretOwner): Buffer {
  return Buffer.from(JSON.stringify([version, keyId, owner.organizationId, owner.field]));
}

function currentKey(): [string, Buffer] {
  const [first] = keys();
  if (!first) throw new Error("SECRETS_KEY holds no key.");
  return first;
}

let parsed: { from: string; keys: Map<string, Buffer> } | undefined;

function keys(): Map<string, Buffer> {
  const from = env().SECRETS_KEY;
  if (parsed?.from !== from) {
    const pairs = from.split(",").map((pair) => pair.split(":") as [string, string]);
    parsed = { from, keys: new Map(pairs.map(([id, key]) => [id, Buffer.from(key, "base64")])) };
  }
  return parsed.keys;
}
