// A rule and a sample side by side: what the rule finds is marked in the sample while either is being edited. Nothing is
// written but by the user saving; a saved rule file is used only once the user has said so.

import {
  type Disposable,
  l10n,
  OverviewRulerLane,
  Range,
  type TextDocument,
  type TextEditor,
  ThemeColor,
  Uri,
  ViewColumn,
  window,
  workspace,
} from "vscode";
import { Requests, type RuleTrialParams, type RuleTrialResult } from "../../server/src/protocol.ts";
import { toRange } from "./findings-view.ts";
import { RULE_TEMPLATES, type RuleTemplate, ruleText, sampleText } from "./rule-template.ts";
import type { Session } from "./session.ts";

/** A rule need not be tried at every key. */
const DELAY_MS = 120;

interface Pair {
  rule: TextDocument;
  sample: TextDocument;
}

export class RuleWorkshop implements Disposable {
  readonly #session: Session;
  readonly #mark = window.createTextEditorDecorationType({
    backgroundColor: new ThemeColor("editor.findMatchHighlightBackground"),
    borderRadius: "2px",
    overviewRulerColor: new ThemeColor("editorOverviewRuler.findMatchForeground"),
    overviewRulerLane: OverviewRulerLane.Right,
  });
  readonly #status = window.createStatusBarItem("bartizan.ruleTrial");
  readonly #listeners: Disposable[];
  #pair: Pair | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Rule files that the user was asked about. */
  readonly #asked = new Set<string>();

  constructor(session: Session) {
    this.#session = session;
    this.#status.name = l10n.t("Bartizan: Rule and Sample");
    this.#listeners = [
      workspace.onDidChangeTextDocument(({ document }) => this.#isPart(document) && this.#soon()),
      window.onDidChangeVisibleTextEditors(() => this.#soon()),
      workspace.onDidSaveTextDocument((document) => void this.#saved(document)),
      workspace.onDidCloseTextDocument((document) => this.#closed(document)),
    ];
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const each of [this.#mark, this.#status, ...this.#listeners]) each.dispose();
  }

  /** Opens a new rule with its sample, both without a name. Asks for the language, unless it is given. */
  async create(languageId?: string): Promise<void> {
    const given = RULE_TEMPLATES.find(({ editorId }) => editorId === languageId);
    if (given) {
      await this.#open(given);
      return;
    }
    const current = window.activeTextEditor?.document.languageId;
    const templates = [...RULE_TEMPLATES].sort((a, b) => rank(a, current) - rank(b, current));
    const picked = await window.showQuickPick(
      templates.map((template) => ({ label: template.label, template })),
      { placeHolder: l10n.t("The language of the code that the rule looks at") },
    );
    if (picked) await this.#open(picked.template);
  }

  async #open(template: RuleTemplate): Promise<void> {
    const sample = await workspace.openTextDocument({ language: template.editorId, content: sampleText(template) });
    const rule = await workspace.openTextDocument({ language: "yaml", content: ruleText(template) });
    await this.#show(rule, sample);
  }

  /** Tries the rule file that is open on the sample that lies beside it, or on a new one. */
  async tryCurrent(): Promise<void> {
    const rule = window.activeTextEditor?.document;
    if (rule?.languageId !== "yaml") {
      void window.showInformationMessage(l10n.t("Open a rule file first."));
      return;
    }
    await this.#show(rule, (await sampleBeside(rule)) ?? (await emptySample(rule)));
  }

  async #show(rule: TextDocument, sample: TextDocument): Promise<void> {
    this.#pair = { rule, sample };
    await window.showTextDocument(sample, { viewColumn: ViewColumn.Two, preview: false, preserveFocus: true });
    await window.showTextDocument(rule, { viewColumn: ViewColumn.One, preview: false });
    this.#soon();
  }

  #isPart(document: TextDocument): boolean {
    return document === this.#pair?.rule || document === this.#pair?.sample;
  }

  #soon(): void {
    if (!this.#pair) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#try(), DELAY_MS);
  }

  async #try(): Promise<void> {
    const pair = this.#pair;
    if (!pair) return;
    const params: RuleTrialParams = { rule: pair.rule.uri.toString(), sample: pair.sample.uri.toString() };
    try {
      const client = await this.#session.client();
      const result = await client.sendRequest<RuleTrialResult | null>(Requests.tryRule, params);
      // What came back is of an older text when somebody typed meanwhile: the next answer is on its way.
      if (this.#pair === pair && result?.version === pair.sample.version) this.#draw(pair, result);
    } catch (error) {
      this.#session.log.warn(`The rule could not be tried: ${String(error)}`);
    }
  }

  #draw({ sample }: Pair, { matches, isWhole, rules }: RuleTrialResult): void {
    const marks = matches.map(({ range, ruleId, message }) => ({
      range: toRange(range),
      hoverMessage: `${ruleId}: ${message}`,
    }));
    for (const editor of editorsOf(sample)) editor.setDecorations(this.#mark, marks);
    this.#status.text =
      rules === 0 ? l10n.t("$(warning) no rule that runs") : l10n.t("$(telescope) {0} matches", matches.length);
    this.#status.tooltip = isWhole ? undefined : l10n.t("The rule was too slow to see all of the sample.");
    this.#status.show();
  }

  /** Documents without a name get another one when they are saved. */
  #closed(document: TextDocument): void {
    const pair = this.#pair;
    if (!pair || !this.#isPart(document)) return;
    const heir = document.isUntitled
      ? workspace.textDocuments.find(
          (each) =>
            !each.isClosed &&
            !each.isUntitled &&
            each !== document &&
            each.getText() === document.getText() &&
            !this.#isPart(each),
        )
      : undefined;
    if (heir) {
      this.#pair = document === pair.rule ? { ...pair, rule: heir } : { ...pair, sample: heir };
      this.#soon();
      return;
    }
    this.#pair = undefined;
    this.#status.hide();
    for (const editor of editorsOf(pair.sample)) editor.setDecorations(this.#mark, []);
  }

  /** A rule of the workshop that was saved runs as soon as the workspace's settings name it. */
  async #saved(document: TextDocument): Promise<void> {
    const { uri } = document;
    const folder = workspace.getWorkspaceFolder(uri);
    const isOurs = document === this.#pair?.rule || document.getText() === this.#pair?.rule.getText();
    if (!folder || !isOurs || document.languageId !== "yaml" || this.#asked.has(uri.toString())) return;
    const settings = workspace.getConfiguration("bartizan", folder.uri);
    const path = uri.path.slice(folder.uri.path.length + 1);
    const files = settings.get<readonly string[]>("ruleFiles", []);
    if (files.some((file) => path === file || path.startsWith(`${file.replace(/\/$/, "")}/`))) return;
    this.#asked.add(uri.toString());
    const use = l10n.t("Use it");
    const answer = await window.showInformationMessage(
      l10n.t("Let the rules in {0} run in this workspace?", path),
      use,
    );
    if (answer === use) await settings.update("ruleFiles", [...files, path]);
  }
}

function rank({ editorId, ruleLanguages }: RuleTemplate, current: string | undefined): number {
  return current !== undefined && (editorId === current || ruleLanguages.split(", ").includes(current)) ? 0 : 1;
}

function editorsOf(document: TextDocument): readonly TextEditor[] {
  return window.visibleTextEditors.filter((editor) => editor.document === document);
}

/** `rule.yaml` is tried on `rule.js`, `rule.py`, …: the file beside it with the same name up to the first dot. */
async function sampleBeside({ uri, isUntitled }: TextDocument): Promise<TextDocument | undefined> {
  if (isUntitled) return undefined;
  const folder = Uri.joinPath(uri, "..");
  const name = uri.path.slice(uri.path.lastIndexOf("/") + 1);
  const stem = name.split(".")[0];
  const entries = await workspace.fs.readDirectory(folder).then(
    (found) => found,
    () => [],
  );
  const found = entries
    .map(([entry]) => entry)
    .filter((entry) => entry !== name && entry.split(".")[0] === stem && !entry.includes(".fixed."))
    .sort()[0];
  return found === undefined ? undefined : workspace.openTextDocument(Uri.joinPath(folder, found));
}

async function emptySample(rule: TextDocument): Promise<TextDocument> {
  const named = /languages:\s*(?:\[\s*|\n\s*-\s*)["']?([\w#+]+)/.exec(rule.getText(new Range(0, 0, 200, 0)))?.[1];
  const template =
    RULE_TEMPLATES.find(({ ruleLanguages }) => named !== undefined && ruleLanguages.split(", ").includes(named)) ??
    RULE_TEMPLATES[0]!;
  return workspace.openTextDocument({ language: template.editorId, content: "" });
}
