import type { Sql } from "../sql.ts";
import { dialectCall } from "./functions.ts";

/** The MD5 of text in UTF-8, as 32 hexadecimal digits in lower case; NULL of NULL. */
export function md5(text: Sql): Sql {
  return dialectCall("md5", text);
}
