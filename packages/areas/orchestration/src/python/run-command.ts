/** Names that `runCommand` needs. */
export const runCommandImports = ["os", "signal", "subprocess", "threading"] as const;

/** The functions that start a program, the same in all targets; `running` keeps what runs, for a signal that is to end it. */
export function runCommand({ running }: { readonly running: boolean }): string {
  return running
    ? `running = set()\n\n\n${text}`
        .replace("    reader = thr", "    running.add(process)\n    reader = thr")
        .replace("    finally:\n", "    finally:\n        running.discard(process)\n")
    : text;
}

const text = `def end(process):
    """Ends a program and all that it started."""
    for sent, seconds in ((signal.SIGTERM, 10), (signal.SIGKILL, None)):
        try:
            os.killpg(process.pid, sent)
        except ProcessLookupError:
            pass
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            pass


def start(argv, env=None, values=None, folder=None, timeout=None, log=None):
    """Runs a program without a shell, and returns its status. Values of env are names of variables here."""
    variables = {**os.environ, **(values or {})}
    for name, source in (env or {}).items():
        if source not in os.environ:
            raise RuntimeError(f"the variable {source} is missing")
        variables[name] = os.environ[source]
    process = subprocess.Popen(
        argv,
        env=variables,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE if log else None,
        stderr=subprocess.STDOUT if log else None,
        text=True,
        errors="replace",
        start_new_session=True,
    )

    def read():
        for line in process.stdout:
            log(line.rstrip())

    reader = threading.Thread(target=read, daemon=True) if log else None
    try:
        if reader:
            reader.start()
        return process.wait(timeout)
    finally:
        if process.returncode is None:
            end(process)
        if reader:
            reader.join(5)


def run_command(argv, timeout=None, **options):
    """Runs a program, and fails if it fails, or is not over in time."""
    try:
        status = start(argv, timeout=timeout, **options)
    except subprocess.TimeoutExpired:
        raise RuntimeError(f"{argv[0]} was stopped after {timeout} s") from None
    if status != 0:
        raise RuntimeError(f"{argv[0]} ended with status {status}")
`;

/** The function that waits inside of a task, for targets without waits of their own. */
export const waitFor = `def wait_for(argv, every, timeout, **options):
    """Runs a program again and again until it succeeds."""
    end_of_wait = time.monotonic() + timeout
    while True:
        try:
            left = max(end_of_wait - time.monotonic(), 0.1)
            if start(argv, timeout=left, **options) == 0:
                return
        except subprocess.TimeoutExpired:
            pass
        if time.monotonic() + every > end_of_wait:
            raise RuntimeError(f"{argv[0]} did not succeed within {timeout} s")
        time.sleep(every)
`;
