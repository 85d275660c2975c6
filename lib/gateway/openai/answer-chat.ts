import { uuidv7 } from "uuidv7";
import { countRequest, type RequestLimit } from "../../auth/count-request";
import { type ApiCaller, requireApiCaller } from "../../auth/require-api-caller";
import { readJson } from "../../http/read-json";
import { parseInput } from "../../parse-input";
import { findModel } from "../find-model";
import type { OpenModel } from "../open-model";
import type { PluginTools } from "../plugin-tools";
import { type RoundsRequest, runRounds } from "../run-rounds";
import { Exchange } from "./exchange";
import { GatewayError, toGatewayError } from "./gateway-error";
import { modelNotFound } from "./list-models";
import { imageLoader } from "./load-image";
import { openPlugins, pluginIds } from "./open-plugins";
import { asksForJson, type ChatCompletionRequest, chatCompletionSchema } from "./schema";
import { streamChat } from "./stream-chat";
import { needsChatApi, toCall } from "./to-call";
import { type Head, toCompletion } from "./to-completion";
import { toPrompt } from "./to-prompt";

/** Images come in the body. */
const largestBody = 10 * 1024 * 1024;
/** Of a member who uses the gateway with a token of their own. */
const memberRequestsPerMinute = 120;

/**
 * POST /v1/chat/completions: one answer of one of the organisation's models, whole or as server-sent events, in OpenAI's
 * form, errors as well. Each request is counted in its minute and kept as a GatewayRequest, whatever comes of it.
 */
export async function answerChat(request: Request): Promise<Response> {
  let exchange: Exchange | undefined;
  try {
    const caller = await requireApiCaller(request, { permission: "use-gateway" });
    exchange = new Exchange(uuidv7(), caller, request.signal);
    return await answer(request, caller, exchange);
  } catch (error) {
    const failure = exchange?.fail(error) ?? toGatewayError(error);
    return exchange ? exchange.withHeaders(failure.toResponse()) : failure.toResponse();
  }
}

async function answer(request: Request, caller: ApiCaller, exchange: Exchange): Promise<Response> {
  const perMinute = caller.apiToken?.requestsPerMinute ?? memberRequestsPerMinute;
  // Side by side: each is a question to the database.
  const [limit, read] = await Promise.all([
    countRequest(caller.organizationId, caller.apiToken?.id ?? caller.user.id, perMinute),
    settle(readRequest(request, caller, exchange)),
  ]);
  exchange.limit = limit;
  if (limit.exceeded) throw tooMany(limit);
  if ("error" in read) throw read.error;
  const { input } = read.value;
  const rounds = await prepare(read.value, exchange);
  const head = { id: `chatcmpl-${exchange.id}`, created: Math.floor(Date.now() / 1000), model: rounds.model.name };
  const make = input.stream ? streamChat : answerWhole;
  return exchange.withHeaders(await make(input, rounds, head, exchange));
}

interface Read {
  input: ChatCompletionRequest;
  model: OpenModel;
  plugins: PluginTools | null;
}

/** Reads the request and finds what it names. */
async function readRequest(request: Request, { db }: ApiCaller, exchange: Exchange): Promise<Read> {
  const input = parseInput(chatCompletionSchema, await readJson(request, largestBody));
  exchange.streamed = input.stream ?? false;
  exchange.asked = input.model;
  const [model, plugins] = await Promise.all([
    findModel(db, input.model),
    openPlugins(db, pluginIds(input.plugins, request.headers)),
  ]);
  if (!model) throw modelNotFound(input.model);
  exchange.model = model;
  return { input, model, plugins };
}

/** All that has to be so before a model is asked. What costs others something, as images that are fetched, comes here. */
async function prepare({ input, model, plugins }: Read, exchange: Exchange): Promise<RoundsRequest> {
  const call = toCall(input, model, plugins?.names ?? new Set());
  const chosen: OpenModel = needsChatApi(input) ? { ...model, languageModel: model.chatModel() } : model;
  const { signal } = exchange;
  const messages = await toPrompt(input.messages, imageLoader(chosen.languageModel, signal));
  return { model: chosen, call: { ...call, messages, signal }, plugins, tally: exchange.tally };
}

async function answerWhole(
  input: ChatCompletionRequest,
  rounds: RoundsRequest,
  head: Head,
  exchange: Exchange,
): Promise<Response> {
  const answered = await runRounds(rounds);
  exchange.leftOut = answered.completions.flatMap(({ leftOut }) => leftOut);
  const completion = toCompletion(head, answered, exchange.tally, asksForJson(input));
  exchange.end(200);
  return Response.json(completion);
}

function tooMany({ limit, resetMs }: RequestLimit): GatewayError {
  const seconds = Math.max(1, Math.ceil(resetMs / 1000));
  const sentence = `This token may make ${limit} requests a minute, and has made them. Try again in ${seconds} seconds.`;
  const headers = { "Retry-After": String(seconds) };
  return new GatewayError(429, "rate_limit_exceeded", sentence, { type: "requests", headers });
}

type Settled<T> = { value: T } | { error: unknown };

function settle<T>(promise: Promise<T>): Promise<Settled<T>> {
  return promise.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
}
