// What client and server say to each other beyond LSP: names of commands and notifications, settings, and the shapes that
// travel. The client imports nothing else of the server's.

export const SERVER_NAME = "bartizan";

/** `initializationOptions`: what a server that cannot read files itself is given. */
export interface InitializationOptions {
  /** Base URL of the extension's `dist/`, for the server in a web worker. */
  readonly assets?: string;
  /** Built-in rules run in an untrusted workspace; what the workspace brings does not. */
  readonly isTrusted?: boolean;
  readonly settings?: Settings;
}

/** Section `bartizan` of the editor's settings. */
export interface Settings {
  readonly enable: boolean;
  readonly minimumSeverity: "critical" | "error" | "warning" | "info";
  readonly minimumConfidence: "high" | "medium" | "low";
  /** Rule id or glob → off or severity. */
  readonly rules: Readonly<Record<string, "off" | "on" | "critical" | "error" | "warning" | "info">>;
  readonly ruleFiles: readonly string[];
  readonly exclude: readonly string[];
  readonly maximumFileSize: number;
}
