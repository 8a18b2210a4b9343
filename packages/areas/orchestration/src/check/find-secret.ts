const word =
  "(?:pass(?:word|wd|phrase)?|pwd|secret|token|api[-_]?key|access[-_]?key|private[-_]?key|credentials?)";
const option = new RegExp(`^--?(?:[a-z0-9]+[-_])*${word}$`, "i");
const assigned = new RegExp(
  `(?:^|[\\s;&?,{"'-_])${word}["']?\\s*[=:]\\s*["']?([^\\s"'&;,}]+)`,
  "i",
);
const known: readonly (readonly [RegExp, string])[] = [
  [/[a-z][a-z0-9+.-]*:\/\/[^\s/@:]*:([^\s/@]+)@/i, "a password in an address"],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----/, "a private key"],
  [/\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/, "an access key of AWS"],
  [/\bgh[pousr]_[A-Za-z0-9]{20,}|\bgithub_pat_\w{20,}/, "a token of GitHub"],
  [/\bxox[abprs]-[A-Za-z0-9-]{10,}|hooks\.slack\.com\/services\/\S+/, "a token of Slack"],
  [/\bsk[-_](?:live|test|ant|proj)?[-_]?[A-Za-z0-9]{20,}/, "an API key"],
  [/\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]+/, "a JSON Web Token"],
  [/\b(?:bearer|basic)\s+(?![$%{])[\w.+/=-]{8,}/i, "an Authorization header"],
];
/** What names a secret instead of being one: `env:NAME`, a path, a name in capitals. */
const reference =
  /^(?:env:|file:|@?\.{0,2}\/|\$|%|\{)|^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$|^(?:true|false|stdin|prompt|none|-)$/i;

/**
 * What kind of secret one argument of a command seems to be; `undefined` if it is none. What names one is none:
 * `env:NAME`, paths, `$NAME`, `SOME_NAME`. It sees what its patterns see: a password that stands alone is not among that.
 */
export function findSecret(argv: readonly string[], index: number): string | undefined {
  const argument = argv[index] ?? "";
  for (const [pattern, kind] of known) {
    const found = pattern.exec(argument);
    if (found !== null && !reference.test(found[1] ?? "secret")) return kind;
  }
  const value = assigned.exec(argument)?.[1];
  if (value !== undefined && !reference.test(value)) return "a value given to a name of secrets";
  const before = argv[index - 1] ?? "";
  if (
    option.test(before) &&
    !argument.startsWith("-") &&
    argument !== "" &&
    !reference.test(argument)
  )
    return `the value of ${before}`;
  return undefined;
}
