// *Show Timings*: where the server's time went since it started, as a document to read: by phase, rule and file, what is slower
// than it may be, and how long the editor waited. The same as `bartizan scan --profile` tells of one scan.

import { l10n } from "vscode";
import { Requests, type TimeShare, type Timings } from "../../server/src/protocol.ts";
import type { Session } from "./session.ts";

const MIB = 1_048_576;

export function showTimings(session: Session): Promise<void> {
  return session.pages.show(l10n.t("Bartizan: Timings"), async () => {
    const client = await session.client();
    return timingsText(await client.sendRequest<Timings>(Requests.timings));
  });
}

function timingsText({ phases, rules, slowestFiles, slowRules, budgetPercent, ...timings }: Timings): string {
  const memory = timings.memoryBytes === null ? l10n.t("unknown") : `${Math.round(timings.memoryBytes / MIB)} MiB`;
  const share = (what: string, rows: readonly TimeShare[]) => [
    `| ms | ${what} | ${l10n.t("times")} |`,
    "|--:|---|--:|",
    ...rows.map(({ name, milliseconds, count }) => `| ${milliseconds.toFixed(1)} | ${name} | ${count} |`),
    "",
  ];
  const slow =
    slowRules.length === 0
      ? l10n.t("No rule is over its budget of {0} % of all time.", budgetPercent)
      : l10n.t("Over the budget of {0} % of all time: {1}", budgetPercent, slowRules.join(", "));
  return [
    `# ${l10n.t("Bartizan: Timings")}`,
    "",
    `- ${l10n.t("Memory")}: ${memory}`,
    `- ${l10n.t("Files")}: ${timings.files}`,
    "",
    slow,
    "",
    `## ${l10n.t("Since the server started")}`,
    "",
    ...share(l10n.t("Phase"), phases),
    ...share(l10n.t("Rules that took longest"), rules),
    ...share(l10n.t("Files that took longest"), slowestFiles),
    `## ${l10n.t("The last few hundred times")}`,
    "",
    `| | ${l10n.t("times")} | p50 ms | p95 ms | max ms |`,
    "|---|--:|--:|--:|--:|",
    ...timings.rows.map(
      ({ what, count, p50, p95, maximum }) =>
        `| ${what} | ${count} | ${p50.toFixed(1)} | ${p95.toFixed(1)} | ${maximum.toFixed(1)} |`,
    ),
    "",
  ].join("\n");
}
