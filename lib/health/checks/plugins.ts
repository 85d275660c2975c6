import { z } from "zod";
import { missingPlugins } from "../../plugins/fill-enabled-tools";
import { isHeldBack } from "../../plugins/plugin-view";
import { type CheckContext, counted, defineCheck, explanation, isoTime } from "../schema";

const server = z.object({
  name: z.string(),
  /** What was wrong when it was last asked. */
  problem: z.string().nullable(),
  needsAuthorization: z.boolean(),
  /** Names of tools that are chosen and held back. */
  heldBack: z.array(z.string()),
  checkedAt: isoTime.nullable(),
});

/** Whether the MCP servers that the published version uses answer, and still offer what the owner ticked. */
export const plugins = defineCheck({
  key: "plugins",
  title: "Plugins",
  group: "answering",
  evidence: z.object({
    servers: z.array(server),
    /** Plugins that the version names and that were deleted. */
    missing: z.int(),
  }),

  async run(context) {
    const { servers, missing } = await readServers(context);
    const evidence = { servers, missing };
    if (servers.some(({ problem, needsAuthorization }) => problem || needsAuthorization))
      return { status: "broken", evidence };
    const isLess = missing > 0 || servers.some(({ heldBack }) => heldBack.length > 0);
    return { status: isLess ? "look" : "good", evidence };
  },

  explain({ servers, missing }, status, { at }) {
    const facts = servers.map(({ name, problem, checkedAt }) => ({
      term: name,
      detail: problem ?? (checkedAt ? `answered at ${at(checkedAt)}` : "not asked yet"),
      ...(problem && { look: "wrong" as const }),
    }));
    if (status === "good") {
      const all = counted(servers.length, "server");
      const sentence =
        servers.length > 0 ? `${all} in use, and nothing is wrong.` : "The assistant uses no server of others.";
      return explanation({ sentence, facts });
    }
    const repair = { label: "Open the plugins", page: "plugins" as const };
    const broken = servers.find(({ problem, needsAuthorization }) => problem || needsAuthorization);
    if (broken?.needsAuthorization) {
      return explanation({
        sentence: `${broken.name} wants to be authorised`,
        whatHappened: "Its authorisation has ended or was never given. Calls of its tools fail until it is given anew.",
        whatToDo: ["Open the plugin and authorise Frontdesk at its server."],
        facts,
        repair,
      });
    }
    if (broken) {
      return explanation({
        sentence: `${broken.name} does not answer as it should`,
        whatHappened: `${broken.problem} The assistant goes on without what its tools would tell or do.`,
        whatToDo: [
          "Ask whoever runs the server, or look whether its address or token has changed.",
          "Until it is back, take it out of the assistant's plugins: then nobody waits for it.",
        ],
        facts,
        repair,
      });
    }
    const heldBack = servers.flatMap(({ heldBack: names }) => names);
    if (heldBack.length > 0) {
      return explanation({
        sentence: `${counted(heldBack.length, "tool is", "tools are")} held back`,
        whatHappened: `The server describes ${listed.format(heldBack)} differently than when you ticked it, or no longer has it. The assistant is not offered it.`,
        whatToDo: ["Open the plugin, look at what changed, and tick it again if it is fine."],
        facts,
        repair,
      });
    }
    return explanation({
      sentence: `${counted(missing, "plugin was", "plugins were")} deleted that the assistant used`,
      whatHappened: "The published version names it; its tools are not offered.",
      whatToDo: ["Take it out of the assistant's plugins, and publish."],
      facts,
      repair: { label: "Open the assistant", page: "assistant" },
    });
  },
});

const listed = new Intl.ListFormat("en");

async function readServers({ db }: CheckContext) {
  const app = await db.whatsAppApp.findFirst({
    select: { publishedVersion: { select: { enabledPluginIds: true, enabledTools: true } } },
  });
  const { enabledPluginIds: ids = [], enabledTools } = app?.publishedVersion ?? {};
  const chosen = z.record(z.string(), z.array(z.string())).catch({}).parse(enabledTools);
  const rows = await db.plugin.findMany({
    where: { id: { in: ids }, kind: "mcp" },
    include: { tools: true },
    orderBy: { createdAt: "asc" },
  });
  const servers = rows.map(({ id, name, lastError, needsAuthorization, checkedAt, tools }) => ({
    name,
    problem: lastError,
    needsAuthorization,
    heldBack: tools.filter((tool) => chosen[id]?.includes(tool.name) && isHeldBack(tool)).map((tool) => tool.name),
    checkedAt: checkedAt?.toISOString() ?? null,
  }));
  return { servers, missing: (await missingPlugins(db, ids)).length };
}
