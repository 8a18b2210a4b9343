/** Which classes a file needs. */
export interface Uses {
  readonly command: boolean;
  readonly sensor: boolean;
  readonly watch: boolean;
}

const fields = `    def __init__(self, *, argv, env=None, folder=None, **kwargs):
        super().__init__(**kwargs)
        self.argv = argv
        self.env = env
        self.folder = folder
`;

const kill = `    def on_kill(self):
        for process in running:
            os.killpg(process.pid, signal.SIGTERM)
`;

const command = `class CommandOperator(BaseOperator):
    """Runs a program; nothing in its arguments is expanded."""

${fields}
    def execute(self, context):
        run_command(self.argv, env=self.env, folder=self.folder, log=self.log.info)

${kill}`;

const sensor = `class CommandSensor(BaseSensorOperator):
    """Waits until a program succeeds."""

${fields}
    def poke(self, context):
        options = {"env": self.env, "folder": self.folder, "log": self.log.info}
        try:
            return start(self.argv, timeout=self.timeout, **options) == 0
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
    ...(uses.command ? [command] : []),
    ...(uses.sensor ? [sensor] : []),
    ...(uses.watch ? [watch] : []),
  ];
}
