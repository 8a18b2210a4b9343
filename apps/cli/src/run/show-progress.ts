import type { RunEvent } from "@dx/runner";
import type { Terminal } from "../terminal/terminal.ts";

const digits = new Intl.NumberFormat("en-US");

/** Tells people how a run goes: in a terminal on one line that is written anew, else a line a step. */
export function showProgress(terminal: Terminal): (event: RunEvent) => void {
  const tasks = new Map<string, string>();
  let checked = 0;
  let lastMs = 0;
  const rewrite = (text: string): void => {
    const nowMs = performance.now();
    if (!terminal.canRewrite || nowMs - lastMs < 80) return;
    lastMs = nowMs;
    terminal.rewrite(text);
  };
  return (event) => {
    switch (event.kind) {
      case "run-started":
        if (event.known > 0) terminal.note(`${event.known} steps are done already`);
        return;
      case "step-started":
        tasks.set(event.key, event.task);
        rewrite(`${event.task} ...`);
        return;
      case "step-finished":
        terminal.note(`done: ${event.task}`);
        return;
      case "progress": {
        const { key, done, of, unit = "" } = event;
        const share = of === undefined ? "" : ` of ${digits.format(of)}`;
        rewrite(`${tasks.get(key) ?? key}: ${digits.format(done)}${share} ${unit}`);
        return;
      }
      case "claim-checked":
        checked += 1;
        rewrite(`${checked} claims are checked`);
        return;
      case "log":
        terminal.note(event.message);
        return;
      case "run-finished":
        terminal.rewrite("");
        return;
      case "step-replayed":
      case "question":
      case "plan":
    }
  };
}
