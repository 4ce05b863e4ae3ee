// The language server as VS Code forks it.

import { join } from "node:path";
import { runCached } from "./run-cached.ts";

runCached(join(__dirname, "server-main.js"));
