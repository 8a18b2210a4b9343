/** Which classes a file needs. */
export interface Uses {
  readonly command: boolean;
  readonly sensor: boolean;
  readonly watch: boolean;
  readonly connections: boolean;
  /** The variable that has the day, and the zone of its day, as Python. */
  readonly day?: { readonly variable: string; readonly zone: string };
}

const fields = `    def __init__(self, *, argv, more=(), env=None, connections=None, folder=None, **kwargs):
        super().__init__(**kwargs)
        self.argv = argv
        self.more = more
        self.env = env
        self.connections = connections
        self.folder = folder

    def options(self, context):
        values = {}
        for name, connection in (self.connections or {}).items():
            values[name] = Connection.get(connection).get_uri()
        DAY
        return {"env": self.env, "values": values, "folder": self.folder, "log": self.log.info}
`;

/** The fields of commands; those of connections and of the day only where they are used. */
function fieldsOf({ connections, day }: Uses): string {
  const lines = fields
    .split("\n")
    .filter((line) => connections || !/connection/i.test(line) || line.includes("def __init__"));
  const text = lines.join("\n").replace(connections ? "" : ", connections=None", "");
  if (day === undefined) return text.replace("        DAY\n", "");
  const { variable, zone } = day;
  const at = `context["dag_run"].logical_date or context["dag_run"].run_after`;
  return text.replace(
    "        DAY\n",
    `        at = pendulum.instance(${at})\n        values[${variable}] = at.in_timezone(${zone}).to_date_string()\n`,
  );
}

const kill = `    def on_kill(self):
        for process in running:
            os.killpg(process.pid, signal.SIGTERM)
`;

const command = (uses: Uses): string => `class CommandOperator(BaseOperator):
    """Runs a program; nothing in its arguments is expanded."""

${fieldsOf(uses)}
    def execute(self, context):
        run_command([*self.argv, *self.more], **self.options(context))

${kill}`;

const sensor = (uses: Uses): string => `class CommandSensor(BaseSensorOperator):
    """Waits until a program succeeds."""

${fieldsOf(uses)}
    def poke(self, context):
        try:
            return start(self.argv, timeout=self.timeout, **self.options(context)) == 0
        except subprocess.TimeoutExpired:
            return False

${kill}`;

const watch = `class FailedRunOperator(BaseOperator):
    """Makes a run fail in which a task has failed."""

    def execute(self, context):
        raise RuntimeError("a task of this run has failed")
`;

/** The operators of a file. */
export function airflowClasses(uses: Uses): readonly string[] {
  return [
    ...(uses.command ? [command(uses)] : []),
    ...(uses.sensor ? [sensor(uses)] : []),
    ...(uses.watch ? [watch] : []),
  ];
}
