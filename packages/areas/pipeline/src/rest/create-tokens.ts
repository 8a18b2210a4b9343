import { DxError } from "@dx/core";
import {
  readToken,
  tokenRequest,
  type GivenToken,
  type RefreshToken,
  type TokenCredentials,
} from "./authorization.ts";
import type { TrySend } from "./create-tries.ts";
import { httpError } from "./http.ts";

/** Gives tokens. */
export interface Tokens {
  /** One that is good. */
  readonly give: (credentials: TokenCredentials) => Promise<string>;
  /** The server does not take it any more. */
  readonly forget: () => true;
}

/**
 * Keeps a token while it is good, and asks for another one by the newest refresh token.
 * @throws DxError `DX_PIPELINE_HTTP` if there is no token in the answer; `DX_PIPELINE_AUTHORIZATION` for a new refresh token
 * that nobody keeps
 */
export function createTokens({
  trySend,
  secrets,
  now,
}: {
  readonly trySend: TrySend;
  readonly secrets: Set<string>;
  readonly now: () => number;
}): Tokens {
  let token: GivenToken | undefined;
  let newest: string | undefined;
  const renew = async (credentials: RefreshToken, next: string): Promise<void> => {
    if (next === (newest ?? credentials.refreshToken)) return;
    secrets.add(next);
    newest = next;
    if (credentials.keep === undefined)
      throw new DxError(
        "DX_PIPELINE_AUTHORIZATION",
        "the server gave a new refresh token, and nobody keeps it",
        {
          path: ["authorization", "keep"],
          hint: "give `keep`, which puts it where secrets are kept; the one that was sent may be taken no more",
        },
      );
    await credentials.keep(next);
  };
  return {
    forget: () => {
      token = undefined;
      return true;
    },
    give: async (credentials) => {
      if (token !== undefined && token.until > now()) return token.token;
      const answer = await trySend(
        async () =>
          tokenRequest(
            credentials.kind === "oauth2-refresh-token" && newest !== undefined
              ? { ...credentials, refreshToken: newest }
              : credentials,
          ),
        () => false,
      );
      token = readToken(answer, now());
      if (token === undefined)
        throw httpError(credentials.tokenUrl, "the answer has no access_token", {
          hint: "look at the address of the token and at the scope",
        });
      secrets.add(token.token);
      if (credentials.kind === "oauth2-refresh-token" && token.refreshToken !== undefined)
        await renew(credentials, token.refreshToken);
      return token.token;
    },
  };
}
