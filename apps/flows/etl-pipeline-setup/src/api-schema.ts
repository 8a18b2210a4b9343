import { z } from "zod";

const text = z.string().min(1);
const secret = text.regex(/^env:.+/, "name a variable of the environment: env:NAME");
const path = z.array(text);

const authorization = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("bearer"), token: secret }),
  z.strictObject({
    kind: z.literal("api-key"),
    key: secret,
    name: text.optional(),
    in: z.enum(["header", "query"]).optional(),
  }),
  z.strictObject({ kind: z.literal("basic"), user: text, password: secret }),
  z.strictObject({
    kind: z.literal("oauth2-client-credentials"),
    tokenUrl: text,
    clientId: text,
    clientSecret: secret,
    scope: text.optional(),
  }),
  z.strictObject({
    kind: z.literal("oauth2-refresh-token"),
    tokenUrl: text,
    clientId: text,
    refreshToken: secret,
    clientSecret: secret.optional(),
  }),
]);

const paginator = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.enum(["single", "link-header"]) }),
  z.strictObject({ kind: z.literal("json-link"), path }),
  z.strictObject({ kind: z.literal("cursor"), path, parameter: text }),
  z.strictObject({ kind: z.literal("page-number"), parameter: text.optional() }),
  z.strictObject({ kind: z.literal("offset"), limit: z.int().min(1) }),
]);

/** How an API is read; secrets are names of variables. */
export const api = z.strictObject({
  url: z.url({ protocol: /^https?$/ }),
  authorization: authorization.optional(),
  paginator: paginator.optional().describe("without a word, the first answer tells"),
  records: path.optional().describe("where the list of records is in the answer"),
  since: z
    .strictObject({
      parameter: text,
      form: z.enum(["iso", "epoch-seconds", "epoch-milliseconds"]).optional(),
    })
    .optional()
    .describe("how it is asked for what is new, with a cursor"),
  body: z
    .record(text, z.json())
    .optional()
    .describe("asks by POST with this, and what tells pages apart in it"),
  perSecond: z.number().positive().optional().describe("how many requests a second, at most"),
  nested: z
    .enum(["json", "tables"])
    .optional()
    .describe("what becomes of lists and objects in records"),
  naming: z.enum(["as-is", "lower", "snake-case"]).optional(),
});

/** See {@link api}. */
export type Api = z.infer<typeof api>;
