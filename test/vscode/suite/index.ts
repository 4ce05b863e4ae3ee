// The entry that VS Code calls inside the extension host.
import "./findings.ts";
import "./fixes.ts";
import "./commands.ts";
import "./paths.ts";
import { runTests } from "./registry.ts";

export async function run(): Promise<void> {
  await runTests();
}
