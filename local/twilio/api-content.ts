import type { FastifyInstance, FastifyRequest } from "fastify";
import { notFound } from "./api-error";
import { refuseDrift } from "./api-messages";
import { authenticate } from "./authenticate";
import { openApiCheck } from "./openapi";
import type { Simulator } from "./simulator";
import type { Account } from "./store";
import { buttonsOf, type Template, templatesOf } from "./templates";

const check = openApiCheck("twilio_content_v1.json");
const CONTENT = "https://content.twilio.com";
const CREATED = "2026-01-05T09:00:00Z";

type BySid = FastifyRequest<{ Params: { sid: string } }>;

/** The templates of an account, read only. Source: https://www.twilio.com/docs/content/content-api-resources */
export function contentApi(server: FastifyInstance, { store }: Simulator): void {
  server.get("/v1/Content", (request) => list(request, "/v1/Content", contentResource));
  server.get("/v1/ContentAndApprovals", (request) =>
    list(request, "/v1/ContentAndApprovals", (account, template) => ({
      ...contentResource(account, template),
      approval_requests: approval(template),
    })),
  );
  server.get("/v1/Content/:sid", (request: BySid) => {
    const { account, template } = requireTemplate(request);
    return contentResource(account, template);
  });
  server.get("/v1/Content/:sid/ApprovalRequests", (request: BySid) => {
    const { account, template } = requireTemplate(request);
    const url = `${CONTENT}/v1/Content/${template.sid}/ApprovalRequests`;
    return { sid: template.sid, account_sid: account.accountSid, whatsapp: approval(template), url };
  });

  function list(
    request: FastifyRequest,
    path: string,
    resource: (account: Account, template: Template) => Record<string, unknown>,
  ) {
    const account = authenticate(store, request);
    const query = request.query as Record<string, string>;
    refuseDrift(check("get", path, "query", query));
    const page = Number(query.Page ?? 0);
    const pageSize = Number(query.PageSize ?? 50);
    const contents = templatesOf(account).map((template) => resource(account, template));
    return {
      contents: contents.slice(page * pageSize, (page + 1) * pageSize),
      meta: pageMeta(path, page, pageSize, contents.length),
    };
  }

  function requireTemplate(request: BySid): { account: Account; template: Template } {
    const account = authenticate(store, request);
    const template = templatesOf(account).find((candidate) => candidate.sid === request.params.sid);
    if (!template) throw notFound(request.url);
    return { account, template };
  }
}

function contentResource(account: Account, template: Template): Record<string, unknown> {
  const url = `${CONTENT}/v1/Content/${template.sid}`;
  return {
    sid: template.sid,
    account_sid: account.accountSid,
    friendly_name: template.friendlyName,
    language: template.language,
    variables: template.variables,
    types: {
      [contentType(template)]: { body: template.body, ...(template.buttons && { actions: actions(template) }) },
    },
    url,
    date_created: CREATED,
    date_updated: CREATED,
    links: { approval_create: `${url}/ApprovalRequests/whatsapp`, approval_fetch: `${url}/ApprovalRequests` },
  };
}

function contentType({ buttons }: Template): string {
  return buttons ? "twilio/quick-reply" : "twilio/text";
}

function actions(template: Template) {
  return buttonsOf(template).map(({ text, payload }) => ({ type: "QUICK_REPLY", title: text, id: payload }));
}

function approval(template: Template): Record<string, unknown> {
  return {
    type: "whatsapp",
    name: template.status === "unsubmitted" ? "" : template.friendlyName,
    category: template.category,
    content_type: template.status === "unsubmitted" ? "" : contentType(template),
    status: template.status,
    rejection_reason: template.rejectionReason,
    allow_category_change: true,
  };
}

function pageMeta(path: string, page: number, pageSize: number, total: number) {
  const url = (index: number) => `${CONTENT}${path}?PageSize=${pageSize}&Page=${index}`;
  return {
    page,
    page_size: pageSize,
    first_page_url: url(0),
    previous_page_url: page > 0 ? url(page - 1) : null,
    url: url(page),
    next_page_url: total > (page + 1) * pageSize ? url(page + 1) : null,
    key: "contents",
  };
}
