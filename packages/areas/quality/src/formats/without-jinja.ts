/**
 * SQL in which Jinja finds nothing to render, however often it looks: in text literals, what begins an expression, a statement or a comment of Jinja is put together of two.
 * @returns `undefined` if such a thing stands elsewhere, as in a name
 */
export function withoutJinja(sql: string): string | undefined {
  const parts = sql.split(/('(?:[^']|'')*')/);
  const written = parts.map((part, at) => (at % 2 === 1 ? splitLiteral(part) : part));
  return written.some((part, at) => at % 2 === 0 && /\{[{%#]/.test(part))
    ? undefined
    : written.join("");
}

function splitLiteral(literal: string): string {
  if (!/\{[{%#]/.test(literal)) return literal;
  return `(${literal.replaceAll(/\{(?=[{%#])/g, "{' || '")})`;
}
