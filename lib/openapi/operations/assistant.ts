import { z } from "zod";
import {
  answeringFields,
  answeringSchema,
  killSwitchSchema,
  patchDraftSchema,
  pauseSchema,
  publishSchema,
  rollBackSchema,
  versionsRequest,
} from "../../assistant/schema";
import { cursorNote, exampleIds, id, limitNote, pageOf, section, time } from "../operation";

const changed = z.array(z.enum(Object.keys(answeringFields) as [string, ...string[]]));

const draft = z.strictObject({
  content: answeringSchema,
  revision: z.int().meta({ description: "Grows with each change: give it back when saving." }),
  basedOn: z.int(),
  published: z.int(),
  changed: changed.meta({ description: "Fields that differ from the published version." }),
  updatedAt: time,
});

const versionFields = {
  id,
  number: z.int(),
  live: z.boolean().meta({ description: "It is the one that answers." }),
  note: z.string(),
  restoredFrom: z.int().nullable(),
  by: z.string(),
  createdAt: time,
  changed: changed.meta({ description: "What it changed of the version before." }),
};
const version = z.strictObject({ ...versionFields, content: answeringSchema });

const pause = z.strictObject({
  paused: z.boolean(),
  pausedAt: time.nullable(),
  pausedById: id.nullable(),
  text: z.string().meta({ description: "Sent once a pause to each customer who writes. Empty: nothing is." }),
});

const killSwitch = z.strictObject({
  on: z.boolean(),
  since: time.nullable(),
  byId: id.nullable(),
  text: z.string().meta({
    description:
      "What customers get. While it is off: what it would answer without a text, which is the last one, else the published version’s fallbackText.",
  }),
});

export const assistant = section("The assistant", [
  {
    method: "GET",
    path: "/assistant/draft",
    summary: "Read the draft",
    description: "What the next version will be; begun from the published one.",
    permission: "configure",
    response: { status: 200, description: "The draft.", content: { schema: draft } },
  },
  {
    method: "PATCH",
    path: "/assistant/draft",
    summary: "Change the draft",
    description:
      "What is left out stays. With `revision`, a draft that somebody else has changed meanwhile is not written over.",
    permission: "configure",
    body: { schema: patchDraftSchema, example: { systemPrompt: "You answer for Acme, a hostel in Leeds." } },
    response: { status: 200, description: "The draft as it is now.", content: { schema: draft } },
    errors: { 409: "`conflict`: somebody else changed the same." },
  },
  {
    method: "POST",
    path: "/assistant/versions",
    summary: "Publish the draft",
    description: "Makes the next version, which answers from the next message on.",
    permission: "configure",
    body: { schema: publishSchema, example: { note: "Knows the new opening hours" } },
    response: { status: 201, description: "The version.", content: { schema: version } },
    errors: { 409: "`conflict`: nothing to publish, or another draft than the one that was looked at." },
  },
  {
    method: "GET",
    path: "/assistant/versions",
    summary: "List versions",
    description: "Newest first, in pages.",
    permission: "read-assistant",
    query: versionsRequest,
    parameters: { cursor: cursorNote, limit: limitNote },
    response: { status: 200, description: "One page.", content: pageOf(z.strictObject(versionFields)) },
  },
  {
    method: "GET",
    path: "/assistant/versions/{id}",
    summary: "Read a version",
    permission: "read-assistant",
    parameters: { id: { description: "One of `GET /assistant/versions`.", example: exampleIds.version } },
    response: { status: 200, description: "The version, with all that it holds.", content: { schema: version } },
  },
  {
    method: "POST",
    path: "/assistant/versions/{id}/roll-back",
    summary: "Roll back to a version",
    description: "Makes a new version with what that one held.",
    permission: "configure",
    parameters: { id: { description: "One of `GET /assistant/versions`.", example: exampleIds.version } },
    body: { schema: rollBackSchema, example: { note: "The hostel was a mistake" } },
    response: { status: 201, description: "The new version.", content: { schema: version } },
    errors: { 409: "`conflict`: it is the one that answers, or what it needs is gone." },
  },
  {
    method: "DELETE",
    path: "/assistant/draft",
    summary: "Discard the draft",
    permission: "configure",
    response: { status: 204, description: "The draft is what is published again.", content: null },
  },
  {
    method: "PUT",
    path: "/assistant/pause",
    summary: "Pause the assistant",
    description: "At once. Messages are recorded, and customers get the text, or nothing.",
    permission: "pause-assistant",
    body: { schema: pauseSchema, example: { text: "We are away until Monday." } },
    response: { status: 200, description: "Paused.", content: { schema: pause } },
  },
  {
    method: "GET",
    path: "/assistant/pause",
    summary: "Read whether it is paused",
    permission: "read-assistant",
    response: { status: 200, description: "Whether, since when and by whom.", content: { schema: pause } },
  },
  {
    method: "DELETE",
    path: "/assistant/pause",
    summary: "Let the assistant answer again",
    description: "Ends a pause. The kill switch is lifted by itself.",
    permission: "pause-assistant",
    response: { status: 200, description: "Open.", content: { schema: pause } },
  },
  {
    method: "POST",
    path: "/kill-switch",
    summary: "Throw the kill switch",
    description:
      "Every turn is answered with the text from now on, and no model is asked: within 5 seconds in every instance, also for replies that are being written. Each conversation in which a customer writes is flagged for a person. The body may be left out. Other clients of the gateway are not concerned.",
    permission: "pause-assistant",
    body: { schema: killSwitchSchema, example: { text: "A person will answer you shortly." } },
    response: { status: 200, description: "On.", content: { schema: killSwitch } },
  },
  {
    method: "GET",
    path: "/kill-switch",
    summary: "Read the kill switch",
    permission: "read-assistant",
    response: {
      status: 200,
      description: "Whether it is on, since when and by whom.",
      content: { schema: killSwitch },
    },
  },
  {
    method: "DELETE",
    path: "/kill-switch",
    summary: "Lift the kill switch",
    description: "The assistant answers again, from the next message on. A pause stays.",
    permission: "pause-assistant",
    response: { status: 200, description: "Off.", content: { schema: killSwitch } },
  },
]);
