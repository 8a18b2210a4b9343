/** The databases that are named now, and those of the run that are not named anew. */
export function givenOrRecorded(
  given: readonly string[],
  recorded: Readonly<Record<string, string>>,
): readonly string[] {
  const names = new Set(given.flatMap((one) => /^(\w+)=/.exec(one)?.[1] ?? ["source", "target"]));
  const others = Object.entries(recorded).filter(([name]) => !names.has(name));
  return [...given, ...others.map(([name, location]) => `${name}=${location}`)];
}
