const keywords =
  "False None True and as assert async await break case class continue def del elif else except finally for from global if import in is lambda match nonlocal not or pass raise return try type while with yield";
const builtins =
  "all any bool bytes dict dir exec exit float format help id input int iter len list map max min next object open print property quit range repr reversed round set sorted str sum super tuple vars zip ArithmeticError Exception OSError ProcessLookupError RuntimeError TimeoutError ValueError";

/** Names for variables of Python that nothing else has. */
export interface PythonNames {
  /** A name like that one, which is then taken. */
  readonly take: (wanted: string) => string;
}

/** Hands out names; keywords, what Python has built in, and `taken` are none. */
export function createNames(taken: Iterable<string>): PythonNames {
  const used = new Set([...keywords.split(" "), ...builtins.split(" "), ...taken]);
  return {
    take: (wanted) => {
      let name = wanted;
      while (used.has(name)) name += "_";
      used.add(name);
      return name;
    },
  };
}
