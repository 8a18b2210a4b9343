import type { Random } from "@dx/core";
import { tokenize, type ParserDialect } from "@dx/sql-parser";

const words =
  "select from where ( ) , ; ' \" ` [ ] $$ -- /* */ case end begin as with union join on using create drop table procedure merge when then insert into values . * 1 ? :x @y pivot unnest lateral null".split(
    " ",
  );

/** A text of SQL with a few tokens left out, put in, repeated or torn. */
export function mutateSql(sql: string, dialect: ParserDialect, random: Random): string {
  let text = sql;
  for (let left = random.integer(1, 4); left > 0; left -= 1) {
    const tokens = tokenize(text, dialect);
    const [one, other] = [tokens, tokens].map((all) =>
      all.length === 0 ? undefined : random.pick(all),
    );
    if (one === undefined || other === undefined) return text;
    text = torn(text, { one, other, random });
  }
  return text;
}

interface Tear {
  readonly one: { readonly start: number; readonly end: number };
  readonly other: { readonly start: number; readonly end: number };
  readonly random: Random;
}

function torn(text: string, { one, other, random }: Tear): string {
  const [before, behind] = [text.slice(0, one.start), text.slice(one.end)];
  switch (random.integer(0, 5)) {
    case 0:
      return before + behind;
    case 1:
      return `${before}${random.pick(words)} ${text.slice(one.start)}`;
    case 2:
      return before + text.slice(other.start, other.end) + behind;
    case 3: {
      const repeated = text.slice(Math.min(one.start, other.start), Math.max(one.end, other.end));
      return before + repeated + text.slice(one.start);
    }
    case 4:
      return text.slice(0, one.end);
    default:
      return before + String.fromCodePoint(random.integer(1, 0xd7ff)) + behind;
  }
}
