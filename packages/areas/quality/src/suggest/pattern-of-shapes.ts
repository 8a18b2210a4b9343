const most = 4;

/**
 * A pattern for texts that look like one of few shapes: runs of letters and digits, as long as in the shapes; `undefined`
 * for many shapes, or such without any run.
 */
export function patternOfShapes(shapes: readonly string[]): string | undefined {
  if (shapes.length === 0 || shapes.length > most) return undefined;
  const parts = shapes.map((shape) => ofShape(shape));
  if (parts.includes(undefined)) return undefined;
  return parts.length === 1 ? `^${parts[0]}$` : `^(${parts.join("|")})$`;
}

const classes: Readonly<Record<string, string>> = { A: "[A-Z]", a: "[a-z]", "9": "[0-9]" };

function ofShape(shape: string): string | undefined {
  const runs = shape.match(/A+|a+|9+|[^Aa9]/gsu) ?? [];
  if (runs.length === 0 || runs.length > 20) return undefined;
  return runs
    .map((run) => {
      const known = classes[run.charAt(0)];
      if (known !== undefined) return run.length === 1 ? known : `${known}{${run.length}}`;
      return /[\\^$.*+?()[\]{}|]/.test(run) ? `\\${run}` : run;
    })
    .join("");
}
