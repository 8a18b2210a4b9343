import setup from "/work/wt/database/tools/testing/src/postgres-server.ts";
let url = "";
const stop = await setup({
  provide: (_: string, v: any) => {
    url = v.url;
  },
} as any);
const { spawnSync } = await import("node:child_process");
const { spawn } = await import("node:child_process");
const child = spawn(process.execPath, ["--conditions=@dx/source", ...process.argv.slice(2)], {
  stdio: "inherit",
  env: { ...process.env, DX_POSTGRES_URL: url },
});
await new Promise((r) => child.on("exit", r));
await stop?.();
process.exit();
