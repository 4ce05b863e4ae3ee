// What client and server say to each other beyond LSP: names of requests, notifications and commands, settings, and the
// shapes that travel. Only plain data, no imports: the client imports nothing else of the server's, and any other editor's
// client may send the same.

export const SERVER_NAME = "bartizan";

/** Requests that a client may send. */
export const Requests = {
  /** `ScanParams` → `ScanSummary`. Progress by `workDoneToken`, results by `bartizan/findings`, `$/cancelRequest` keeps what was found. */
  scan: "bartizan/scan",
  /** `FindingParams` → `PathResult | null`: the way from source to sink. */
  path: "bartizan/path",
  /** `FindingParams` → `ProposedEdit | null`: the fix, verified. */
  fix: "bartizan/fix",
  /** `FindingParams` → `ProposedEdit | null`: a comment that silences the finding, the reason as a snippet's placeholder. */
  suppress: "bartizan/suppress",
  /** → `FolderReport[]`: what is found in each folder, as SARIF; of files that were scanned. */
  sarif: "bartizan/sarif",
  /** `SecurityReportParams` → `SecurityReport`: all that lists show, as a page to read and print. */
  securityReport: "bartizan/securityReport",
  /** → `FolderBaseline[]`: what a baseline of all that is found now would be, in each folder. */
  baseline: "bartizan/baseline",
  /** `CommitHookParams` → `CommitHook | null`: git's hook as it would be with our part, null where it cannot be reached. */
  commitHook: "bartizan/commitHook",
  /** → `DoctorReport`. */
  doctor: "bartizan/doctor",
  /** → `Timings`. */
  timings: "bartizan/timings",
  /** `RuleTrialParams` → `RuleTrialResult | null`: what rules that are being written find in a sample; both documents are open. */
  tryRule: "bartizan/tryRule",
} as const;

/** Requests that the server sends to a client which says `features.files`. */
export const ClientRequests = {
  /** `ReadFilesParams` → `(string | null)[]`, in the same order; null for what is not there, not text or too large. */
  readFiles: "bartizan/readFiles",
  /** `ReadFoldersParams` → `(FolderEntry[] | null)[]`, in the same order; the server applies the ignore files. */
  readFolders: "bartizan/readFolders",
} as const;

export const Notifications = {
  /** Server → client, `FileFindings`: all findings of one file, whenever they changed. */
  findings: "bartizan/findings",
  /** Server → client, `ServerStatus`. */
  status: "bartizan/status",
  /** Client → server, `{ isTrusted: boolean }`. */
  trust: "bartizan/trust",
} as const;

/** Commands that the server runs for clients without our own (`workspace/executeCommand`). */
export const ServerCommands = {
  scanWorkspace: "bartizan.server.scanWorkspace",
  scanChangedFiles: "bartizan.server.scanChangedFiles",
} as const;

/** Commands of our VS Code client; the server names them in hovers and code actions when `features.commands` is set. */
export const Commands = {
  scanWorkspace: "bartizan.scanWorkspace",
  scanFolder: "bartizan.scanFolder",
  scanChangedFiles: "bartizan.scanChangedFiles",
  stopScan: "bartizan.stopScan",
  showPath: "bartizan.showPath",
  nextStep: "bartizan.nextStep",
  previousStep: "bartizan.previousStep",
  returnFromPath: "bartizan.returnFromPath",
  restartServer: "bartizan.restartServer",
  doctor: "bartizan.doctor",
  securityReport: "bartizan.securityReport",
  protectCommits: "bartizan.protectCommits",
  addCiWorkflow: "bartizan.addCiWorkflow",
  showLog: "bartizan.showLog",
  showTimings: "bartizan.showTimings",
  fix: "bartizan.fix",
  suppress: "bartizan.suppress",
} as const;

/** `initializationOptions`. All of it may be missing: an editor that sends none gets a plain, complete LSP server. */
export interface InitializationOptions {
  /** Base URL of the extension's `dist/`, for the server in a web worker. */
  readonly assets?: string;
  /** Built-in rules run in an untrusted workspace; what the workspace brings does not. */
  readonly isTrusted?: boolean;
  readonly settings?: Partial<Settings>;
  readonly features?: ClientFeatures;
  /** What `vscode.l10n.bundle` holds: the server's sentences in the user's language. */
  readonly l10n?: Readonly<Record<string, string | { readonly message: string; readonly comment: string[] }>>;
}

/** What a client can do that LSP has no word for. */
export interface ClientFeatures {
  /** Answers `ClientRequests`. */
  readonly files?: boolean;
  /** Has `Commands`, so links and actions may name them. */
  readonly commands?: boolean;
  /** Wants `bartizan/findings`. */
  readonly findings?: boolean;
  /** Wants `bartizan/status`. */
  readonly status?: boolean;
}

export type SeverityName = "critical" | "error" | "warning" | "info";
export type ConfidenceName = "high" | "medium" | "low";
export type RuleSetting = "off" | "on" | SeverityName;

/** Section `bartizan` of the editor's settings. */
export interface Settings {
  readonly enable: boolean;
  /** Which files Problems lists: open ones (and what a scan was asked for), or the whole workspace, scanned by itself. */
  readonly scope: "openFiles" | "workspace";
  readonly minimumSeverity: SeverityName;
  readonly minimumConfidence: ConfidenceName;
  /** Rule id or glob → off or severity. */
  readonly rules: Readonly<Record<string, RuleSetting>>;
  readonly ruleFiles: readonly string[];
  readonly exclude: readonly string[];
  /** In bytes; larger files are skipped. */
  readonly maximumFileSize: number;
  /** What may be kept of files that nobody has open, in MiB. */
  readonly memoryLimitMb: number;
  /** Report comments that silence nothing. */
  readonly reportUnusedSuppressions: boolean;
}

export const DEFAULT_SETTINGS: Settings = {
  enable: true,
  scope: "openFiles",
  minimumSeverity: "info",
  minimumConfidence: "low",
  rules: {},
  ruleFiles: [],
  exclude: [],
  maximumFileSize: 1_048_576,
  memoryLimitMb: 1024,
  reportUnusedSuppressions: true,
};

export interface ProtocolPosition {
  readonly line: number;
  readonly character: number;
}

export interface ProtocolRange {
  readonly start: ProtocolPosition;
  readonly end: ProtocolPosition;
}

/** A finding as lists show it. */
export interface FindingItem {
  /** Its fingerprint; with the file's URI it names the finding in requests. */
  readonly id: string;
  readonly ruleId: string;
  /** One line, starting with the consequence. */
  readonly message: string;
  readonly range: ProtocolRange;
  readonly severity: SeverityName;
  readonly confidence: ConfidenceName;
  /** `CWE-89 SQL injection`. */
  readonly cwe: readonly string[];
  /** `A03:2021 Injection`: what the rule names, or else where its weakness belongs. */
  readonly owasp: readonly string[];
  /** How many steps its shortest path has; 0 for findings without flow. */
  readonly steps: number;
  /** What its fix does, when there is one. */
  readonly fixTitle?: string;
  /** The baseline accepts it: no diagnostic, and lists show it only when they are asked for all. */
  readonly isAccepted: boolean;
  readonly suppressed?: { readonly reason: string; readonly until?: string };
}

export interface FileFindings {
  readonly uri: string;
  /** The document's version, null for a file that is not open. */
  readonly version: number | null;
  readonly findings: readonly FindingItem[];
}

export interface ScanParams {
  readonly scope:
    | { readonly kind: "workspace" }
    | { readonly kind: "folder"; readonly uri: string }
    | { readonly kind: "files"; readonly uris: readonly string[] }
    /** What git says differs from HEAD; the server must run on Node. */
    | { readonly kind: "changed" };
  readonly workDoneToken?: string | number;
}

export interface ScanSummary {
  readonly files: number;
  readonly findings: number;
  readonly rules: number;
  readonly seconds: number;
  readonly isCancelled: boolean;
  readonly skipped: readonly { readonly reason: string; readonly files: number }[];
  /** What was not even looked at: files, and folders with all that is in them. */
  readonly leftOut: readonly { readonly reason: string; readonly files: number }[];
  readonly problems: readonly string[];
  /** Where less is seen: files with syntax errors, and how often there was more data than could be followed everywhere. */
  readonly partly: { readonly broken: number; readonly limited: number };
}

/** Names a finding: by its id, or as the one at a place. */
export interface FindingParams {
  readonly uri: string;
  readonly id?: string;
  readonly position?: ProtocolPosition;
}

export interface PathStep {
  readonly uri: string;
  readonly range: ProtocolRange;
  readonly message: string;
  readonly kind: "source" | "step" | "sink";
  /** The line of code, trimmed. */
  readonly code: string;
}

export interface PathResult {
  readonly uri: string;
  readonly finding: FindingItem;
  /** Shortest first; a finding without flow has one path of one step. */
  readonly paths: readonly (readonly PathStep[])[];
}

export interface ProposedEdit {
  readonly uri: string;
  readonly version: number | null;
  readonly title: string;
  readonly edits: readonly { readonly range: ProtocolRange; readonly newText: string }[];
  /** Of the reason in `edits[0].newText`, for a client that can select it. */
  readonly placeholder?: { readonly start: number; readonly end: number };
  /** Scanned again after the edit: the finding is gone and no other came. */
  readonly isVerified: boolean;
  /** Lines that the fix needs in other files: to be shown before any of it is written. */
  readonly others?: readonly OtherFileEdit[];
}

export interface OtherFileEdit {
  readonly uri: string;
  readonly version: number | null;
  /** It is not there yet. */
  readonly isNew: boolean;
  readonly edits: readonly { readonly range: ProtocolRange; readonly newText: string }[];
}

export interface CommitHookParams {
  /** URI of a folder in the repository. */
  readonly folder: string;
  /** Otherwise it is only said what would be written. */
  readonly write: boolean;
}

export interface CommitHook {
  readonly uri: string;
  /** Null where there is no hook. */
  readonly before: string | null;
  readonly after: string;
  /** The name under which a hook of another language is kept. */
  readonly keptAs?: string;
}

export interface ServerStatus {
  readonly state: "starting" | "ready" | "indexing" | "scanning" | "problem";
  /** One sentence for people. */
  readonly message: string;
  readonly isTrusted: boolean;
  readonly rules: number;
  readonly files: number;
  /** Rules and files that failed and are left out until they change. */
  readonly quarantined: number;
}

export interface FolderReport {
  readonly folder: string;
  /** SARIF 2.1.0, the very text that the command line writes. */
  readonly text: string;
}

export interface SecurityReportParams {
  /** The scan of the workspace that the report is about. */
  readonly scan: ScanSummary;
}

export interface SecurityReport {
  /** HTML that needs nothing else. */
  readonly text: string;
  /** How many findings it counts: those that are neither silenced nor accepted. */
  readonly findings: number;
}

export interface FolderBaseline {
  /** The file that holds, or would hold, the folder's baseline. */
  readonly uri: string;
  readonly text: string;
  readonly findings: number;
}

export interface DoctorReport {
  /** Markdown, without source text or secrets. */
  readonly text: string;
}

/** What part of the time something took. */
export interface TimeShare {
  readonly name: string;
  readonly milliseconds: number;
  readonly count: number;
}

export interface Timings {
  /** Of all time since the server started, longest first, each without what lies inside it. */
  readonly phases: readonly TimeShare[];
  readonly rules: readonly TimeShare[];
  readonly slowestFiles: readonly TimeShare[];
  /** Rules that took more than `budgetPercent` of it. */
  readonly slowRules: readonly string[];
  readonly budgetPercent: number;
  /** How long single answers took. */
  readonly rows: readonly {
    readonly what: string;
    readonly count: number;
    readonly p50: number;
    readonly p95: number;
    readonly maximum: number;
  }[];
  readonly memoryBytes: number | null;
  readonly files: number;
}

export interface RuleTrialParams {
  readonly rule: string;
  readonly sample: string;
}

export interface RuleMatch {
  readonly ruleId: string;
  readonly range: ProtocolRange;
  readonly message: string;
}

export interface RuleTrialResult {
  /** Of the sample. */
  readonly version: number;
  readonly matches: readonly RuleMatch[];
  /** False when the rule was too slow to see all of the sample. */
  readonly isWhole: boolean;
  /** How many rules of the document could be run. */
  readonly rules: number;
}

export interface ReadFilesParams {
  readonly uris: readonly string[];
  readonly maximumBytes: number;
}

export interface ReadFoldersParams {
  readonly uris: readonly string[];
}

export interface FolderEntry {
  readonly name: string;
  readonly kind: "file" | "folder" | "link" | "other";
}
