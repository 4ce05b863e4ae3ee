// The way of a value from its source to the sink: a view of its steps, and commands that walk it in the editor and lead
// back to where one was.

import {
  commands,
  type Disposable,
  EventEmitter,
  l10n,
  type Selection,
  ThemeIcon,
  type TreeDataProvider,
  TreeItem,
  TreeItemCollapsibleState,
  type TreeView,
  Uri,
  type ViewColumn,
  window,
  workspace,
} from "vscode";
import { type FindingParams, type PathResult, type PathStep, Requests } from "../../server/src/protocol.ts";
import { atCursor, whereShown } from "./commands.ts";
import { toRange } from "./findings-view.ts";
import type { Session } from "./session.ts";

interface WayNode {
  readonly kind: "way";
  readonly at: number;
}

interface StepNode {
  readonly kind: "step";
  readonly way: number;
  readonly at: number;
}

type PathNode = WayNode | StepNode;

interface Origin {
  readonly uri: Uri;
  readonly selection: Selection;
  readonly column: ViewColumn | undefined;
}

export class PathWalk implements TreeDataProvider<PathNode>, Disposable {
  readonly #session: Session;
  readonly #changed = new EventEmitter<PathNode | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #tree: TreeView<PathNode>;
  #path: PathResult | undefined;
  #way = 0;
  #at = 0;
  #origin: Origin | undefined;

  constructor(session: Session) {
    this.#session = session;
    this.#tree = window.createTreeView<PathNode>("bartizan.path", { treeDataProvider: this });
  }

  /** The finding whose path is walked. */
  get finding(): FindingParams | undefined {
    return this.#path && { uri: this.#path.uri, id: this.#path.finding.id };
  }

  /** Shows a finding's path, the one at the cursor when none is named, and starts at its source. */
  async show(params: FindingParams | undefined): Promise<void> {
    const editor = window.activeTextEditor;
    const asked = params ?? (editor && atCursor(editor));
    const client = await this.#session.client();
    const path = asked && (await client.sendRequest<PathResult | null>(Requests.path, asked));
    if (!path) {
      void window.showInformationMessage(l10n.t("There is no finding here to show the path of."));
      return;
    }
    this.#origin = editor && { uri: editor.document.uri, selection: editor.selection, column: editor.viewColumn };
    this.#path = path;
    this.#way = 0;
    this.#at = 0;
    this.#changed.fire(undefined);
    this.#tree.title = l10n.t("Path: {0}", path.finding.ruleId);
    this.#tree.message = path.finding.message;
    await commands.executeCommand("setContext", "bartizan.isWalkingPath", true);
    await this.#tree.reveal({ kind: "step", way: 0, at: 0 }, { select: true, focus: false, expand: true });
    await this.#go();
  }

  async move(by: 1 | -1): Promise<void> {
    const steps = this.#path?.paths[this.#way];
    if (!steps || steps.length === 0) {
      await this.show(undefined);
      return;
    }
    this.#at = (this.#at + by + steps.length) % steps.length;
    await this.#tree.reveal({ kind: "step", way: this.#way, at: this.#at }, { select: true, focus: false });
    await this.#go();
  }

  async goTo(way: number, at: number): Promise<void> {
    this.#way = way;
    this.#at = at;
    await this.#go();
  }

  /** Back to where one was. */
  async leave(): Promise<void> {
    await commands.executeCommand("setContext", "bartizan.isWalkingPath", false);
    const origin = this.#origin;
    this.#origin = undefined;
    this.#path = undefined;
    this.#tree.message = undefined;
    this.#changed.fire(undefined);
    if (origin) await window.showTextDocument(origin.uri, { selection: origin.selection, viewColumn: origin.column });
  }

  getChildren(node?: PathNode): PathNode[] {
    const paths = this.#path?.paths ?? [];
    if (!node && paths.length > 1) return paths.map((_, at) => ({ kind: "way", at }));
    if (node?.kind === "step") return [];
    const way = node?.at ?? 0;
    return (paths[way] ?? []).map((_, at) => ({ kind: "step", way, at }));
  }

  getParent(node: PathNode): PathNode | undefined {
    return node.kind === "step" && (this.#path?.paths.length ?? 0) > 1 ? { kind: "way", at: node.way } : undefined;
  }

  getTreeItem(node: PathNode): TreeItem {
    if (node.kind === "way") {
      const item = new TreeItem(l10n.t("Way {0}", node.at + 1), TreeItemCollapsibleState.Expanded);
      item.id = `way-${node.at}`;
      return item;
    }
    const steps = this.#path?.paths[node.way] ?? [];
    const step = steps[node.at];
    if (!step) return new TreeItem("");
    const place = `${workspace.asRelativePath(Uri.parse(step.uri))}:${step.range.start.line + 1}`;
    const item = new TreeItem(step.message, TreeItemCollapsibleState.None);
    item.id = `step-${node.way}-${node.at}`;
    item.description = place;
    item.tooltip = step.code;
    item.iconPath = new ThemeIcon(iconOf(step.kind));
    item.accessibilityInformation = {
      label: l10n.t(
        "Step {0} of {1}, {2}: {3}, {4}",
        node.at + 1,
        steps.length,
        kindTitle(step.kind),
        step.message,
        place,
      ),
    };
    item.command = { command: "bartizan.goToStep", title: l10n.t("Go to the step"), arguments: [node.way, node.at] };
    return item;
  }

  dispose(): void {
    this.#tree.dispose();
    this.#changed.dispose();
  }

  async #go(): Promise<void> {
    const step = this.#path?.paths[this.#way]?.[this.#at];
    if (!step) return;
    await window.showTextDocument(Uri.parse(step.uri), {
      selection: toRange(step.range),
      preview: true,
      ...whereShown(step.uri),
    });
  }
}

function iconOf(kind: PathStep["kind"]): string {
  switch (kind) {
    case "source":
      return "sign-in";
    case "step":
      return "arrow-down";
    case "sink":
      return "target";
  }
}

function kindTitle(kind: PathStep["kind"]): string {
  switch (kind) {
    case "source":
      return l10n.t("source");
    case "step":
      return l10n.t("step");
    case "sink":
      return l10n.t("sink");
  }
}
