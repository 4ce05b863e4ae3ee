import { cpSync, rmSync } from "node:fs";
import { runSuite } from "./run-suite.mjs";

rmSync("/tmp/trysuite", { recursive: true, force: true });
cpSync("samples/shop", "/tmp/trysuite/shop", { recursive: true });
try {
  const o = await runSuite(process.argv[2], {
    extension: process.argv[3] ?? "/tmp/unpacked",
    folder: "/tmp/trysuite/shop",
  });
  for (const x of o) console.log(x.failure ? "FAIL" : "ok", x.name, x.milliseconds, (x.failure ?? "").slice(0, 400));
} catch (e) {
  console.log(e);
}
