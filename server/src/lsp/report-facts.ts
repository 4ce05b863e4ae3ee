// What is found in the workspace, for the security report: of the files that lists show findings of, as they are at that moment,
// so that both have the same number, with what only the engine knows of each.

import { URI } from "vscode-uri";
import { pathWithin } from "../config/location.ts";
import type { Finding } from "../detect/finding.ts";
import type { ScanSummary } from "../protocol.ts";
import type { PageBaseline, PageFacts, PagePlace } from "../report/page/facts.ts";
import {
  comparedWithBaseline,
  leftOutBy,
  partlyLines,
  type SortedFindings,
  sortInto,
  toPageFinding,
} from "../report/page/gather.ts";
import { ReportSources, ruleInfos } from "../report/report.ts";
import { everySecretIn } from "../scan/secret-rules.ts";
import { addToList } from "../text/multimap.ts";
import type { Background } from "./background.ts";
import { findingsIn } from "./diagnostic.ts";
import type { Host } from "./host.ts";
import { type Places, pathOfNotebook } from "./places.ts";
import type { Project, Scanned } from "./project.ts";
import type { Located, Projects } from "./projects.ts";
import type { Reporting } from "./reporting.ts";
import { baseName, locationOf, uriOfLocation } from "./uri.ts";
import type { WorkspaceFiles } from "./workspace-files.ts";

export interface ReportFactsContext {
  readonly host: Host;
  readonly projects: Projects;
  readonly places: Places;
  readonly reporting: Reporting;
  readonly background: Background;
  readonly workspaceFiles: WorkspaceFiles;
  readonly isTrusted: boolean;
}

export async function reportFacts(scan: ScanSummary, context: ReportFactsContext): Promise<PageFacts> {
  const { host, projects, isTrusted } = context;
  const folders = projects.all().filter(({ root }) => root !== "");
  const named = (name: string, prefix: string) => (folders.length > 1 ? `${prefix}${name}` : name);
  const names = folders.map(({ root }) => baseName(root));
  const { sorted, found } = await gathered(context, folders.length > 1);
  const baseline = baselineOf(folders, found);
  const skipped = new Map<string, number>();
  for (const { reason, files } of [...scan.leftOut, ...scan.skipped])
    skipped.set(reason, (skipped.get(reason) ?? 0) + files);
  return {
    subject: names.join(", ") || "Open files",
    ...(scan.isCancelled && { part: "what was looked at before the scan was stopped" }),
    version: host.version,
    date: host.today(),
    files: scan.files,
    seconds: scan.seconds,
    skipped: [...skipped].sort().map(([reason, count]) => ({ reason, count })),
    problems: [
      ...scan.problems,
      ...folders.flatMap(({ root, config }) =>
        config.problems.map(({ path, message }) => `${path ? `${shownBelow(root, path)}: ` : ""}${message}`),
      ),
      ...partlyLines(scan.partly),
    ],
    rules: scan.rules,
    rulesDigests: [...new Set(folders.map(({ config }) => config.rules.version))],
    ruleFiles: [
      ...new Set(folders.flatMap(({ root, config }) => config.ownRuleFiles.map((path) => shownBelow(root, path)))),
    ],
    leftOut: [
      ...(isTrusted ? [] : ["what rules that the workspace brings would find, for it is not trusted"]),
      ...new Set(
        folders.flatMap(({ config }, index) => {
          const isOff = !config.settings.enable;
          const left = isOff ? ["anything, for Bartizan is turned off"] : leftOutBy(config.configurations.of(""));
          return left.map((what) => named(what, `in ${names[index]}: `));
        }),
      ),
    ],
    ...sorted,
    ...(baseline && { baseline }),
  };
}

interface Gathered {
  readonly sorted: SortedFindings;
  /** By the location of the baseline that is theirs. */
  readonly found: ReadonlyMap<string, Finding[]>;
}

async function gathered(context: ReportFactsContext, isOfSeveral: boolean): Promise<Gathered> {
  const { reporting, projects, places } = context;
  const sorted: SortedFindings = { open: [], accepted: [], silenced: [] };
  const found = new Map<string, Finding[]>();
  const writers = new Map(projects.all().map((project) => [project, new ProjectWriter(project, places, isOfSeveral)]));
  const all = () => projects.all().flatMap((project) => project.paths().map((path) => project.keyOf(path)));
  for (const key of [...(reporting.toldFiles() ?? all())].sort()) {
    const located = places.of(key);
    const writer = located && writers.get(located.project);
    const scanned = located && (await scannedNow(located, context));
    if (!writer || !scanned) continue;
    const own = findingsIn(key, located.project, scanned, places.locate).map(({ finding }) => finding);
    const { baselineLocation } = located.project.config;
    for (const finding of own) {
      writer.add(sorted, finding);
      if (baselineLocation !== undefined) addToList(found, baselineLocation, finding);
    }
  }
  return { sorted, found };
}

/** What is found in a file as it is now, also where memory did not hold it. */
async function scannedNow(
  { project, path }: Located,
  { host, background, workspaceFiles }: ReportFactsContext,
): Promise<Scanned | undefined> {
  await workspaceFiles.readAgain(project, path);
  await project.scanned(path, { host, isCancelled: () => false, pause: () => background.turn() });
  return project.current(path);
}

/** Writes down findings of one folder. */
class ProjectWriter {
  readonly #project: Project;
  readonly #places: Places;
  readonly #prefix: string;
  readonly #rules: ReturnType<typeof ruleInfos>;
  readonly #sources: ReportSources;

  constructor(project: Project, places: Places, isOfSeveral: boolean) {
    this.#project = project;
    this.#places = places;
    this.#prefix = isOfSeveral && project.root !== "" ? `${baseName(project.root)}/` : "";
    const { rules } = project.config;
    this.#rules = ruleInfos(rules);
    this.#sources = new ReportSources((path) => project.text(path), [], {
      secretsIn: (path, text) => everySecretIn(rules, path, text),
    });
  }

  add(sorted: SortedFindings, finding: Finding): void {
    const { path, suppressed } = finding;
    const hide = (of: string, said: string) => this.#sources.hide(of, said);
    const shown = toPageFinding(finding, this.#rules.get(finding.ruleId), {
      place: (of, span) => {
        const place = this.#places.locate(this.#project, of, span);
        return place && this.#placed(of, place.range.start.line);
      },
      hide,
    });
    const told = suppressed && { ...suppressed, reason: hide(path, suppressed.reason) };
    sortInto(sorted, shown, told, this.#project.config.isAccepted(finding));
  }

  #placed(path: string, line: number): PagePlace {
    const notebook = pathOfNotebook(path);
    const shown = notebook === undefined ? this.#named(path) : `${this.#named(notebook)} (in a cell)`;
    return { path: shown, line: line + 1 };
  }

  #named(path: string): string {
    if (this.#project.root !== "") return `${this.#prefix}${path}`;
    const { scheme, fsPath, path: name } = URI.parse(path);
    return scheme === "file" ? fsPath : name;
  }
}

/** What the baselines of all folders have become of; undefined where there is none. */
function baselineOf(folders: readonly Project[], found: ReadonlyMap<string, Finding[]>): PageBaseline | undefined {
  const locations = new Map<string, Project[]>();
  for (const folder of folders) {
    const { baseline, baselineLocation } = folder.config;
    if (!baseline || baselineLocation === undefined) continue;
    addToList(locations, baselineLocation, folder);
  }
  if (locations.size === 0) return undefined;
  const parts = [...locations].map(([location, owners]) => {
    const prefixes = owners.map(({ config }) => config.options.pathPrefix ?? "");
    const isSeen = (path: string) => prefixes.some((prefix) => path.startsWith(prefix));
    return comparedWithBaseline(owners[0]!.config.baseline!.entries, found.get(location) ?? [], isSeen);
  });
  return {
    files: [...locations].map(([location, owners]) => shownBelow(owners[0]!.root, location)),
    entries: parts.reduce((sum, { entries }) => sum + entries, 0),
    silenced: parts.reduce((sum, { silenced }) => sum + silenced, 0),
    gone: parts.flatMap(({ gone }) => gone),
  };
}

/** A location as people read it: below the folder, if it lies there. */
function shownBelow(root: string, location: string): string {
  return pathWithin(locationOf(root), location) ?? URI.parse(uriOfLocation(location)).fsPath;
}
