import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ACCOUNT_SID, CUSTOMER, clientFor, SENDER, startStage } from "./test-stage";

describe("The senders of an account", () => {
  let stage: Awaited<ReturnType<typeof startStage>>;
  beforeAll(async () => {
    stage = await startStage();
  });
  afterAll(() => stage.close());

  const only = async () => (await stage.client.messaging.v2.channelsSenders.list({ channel: "whatsapp" }))[0];

  test("are listed with state, quality and limit", async () => {
    expect(await only()).toMatchObject({
      senderId: SENDER,
      status: "ONLINE",
      properties: { qualityRating: "HIGH", messagingLimit: "10K Customers/24hr" },
      webhook: { callbackUrl: `${stage.app.url}/inbound`, fallbackUrl: null },
    });
  });

  test("take new addresses, keep what is not named, and post there from then on", async () => {
    const { sid } = (await only()) ?? { sid: "" };
    const webhook = { callback_url: `${stage.app.url}/new`, fallback_url: `${stage.app.url}/fallback` };
    await stage.client.messaging.v2.channelsSenders(sid).update({ webhook } as never);
    expect((await only())?.webhook).toMatchObject({
      callbackUrl: webhook.callback_url,
      fallbackUrl: webhook.fallback_url,
      statusCallbackUrl: `${stage.app.url}/status`,
    });
    await stage.write();
    expect(stage.app.at("/new")).toHaveLength(1);
  });

  test("post nowhere once their address is cleared", async () => {
    const { sid } = (await only()) ?? { sid: "" };
    await stage.client.messaging.v2.channelsSenders(sid).update({ webhook: { callback_url: null } } as never);
    expect(await stage.write()).toMatchObject({ accepted: false, attempts: [] });
  });

  test("are not there for a wrong token, nor under another's SID", async () => {
    const stranger = clientFor(stage.simulator, ACCOUNT_SID, "wrong");
    await expect(stranger.messaging.v2.channelsSenders.list({ channel: "whatsapp" })).rejects.toMatchObject({
      status: 401,
      code: 20003,
    });
    await expect(stage.client.messaging.v2.channelsSenders(`XE${"0".repeat(32)}`).fetch()).rejects.toMatchObject({
      status: 404,
    });
  });
});

describe("The two Auth Tokens of an account", () => {
  test("both work for calls; the secondary one signs and is alone once it is promoted", async () => {
    const stage = await startStage();
    const made = await stage.client.accounts.v1.secondaryAuthToken().create();
    const next = clientFor(stage.simulator, ACCOUNT_SID, made.secondaryAuthToken);
    expect((await next.api.v2010.accounts(ACCOUNT_SID).fetch()).status).toBe("active");
    expect((await stage.client.api.v2010.accounts(ACCOUNT_SID).fetch()).status).toBe("active");

    const promoted = await next.accounts.v1.authTokenPromotion().update();
    expect(promoted.authToken).toBe(made.secondaryAuthToken);
    await expect(stage.client.api.v2010.accounts(ACCOUNT_SID).fetch()).rejects.toMatchObject({ code: 20003 });
    expect((await next.api.v2010.accounts(ACCOUNT_SID).fetch()).sid).toBe(ACCOUNT_SID);
    await stage.close();
  });

  test("a secondary one that was deleted is refused, and cannot be promoted", async () => {
    const stage = await startStage();
    const made = await stage.client.accounts.v1.secondaryAuthToken().create();
    await stage.client.accounts.v1.secondaryAuthToken().remove();
    const next = clientFor(stage.simulator, ACCOUNT_SID, made.secondaryAuthToken);
    await expect(next.messages.list({ to: CUSTOMER })).rejects.toMatchObject({ code: 20003 });
    await expect(stage.client.accounts.v1.authTokenPromotion().update()).rejects.toMatchObject({ status: 404 });
    await stage.close();
  });
});
