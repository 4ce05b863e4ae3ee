// The Findings view: a tree that can be worked from with the keyboard, grouped as the user likes.

import {
  commands,
  type Disposable,
  EventEmitter,
  type ExtensionContext,
  l10n,
  MarkdownString,
  Range,
  ThemeColor,
  ThemeIcon,
  type TreeDataProvider,
  TreeItem,
  TreeItemCollapsibleState,
  type TreeView,
  Uri,
  window,
  workspace,
} from "vscode";
import type { FindingItem, SeverityName } from "../../server/src/protocol.ts";
import type { FindingsStore, StoredFinding } from "./findings-store.ts";

export const GROUPINGS = ["severity", "rule", "file", "cwe", "owasp"] as const;
export type Grouping = (typeof GROUPINGS)[number];

export interface GroupNode {
  readonly kind: "group";
  readonly key: string;
  readonly findings: readonly StoredFinding[];
}

export interface FindingNode extends StoredFinding {
  readonly kind: "finding";
  readonly group: string;
}

export type FindingsNode = GroupNode | FindingNode;

const SEVERITIES: readonly SeverityName[] = ["critical", "error", "warning", "info"];
type Message = string | ((open: number, accepted: number) => string) | undefined;

const MEMENTO = "bartizan.grouping";
/** Many files come one after the other while a scan runs. */
const REFRESH_MS = 100;

export class FindingsView implements TreeDataProvider<FindingsNode>, Disposable {
  readonly #store: FindingsStore;
  readonly #context: ExtensionContext;
  readonly #changed = new EventEmitter<FindingsNode | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #tree: TreeView<FindingsNode>;
  readonly #subscription: Disposable;
  #grouping: Grouping;
  #showsAccepted = false;
  #message: Message;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #groups: GroupNode[] = [];

  constructor(store: FindingsStore, context: ExtensionContext) {
    this.#store = store;
    this.#context = context;
    const kept = context.workspaceState.get<string>(MEMENTO);
    this.#grouping = GROUPINGS.find((each) => each === kept) ?? "severity";
    this.#tree = window.createTreeView<FindingsNode>("bartizan.findings", {
      treeDataProvider: this,
      showCollapseAll: true,
    });
    this.#subscription = store.onDidChange(() => this.#refreshSoon());
    this.#setGroupingContext();
    this.#refresh();
  }

  /** The finding that is selected, for commands that a key runs. */
  get selected(): StoredFinding | undefined {
    const node = this.#tree.selection[0];
    return node?.kind === "finding" ? node : undefined;
  }

  /** One line above the tree, which may tell how many findings are new and how many the baseline accepts. */
  set message(said: Message) {
    this.#message = said;
    this.#sayMessage();
  }

  #sayMessage(): void {
    const said = this.#message;
    this.#tree.message =
      typeof said === "function" ? said(this.#store.open().length, this.#store.accepted().length) : said;
  }

  group(grouping: Grouping): void {
    this.#grouping = grouping;
    void this.#context.workspaceState.update(MEMENTO, grouping);
    this.#setGroupingContext();
    this.#refresh();
  }

  /** Whether what the baseline accepts is shown too. Nothing is scanned for it. */
  showAccepted(value: boolean): void {
    this.#showsAccepted = value;
    void commands.executeCommand("setContext", "bartizan.showsAccepted", value);
    this.#refresh();
  }

  getTreeItem(node: FindingsNode): TreeItem {
    return node.kind === "group" ? this.#groupItem(node) : findingItem(node, this.#grouping);
  }

  getChildren(node?: FindingsNode): FindingsNode[] {
    if (!node) return this.#groups;
    if (node.kind === "finding") return [];
    return node.findings.map(({ uri, finding }) => ({ kind: "finding", uri, finding, group: node.key }));
  }

  getParent(node: FindingsNode): FindingsNode | undefined {
    return node.kind === "finding" ? this.#groups.find(({ key }) => key === node.group) : undefined;
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#subscription.dispose();
    this.#tree.dispose();
    this.#changed.dispose();
  }

  #refreshSoon(): void {
    this.#timer ??= setTimeout(() => this.#refresh(), REFRESH_MS);
  }

  #refresh(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const open = this.#store.open();
    const accepted = this.#store.accepted();
    this.#groups = groupsOf(this.#showsAccepted ? [...open, ...accepted] : open, this.#grouping);
    if (typeof this.#message === "function") this.#sayMessage();
    // The badge counts what is new, whatever is shown.
    const count = open.length;
    this.#tree.badge =
      count === 0
        ? undefined
        : {
            value: count,
            tooltip: count === 1 ? l10n.t("1 security finding") : l10n.t("{0} security findings", count),
          };
    void commands.executeCommand("setContext", "bartizan.hasFindings", count > 0);
    void commands.executeCommand("setContext", "bartizan.hasAccepted", accepted.length > 0);
    this.#changed.fire(undefined);
  }

  #setGroupingContext(): void {
    void commands.executeCommand("setContext", "bartizan.grouping", this.#grouping);
  }

  #groupItem({ key, findings }: GroupNode): TreeItem {
    const isSeverity = this.#grouping === "severity";
    const state = isSeverity && key === "info" ? TreeItemCollapsibleState.Collapsed : TreeItemCollapsibleState.Expanded;
    const label = groupLabel(key, this.#grouping);
    const item = this.#grouping === "file" ? new TreeItem(Uri.parse(key), state) : new TreeItem(label, state);
    item.id = `${this.#grouping}:${key}`;
    item.description = String(findings.length);
    if (this.#grouping === "file") {
      item.label = label;
      item.iconPath = ThemeIcon.File;
      const folder = workspace.asRelativePath(Uri.parse(key)).split("/").slice(0, -1).join("/");
      item.description = folder ? `${folder} · ${findings.length}` : String(findings.length);
    } else item.iconPath = isSeverity ? severityIcon(key as SeverityName) : new ThemeIcon("shield");
    item.contextValue = "group";
    item.accessibilityInformation = {
      label:
        findings.length === 1 ? l10n.t("{0}, 1 finding", label) : l10n.t("{0}, {1} findings", label, findings.length),
    };
    return item;
  }
}

function groupsOf(findings: readonly StoredFinding[], grouping: Grouping): GroupNode[] {
  const groups = new Map<string, StoredFinding[]>();
  for (const stored of findings)
    for (const key of keysOf(stored, grouping)) {
      const group = groups.get(key);
      if (group) group.push(stored);
      else groups.set(key, [stored]);
    }
  const nodes = [...groups].map(
    ([key, list]): GroupNode => ({ kind: "group", key, findings: list.sort(bySeverityThenPlace) }),
  );
  if (grouping === "severity")
    return nodes.sort((a, b) => SEVERITIES.indexOf(a.key as SeverityName) - SEVERITIES.indexOf(b.key as SeverityName));
  return nodes.sort((a, b) => worst(a) - worst(b) || a.key.localeCompare(b.key));
}

function keysOf({ uri, finding }: StoredFinding, grouping: Grouping): readonly string[] {
  switch (grouping) {
    case "severity":
      return [finding.severity];
    case "rule":
      return [finding.ruleId];
    case "file":
      return [uri];
    case "cwe":
      return finding.cwe.length > 0 ? finding.cwe : [""];
    case "owasp":
      return finding.owasp.length > 0 ? finding.owasp : [""];
  }
}

function worst({ findings }: GroupNode): number {
  return Math.min(...findings.map(({ finding }) => SEVERITIES.indexOf(finding.severity)));
}

function bySeverityThenPlace(a: StoredFinding, b: StoredFinding): number {
  return (
    SEVERITIES.indexOf(a.finding.severity) - SEVERITIES.indexOf(b.finding.severity) ||
    a.uri.localeCompare(b.uri) ||
    a.finding.range.start.line - b.finding.range.start.line ||
    a.finding.range.start.character - b.finding.range.start.character
  );
}

function groupLabel(key: string, grouping: Grouping): string {
  if (grouping === "severity") return severityTitle(key as SeverityName);
  if (grouping === "file")
    return key.slice(key.lastIndexOf("/") + 1) && decodeURIComponent(key.slice(key.lastIndexOf("/") + 1));
  return key || l10n.t("Not classified");
}

function severityTitle(severity: SeverityName): string {
  switch (severity) {
    case "critical":
      return l10n.t("Critical");
    case "error":
      return l10n.t("Error");
    case "warning":
      return l10n.t("Warning");
    case "info":
      return l10n.t("Information");
  }
}

/** A shape of its own for each, so that nothing depends on telling colours apart. */
function severityIcon(severity: SeverityName): ThemeIcon {
  switch (severity) {
    case "critical":
      return new ThemeIcon("flame", new ThemeColor("list.errorForeground"));
    case "error":
      return new ThemeIcon("error", new ThemeColor("list.errorForeground"));
    case "warning":
      return new ThemeIcon("warning", new ThemeColor("list.warningForeground"));
    case "info":
      return new ThemeIcon("info");
  }
}

function findingItem({ uri, finding, group }: FindingNode, grouping: Grouping): TreeItem {
  const file = Uri.parse(uri);
  const line = finding.range.start.line + 1;
  const path = workspace.asRelativePath(file);
  const place = `${path}:${line}`;
  const name = path.slice(path.lastIndexOf("/") + 1);
  const folder = path.slice(0, Math.max(0, path.lastIndexOf("/")));
  // What the group does not say already comes first: views are narrow.
  const label = grouping === "rule" ? `${name}:${line}` : finding.ruleId;
  const item = new TreeItem(label, TreeItemCollapsibleState.None);
  item.id = `${group}|${uri}|${finding.id}`;
  if (grouping === "file") item.description = l10n.t("line {0}", line);
  else if (grouping === "rule") item.description = folder;
  else item.description = folder ? `${name}:${line} ${folder}` : `${name}:${line}`;
  if (finding.isAccepted) item.description += ` · ${l10n.t("in the baseline")}`;
  item.iconPath = severityIcon(finding.severity);
  item.tooltip = tooltipOf(finding, place);
  item.contextValue = ["finding", finding.fixTitle && "fixable", finding.steps > 1 && "path"].filter(Boolean).join(".");
  item.command = {
    command: "vscode.open",
    title: l10n.t("Go to the finding"),
    arguments: [file, { selection: toRange(finding.range), preserveFocus: false, preview: true }],
  };
  item.accessibilityInformation = {
    label: l10n.t(
      "{0}: {1}, {2}, line {3}",
      severityTitle(finding.severity),
      finding.message,
      workspace.asRelativePath(file),
      line,
    ),
  };
  return item;
}

function tooltipOf(finding: FindingItem, place: string): MarkdownString {
  const tooltip = new MarkdownString();
  tooltip.appendText(finding.message);
  tooltip.appendMarkdown("\n\n");
  tooltip.appendText([finding.ruleId, ...finding.cwe, place].join(" · "));
  if (finding.fixTitle) tooltip.appendMarkdown("\n\n").appendText(l10n.t("Fix: {0}", finding.fixTitle));
  return tooltip;
}

export function toRange({ start, end }: FindingItem["range"]): Range {
  return new Range(start.line, start.character, end.line, end.character);
}
