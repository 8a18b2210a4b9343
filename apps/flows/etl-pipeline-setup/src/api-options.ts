import type { Api } from "./api-schema.ts";

/** How an API is read, as options of `dx load`; secrets are names of variables. */
export function apiOptions(api: Api): readonly string[] {
  const { authorization, paginator, records, since, body, perSecond, nested, naming } = api;
  return [
    ...(authorization === undefined ? [] : ["--auth", writeAuthorization(authorization)]),
    ...(paginator === undefined ? [] : ["--pages", writePaginator(paginator)]),
    ...(records === undefined ? [] : ["--records", records.join(".")]),
    ...(since === undefined ? [] : ["--since", [since.parameter, ...only(since.form)].join(" ")]),
    ...(body === undefined ? [] : ["--body", JSON.stringify(body)]),
    ...(perSecond === undefined ? [] : ["--rate", String(perSecond)]),
    ...(nested === "tables" ? ["--nested"] : []),
    ...(naming === undefined ? [] : ["--naming", naming]),
  ];
}

/** The variables that have its secrets. */
export function variablesOf({ authorization }: Api): readonly string[] {
  return Object.values(authorization ?? {}).flatMap((value) =>
    value !== undefined && value.startsWith("env:") ? [value.slice(4)] : [],
  );
}

function only(text: string | undefined): readonly string[] {
  return text === undefined ? [] : [text];
}

function writeAuthorization(one: NonNullable<Api["authorization"]>): string {
  switch (one.kind) {
    case "bearer":
      return `bearer ${one.token}`;
    case "api-key": {
      const { key, name, in: place = "header" } = one;
      const isPlain = name === undefined && place === "header";
      const where = isPlain ? [] : [place, name ?? "x-api-key"];
      return ["api-key", key, ...where].join(" ");
    }
    case "basic":
      return `basic ${one.user} ${one.password}`;
    case "oauth2-client-credentials":
      return ["oauth2", one.tokenUrl, one.clientId, one.clientSecret, ...only(one.scope)].join(" ");
    case "oauth2-refresh-token": {
      const { tokenUrl, clientId, refreshToken, clientSecret } = one;
      return ["refresh", tokenUrl, clientId, refreshToken, ...only(clientSecret)].join(" ");
    }
  }
}

function writePaginator(one: NonNullable<Api["paginator"]>): string {
  switch (one.kind) {
    case "single":
    case "link-header":
      return one.kind;
    case "json-link":
      return `json-link ${one.path.join(".")}`;
    case "cursor":
      return `cursor ${one.path.join(".")} ${one.parameter}`;
    case "page-number":
      return ["page-number", ...only(one.parameter)].join(" ");
    case "offset":
      return `offset ${one.limit}`;
  }
}
