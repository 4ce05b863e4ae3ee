// Code actions: the fix, all fixes of a rule or of the file, and the comment that silences a finding. Whatever changes
// code has been proved by a trial scan; what is not proved is not offered.

import * as l10n from "@vscode/l10n";
import {
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  type TextEdit as LspTextEdit,
  type Position,
  type WorkspaceEdit,
} from "vscode-languageserver";
import { commentForm } from "../detect/comments.ts";
import type { Finding, Fix } from "../detect/finding.ts";
import { suppressionEdit } from "../detect/suppression.ts";
import { Commands, type OtherFileEdit, type ProposedEdit } from "../protocol.ts";
import { type LanguageId, languageInfo, languageOfPath } from "../syntax/language.ts";
import { innerMap } from "../text/multimap.ts";
import type { Span, TextEdit } from "../text/span.ts";
import type { Host } from "./host.ts";
import { acceptingEdit, type OtherFilesContext, otherFileEdits } from "./other-files.ts";
import type { Locate } from "./places.ts";
import type { Project, Scanned } from "./project.ts";
import { compatible, mergeEdits, tryEdits } from "./trial.ts";
import { baseName } from "./uri.ts";

/** A save waits for no longer than this. */
const FIX_ALL_BUDGET_MS = 500;
/** Trying fixes for the light bulb, each time the cursor moves. */
const BULB_BUDGET_MS = 30;
export const FIX_ALL_KIND = `${CodeActionKind.SourceFixAll}.bartizan`;

/** What the client can take. */
export interface ActionFeatures {
  readonly documentChanges: boolean;
  readonly snippets: boolean;
  readonly resolve: boolean;
  readonly commands: boolean;
  /** Edits of several files, new ones too, that are shown before they are made. */
  readonly previews: boolean;
}

export interface ActionTarget {
  readonly project: Project;
  readonly scanned: Scanned;
  readonly uri: string;
  readonly version: number | null;
  readonly language: LanguageId | undefined;
  readonly locate: Locate;
  /** The engine's offset of a position in the document. */
  offsetAt(position: Position): number;
}

/** What an unresolved action says, to be made later. */
export type ActionData = { readonly uri: string } & (
  | { readonly kind: "fix-rule"; readonly ruleId: string }
  | { readonly kind: "fix-all" }
  | { readonly kind: "fix-with-others"; readonly id: string; readonly title: string }
  | { readonly kind: "suppress"; readonly id: string; readonly scope: "line" | "file" }
  | { readonly kind: "accept"; readonly id: string }
);

export class CodeActions {
  readonly #features: ActionFeatures;
  readonly #host: Host;
  readonly #otherFiles: OtherFilesContext;
  readonly #verified = new WeakMap<Scanned, Map<Fix, boolean>>();

  constructor(features: ActionFeatures, host: Host, otherFiles: OtherFilesContext) {
    this.#features = features;
    this.#host = host;
    this.#otherFiles = otherFiles;
  }

  async list(target: ActionTarget, params: Pick<CodeActionParams, "range" | "context">): Promise<CodeAction[]> {
    const only = params.context.only;
    const wants = (kind: string) => !only || only.some((asked) => kind === asked || kind.startsWith(`${asked}.`));
    const actions: CodeAction[] = [];
    if (wants(CodeActionKind.QuickFix)) actions.push(...(await this.#quickFixes(target, params)));
    // Only when asked: in the list at the cursor it would stand beside every fix.
    if (only && wants(FIX_ALL_KIND) && target.scanned.findings.some(hasSafeFix)) {
      const title = l10n.t("Fix all that is safe to fix (Bartizan)");
      actions.push({ title, kind: FIX_ALL_KIND, data: { uri: target.uri, kind: "fix-all" } satisfies ActionData });
    }
    if (this.#features.resolve) return actions;
    const whole = await Promise.all(actions.map((action) => (action.data ? this.resolve(target, action) : action)));
    return whole.filter(({ edit, command }) => edit ?? command);
  }

  /** Adds the edit of an action that `list` gave; without one when nothing provable is left to do. */
  async resolve(target: ActionTarget, action: CodeAction): Promise<CodeAction> {
    const data = action.data as ActionData;
    switch (data.kind) {
      case "fix-rule":
      case "fix-all": {
        const edits = await this.#safeEdits(target, data.kind === "fix-all" ? undefined : data.ruleId);
        return edits ? { ...action, edit: this.#workspaceEdit(target, edits) } : action;
      }
      case "fix-with-others": {
        const finding = target.scanned.findings.find(({ fingerprint }) => fingerprint === data.id);
        const fix = finding?.fixes.find(({ title }) => title === data.title);
        if (!finding || !fix || !(await this.#isProved(target, finding, fix))) return action;
        const others = await this.#others(target, fix);
        return { ...action, edit: this.#workspaceEdit(target, fix.edits, { others, label: fix.title }) };
      }
      case "suppress": {
        const finding = target.scanned.findings.find(({ fingerprint }) => fingerprint === data.id);
        const proposed = finding && (await this.#suppression(target, finding, data.scope));
        return proposed ? { ...action, edit: this.#snippetEdit(target, proposed) } : action;
      }
      case "accept": {
        const finding = target.scanned.findings.find(({ fingerprint }) => fingerprint === data.id);
        const accepted = finding && (await acceptingEdit(finding, target.project, this.#otherFiles));
        return accepted ? { ...action, edit: { documentChanges: changesOf(accepted) } } : action;
      }
    }
  }

  /** The best provable fix of a finding. */
  async proposeFix(target: ActionTarget, finding: Finding): Promise<ProposedEdit | undefined> {
    const fix = await this.#firstProved(target, finding);
    const made = fix && proposal(target, fix.edits);
    if (!made) return undefined;
    const others = await this.#others(target, fix);
    return { ...made, title: fix.title, isVerified: true, ...(others.length > 0 ? { others } : {}) };
  }

  /** What the fix needs in other files. */
  #others({ project, scanned }: ActionTarget, { neededLines = [] }: Fix): Promise<OtherFileEdit[]> {
    return otherFileEdits(neededLines, { project, path: scanned.path }, this.#otherFiles);
  }

  async proposeSuppression(target: ActionTarget, finding: Finding): Promise<ProposedEdit | undefined> {
    const suppression = await this.#suppression(target, finding, "line");
    if (!suppression) return undefined;
    const made = proposal(target, [suppression.edit]);
    if (!made) return undefined;
    return {
      ...made,
      title: l10n.t("Ignore here, with a reason"),
      placeholder: suppression.placeholder,
      isVerified: true,
    };
  }

  async #quickFixes(
    target: ActionTarget,
    { range, context }: Pick<CodeActionParams, "range" | "context">,
  ): Promise<CodeAction[]> {
    const { scanned } = target;
    const start = target.offsetAt(range.start);
    const end = target.offsetAt(range.end);
    // The smallest one is what the cursor is on; what lies around it comes after.
    const here = scanned.findings
      .filter(({ span, suppressed }) => !suppressed && span.start <= end && start <= span.end)
      .sort((a, b) => a.span.end - a.span.start - (b.span.end - b.span.start));
    const deadline = this.#host.now() + BULB_BUDGET_MS;
    const fixes: CodeAction[] = [];
    const rest: CodeAction[] = [];
    for (const finding of here) {
      const diagnostics = context.diagnostics.filter(
        (diagnostic) => (diagnostic.data as { id?: string } | undefined)?.id === finding.fingerprint,
      );
      for (const fix of finding.fixes) {
        const isKnown = this.#verified.get(scanned)?.has(fix);
        if (!isKnown && this.#host.now() > deadline) continue;
        if (!(await this.#isProved(target, finding, fix))) continue;
        fixes.push({
          title: fix.title,
          kind: CodeActionKind.QuickFix,
          diagnostics,
          isPreferred: fix === finding.fixes[0],
          ...(fix.neededLines && this.#features.previews
            ? {
                data: {
                  uri: target.uri,
                  kind: "fix-with-others",
                  id: finding.fingerprint,
                  title: fix.title,
                } satisfies ActionData,
              }
            : { edit: this.#workspaceEdit(target, fix.edits) }),
        });
      }
      rest.push(...this.#besidesFixes(target, finding, diagnostics));
    }
    const titles = new Set<string>();
    return [...fixes, ...rest].filter(({ title, edit }) => {
      if (edit || !titles.has(title)) {
        titles.add(title);
        return true;
      }
      return false;
    });
  }

  #besidesFixes(target: ActionTarget, finding: Finding, diagnostics: CodeAction["diagnostics"]): CodeAction[] {
    const { ruleId, fingerprint: id } = finding;
    const kind = CodeActionKind.QuickFix;
    const actions: CodeAction[] = [];
    const alike = target.scanned.findings.filter((other) => other.ruleId === ruleId && hasSafeFix(other)).length;
    if (alike > 1)
      actions.push({
        title: l10n.t("Fix all {0} of {1} in this file", alike, ruleId),
        kind,
        diagnostics,
        data: { uri: target.uri, kind: "fix-rule", ruleId } satisfies ActionData,
      });
    if (this.#features.commands && finding.traces.length > 0) {
      const title = l10n.t("Show the path of this value");
      actions.push({
        title,
        kind,
        diagnostics,
        command: { title, command: Commands.showPath, arguments: [{ uri: target.uri, id }] },
      });
    }
    if (!canBeSuppressed(finding)) return actions;
    if (hasComments(target)) {
      actions.push({
        title: l10n.t("Ignore {0} here, with a reason…", ruleId),
        kind,
        diagnostics,
        data: { uri: target.uri, kind: "suppress", id, scope: "line" } satisfies ActionData,
      });
      actions.push({
        title: l10n.t("Ignore {0} in this file, with a reason…", ruleId),
        kind,
        diagnostics,
        data: { uri: target.uri, kind: "suppress", id, scope: "file" } satisfies ActionData,
      });
    }
    const baseline = target.project.config.baselineLocation;
    if (baseline !== undefined && this.#features.previews)
      actions.push({
        title: l10n.t("Accept this finding of {0} in {1}", ruleId, baseName(baseline)),
        kind,
        diagnostics,
        data: { uri: target.uri, kind: "accept", id } satisfies ActionData,
      });
    return actions;
  }

  async #firstProved(target: ActionTarget, finding: Finding): Promise<Fix | undefined> {
    for (const fix of finding.fixes) if (await this.#isProved(target, finding, fix)) return fix;
    return undefined;
  }

  async #isProved(target: ActionTarget, finding: Finding, fix: Fix): Promise<boolean> {
    const verdicts = innerMap(this.#verified, target.scanned);
    let proved = verdicts.get(fix);
    if (proved === undefined) {
      const verdict = await this.#try(target, [finding], fix.edits);
      proved = verdict?.isHarmless === true && verdict.gone.has(finding);
      verdicts.set(fix, proved);
    }
    return proved;
  }

  #try({ project, scanned }: ActionTarget, wanted: readonly Finding[], edits: readonly TextEdit[]) {
    return tryEdits({ project, scanned, host: this.#host }, wanted, edits);
  }

  /** All safe fixes that can be proved in the time there is, as one edit. */
  async #safeEdits(target: ActionTarget, ruleId: string | undefined): Promise<TextEdit[] | undefined> {
    const deadline = this.#host.now() + FIX_ALL_BUDGET_MS;
    const fixable = target.scanned.findings
      .filter((finding) => hasSafeFix(finding) && (ruleId === undefined || finding.ruleId === ruleId))
      .map((finding) => ({ finding, fix: finding.fixes.find(({ safety }) => safety === "safe")! }));
    let chosen = compatible(fixable, ({ fix }) => fix.edits);
    let isSifted = false;
    while (chosen.length > 0 && this.#host.now() < deadline) {
      const edits = mergeEdits(chosen.map(({ fix }) => fix.edits));
      const wanted = chosen.map(({ finding }) => finding);
      const verdict = await this.#try(target, wanted, edits);
      if (!verdict) return undefined;
      const left = chosen.filter(({ finding }) => verdict.gone.has(finding));
      if (verdict.isHarmless && left.length === chosen.length) return edits;
      if (verdict.isHarmless) chosen = left;
      else if (isSifted) return undefined;
      else {
        // One of them does harm: keep those that do none by themselves.
        const harmless: typeof chosen = [];
        for (const each of chosen)
          if (this.#host.now() < deadline && (await this.#isProved(target, each.finding, each.fix)))
            harmless.push(each);
        chosen = harmless;
        isSifted = true;
      }
    }
    return undefined;
  }

  /** The comment, where it does silence the finding and changes nothing else. */
  async #suppression(target: ActionTarget, finding: Finding, scope: "line" | "file"): Promise<Suppression | undefined> {
    for (const candidate of suppressionCandidates(target, finding, scope)) {
      const verdict = await this.#try(target, [finding], [candidate.edit]);
      if (verdict?.isHarmless && verdict.gone.has(finding)) return candidate;
    }
    return undefined;
  }

  #workspaceEdit(target: ActionTarget, edits: readonly TextEdit[], more?: MoreEdits): WorkspaceEdit {
    const placed = placeEdits(target, edits);
    if (more && more.others.length > 0) return previewedEdit(placed, more);
    if (this.#features.documentChanges)
      return {
        documentChanges: placed.map(({ uri, version, edits: list }) => ({
          textDocument: { uri, version },
          edits: list,
        })),
      };
    return { changes: Object.fromEntries(placed.map(({ uri, edits: list }) => [uri, list])) };
  }

  #snippetEdit(target: ActionTarget, { edit, placeholder }: Suppression): WorkspaceEdit {
    const [placed] = placeEdits(target, [edit]);
    if (!this.#features.snippets || !this.#features.documentChanges || !placeholder || !placed)
      return this.#workspaceEdit(target, [edit]);
    const { newText } = edit;
    const reason = newText.slice(placeholder.start, placeholder.end);
    const value = `${escapeSnippet(newText.slice(0, placeholder.start))}\${1:${escapeSnippet(reason)}}${escapeSnippet(newText.slice(placeholder.end))}`;
    const { uri, version, edits } = placed;
    const range = edits[0]!.range;
    return {
      documentChanges: [{ textDocument: { uri, version }, edits: [{ range, snippet: { kind: "snippet", value } }] }],
    };
  }
}

interface MoreEdits {
  readonly others: readonly OtherFileEdit[];
  /** What the preview calls it. */
  readonly label: string;
}

/** One edit of several files that the editor shows before it makes any of it. */
function previewedEdit(placed: readonly PlacedEdits[], { others, label }: MoreEdits): WorkspaceEdit {
  const annotationId = "bartizan";
  const description = others.map(({ uri }) => baseName(uri)).join(", ");
  const changes: NonNullable<WorkspaceEdit["documentChanges"]> = [];
  for (const { uri, version, edits, isNew = false } of [...placed, ...others] as readonly (PlacedEdits &
    Partial<OtherFileEdit>)[]) {
    changes.push(...changesOf({ uri, version, edits, isNew }, { annotationId }));
  }
  return {
    documentChanges: changes,
    changeAnnotations: { [annotationId]: { label, description, needsConfirmation: true } },
  };
}

/** A file that is not there is made first. */
function changesOf(
  { uri, version, edits, isNew }: OtherFileEdit,
  annotation: { readonly annotationId?: string } = {},
): NonNullable<WorkspaceEdit["documentChanges"]> {
  const changed = {
    textDocument: { uri, version },
    edits: edits.map(({ range, newText }) => ({ range, newText, ...annotation })),
  };
  return isNew ? [{ kind: "create", uri, options: { ignoreIfExists: true }, ...annotation }, changed] : [changed];
}

interface PlacedEdits {
  readonly uri: string;
  readonly version: number | null;
  readonly edits: LspTextEdit[];
}

/** Edits by document: of a notebook's, each goes to the cell that holds it. */
function placeEdits(target: ActionTarget, edits: readonly TextEdit[]): PlacedEdits[] {
  const byUri = new Map<string, PlacedEdits>();
  for (const { span, newText } of edits) {
    const place = target.locate(target.project, target.scanned.path, span);
    if (!place) continue;
    const { uri, version, range } = place;
    const known = byUri.get(uri) ?? { uri, version, edits: [] };
    byUri.set(uri, known);
    known.edits.push({ range, newText });
  }
  return [...byUri.values()];
}

interface Suppression {
  readonly edit: TextEdit;
  /** Of the reason, in the edit's new text; absent when it joins a comment that has one. */
  readonly placeholder?: Span;
}

/** Ways to write the comment: as JSX has it between tags, above the line or the statement, at the end of the line. */
function suppressionCandidates(target: ActionTarget, finding: Finding, scope: "line" | "file"): Suppression[] {
  const { project, scanned } = target;
  const { text, lines, path } = scanned;
  const { ruleId, span } = finding;
  const reason = l10n.t("why this is acceptable");
  const place = project.commentPlace(path, span);
  const language = place?.language ?? languageOf(target);
  const isInsideText = (offset: number) => place?.isInsideText(offset) ?? false;
  const request = { path, text, language, ruleId, span, scope, reason, statement: place?.statement, isInsideText };
  const made = suppressionEdit(request);
  if (!made) return [];
  const start = made.reason.start - made.edit.span.start;
  const isNew = start >= 0 && made.edit.newText.slice(start, start + reason.length) === reason;
  const placeholder = isNew ? { start, end: start + reason.length } : undefined;
  const usual: Suppression = { edit: made.edit, placeholder };
  if (scope === "file") return [usual];

  const comment = (open: string, close: string, at: number, lead: string, tail: string): Suppression => {
    const before = `${lead}${open} bartizan-ignore ${ruleId} -- `;
    return {
      edit: { span: { start: at, end: at }, newText: `${before}${reason}${close}${tail}` },
      placeholder: { start: before.length, end: before.length + reason.length },
    };
  };
  const form = commentForm(path, language)!;
  const line = lines.lineAt(span.start);
  const lineStart = lines.lineStart(line);
  const content = text.slice(lineStart, lines.lineStart(line + 1)).replace(/[\r\n]+$/, "");
  const lineEnd = lineStart + content.length;
  const indent = /^[ \t]*/.exec(content)![0];
  const newline = /\r\n|\n|\r/.exec(text)?.[0] ?? "\n";
  const candidates: Suppression[] = [];
  if (languageInfo(language).blockComment?.[0] === "/*" && place?.isInsideMarkup(lineStart))
    candidates.push(comment("{/*", " */}", lineStart, indent, newline));
  if (!isInsideText(made.edit.span.start)) candidates.push(usual);
  if (!isInsideText(lineEnd)) candidates.push(comment(form.open, form.close, lineEnd, " ", ""));
  return candidates;
}

function proposal(
  target: ActionTarget,
  edits: readonly TextEdit[],
): Omit<ProposedEdit, "title" | "isVerified"> | undefined {
  const [placed, ...others] = placeEdits(target, edits);
  return placed && others.length === 0 ? placed : undefined;
}

function languageOf({ language, scanned }: ActionTarget): LanguageId {
  return language ?? languageOfPath(scanned.path, scanned.text.slice(0, scanned.text.indexOf("\n") >>> 0));
}

function hasComments(target: ActionTarget): boolean {
  return commentForm(target.scanned.path, languageOf(target)) !== undefined;
}

function hasSafeFix(finding: Finding): boolean {
  return finding.suppressed === undefined && finding.fixes.some(({ safety }) => safety === "safe");
}

/** Findings about suppressions themselves are fixed, not silenced. */
function canBeSuppressed(finding: Finding): boolean {
  return !finding.ruleId.endsWith("-suppression");
}

function escapeSnippet(text: string): string {
  return text.replace(/[\\$}]/g, "\\$&");
}
