import { spawnSync } from "node:child_process";

/** A call in a file of Python: what it calls, and its named arguments that are literals, and the first ones. */
export interface PythonCall {
  readonly name: string;
  readonly named: Readonly<Record<string, unknown>>;
  readonly first: readonly unknown[];
}

const program = `
import ast, json, sys

def name_of(node):
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")

def value_of(node):
    try:
        return ast.literal_eval(node)
    except ValueError:
        return {"code": ast.unparse(node)}

answers = []
for text in json.load(sys.stdin):
    try:
        compile(text, "generated", "exec", dont_inherit=True)
        answers.append({
            "calls": [
                {
                    "name": name_of(node.func),
                    "named": {one.arg: value_of(one.value) for one in node.keywords if one.arg},
                    "first": [value_of(one) for one in node.args],
                }
                for node in ast.walk(ast.parse(text))
                if isinstance(node, ast.Call)
            ]
        })
    except (SyntaxError, ValueError) as error:
        answers.append({"error": str(error)})
print(json.dumps(answers))
`;

/** Whether there is a Python to read with. */
export const hasPython: boolean =
  spawnSync("python3", ["-c", "import ast; ast.unparse"]).status === 0;

/** Compiles files of Python, without running them, and gives their calls; throws for one that does not compile. */
export function readPython(texts: readonly string[]): readonly (readonly PythonCall[])[] {
  const { stdout, stderr } = spawnSync("python3", ["-W", "error", "-c", program], {
    input: JSON.stringify(texts),
    encoding: "utf8",
    env: { ...process.env, PYTHONIOENCODING: "utf8", PYTHONUTF8: "1" },
    maxBuffer: 1e9,
  });
  if (stdout === "") throw new Error(stderr);
  const answers = JSON.parse(stdout) as readonly {
    calls?: readonly PythonCall[];
    error?: string;
  }[];
  return answers.map(({ calls, error }, index) => {
    if (calls === undefined) throw new Error(`${error}: ${texts[index]}`);
    return calls;
  });
}
