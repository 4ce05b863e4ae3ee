// `--profile`: where the time of a scan goes, as lines for people, and a profile of the processor's for the developer tools of
// Chrome or VS Code.

import { promises as fs } from "node:fs";
import { Session } from "node:inspector/promises";
import { BUDGET_OF_RULE, TimeTable } from "../scan/time-table.ts";

export class ScanProfile extends TimeTable {
  readonly #session = new Session();

  async start(): Promise<void> {
    this.#session.connect();
    await this.#session.post("Profiler.enable");
    await this.#session.post("Profiler.setSamplingInterval", { interval: 1000 });
    await this.#session.post("Profiler.start");
  }

  /** Writes the processor's profile. */
  async stop(location: string): Promise<void> {
    const { profile } = await this.#session.post("Profiler.stop");
    this.#session.disconnect();
    await fs.writeFile(location, JSON.stringify(profile));
  }

  /** Lines for people. `total`: how long all took, loading and writing included. */
  lines(total: number): string[] {
    const rest = Math.max(0, total - this.total);
    const lines = ["Time by phase, in ms:"];
    for (const { name, milliseconds } of this.phases) lines.push(line(milliseconds, name));
    lines.push(line(rest, "everything else: looking for files, loading rules, writing the report"));
    lines.push("", "Rules that took longest, in ms and files:");
    for (const { name, milliseconds, count } of this.rules) lines.push(line(milliseconds, `${name} (${count})`));
    lines.push(
      "",
      "Files that took longest, in ms; the first of those that data flows between counts for all of them:",
    );
    for (const { name, milliseconds } of this.files) lines.push(line(milliseconds, name));
    const slow = this.slowRules(total);
    if (slow.length > 0) lines.push("", `Over the budget of ${BUDGET_OF_RULE * 100} % of the scan: ${slow.join(", ")}`);
    return lines;
  }
}

function line(milliseconds: number, what: string): string {
  return `${milliseconds.toFixed(1).padStart(10)}  ${what}`;
}
