type Optional<Given> = {
  [Key in keyof Given as undefined extends Given[Key] ? Key : never]?: Exclude<
    Given[Key],
    undefined
  >;
};
type Present<Given> = {
  [Key in keyof Given as undefined extends Given[Key] ? never : Key]: Given[Key];
};

/** An object without those of its fields that are `undefined`. */
export function defined<Given extends object>(given: Given): Present<Given> & Optional<Given> {
  const entries = Object.entries(given).filter(([, value]) => value !== undefined);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the type says
  return Object.fromEntries(entries) as Present<Given> & Optional<Given>;
}
