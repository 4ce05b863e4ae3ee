// Findings of files that were not scanned in this session, because an earlier one scanned the very same texts, or that were given up
// after a scan, because memory does not hold all. They hold until any text differs: from then on the folder is read, and until that is
// done they stand for files that the engine does not have, and, moved with the text, for what only the whole folder shows in files
// that it has. So nothing goes only to come back. What memory does not hold even then stands until its text or the rules change.

import type { Finding, Step } from "../detect/finding.ts";
import type { ScanResult } from "../scan/workspace.ts";
import type { Span, TextEdit } from "../text/span.ts";

export interface Recalled {
  readonly result: ScanResult;
  readonly digest: string;
  /** Only where findings quote it. */
  readonly text: string | undefined;
}

interface Known extends Recalled {
  /** A text that was found to be the one that was scanned. */
  same?: string;
  /** Nothing differed since it was recalled. */
  isCurrent: boolean;
  /** It was found by other rules. */
  isOutdated?: boolean;
}

export class RecalledFindings {
  readonly #digest: (text: string) => string;
  readonly #files = new Map<string, Known>();
  readonly #carried = new Map<string, readonly Finding[]>();
  #isEnding = false;
  #current = 0;

  constructor(digest: (text: string) => string) {
    this.#digest = digest;
  }

  get isEmpty(): boolean {
    return this.#files.size === 0;
  }

  /** Whether something differed since the first was recalled. */
  get isEnding(): boolean {
    return this.#isEnding;
  }

  paths(): Iterable<string> {
    return this.#files.keys();
  }

  has(path: string): boolean {
    return this.#files.has(path);
  }

  /** Says whether that was new. */
  add(path: string, recalled: Recalled): boolean {
    const known = this.#files.get(path);
    if (known?.isCurrent && known.digest === recalled.digest) return false;
    if (!known?.isCurrent) this.#current++;
    this.#files.set(path, { ...recalled, isCurrent: true });
    this.#carried.delete(path);
    return true;
  }

  /** Adds what was just found. */
  keep(path: string, text: string, result: ScanResult): void {
    if (this.#files.get(path)?.isCurrent && this.isSame(path, text)) return;
    this.add(path, { result, digest: this.#digest(text), text: result.findings.length > 0 ? text : undefined });
  }

  remove(path: string): void {
    this.#forget(path);
    this.#carried.delete(path);
  }

  #forget(path: string): void {
    if (this.#files.get(path)?.isCurrent) this.#current--;
    this.#files.delete(path);
  }

  /** The engine has read what it can. Of files that it has, it says itself what is found, but for what others show that it has not. */
  supersede(isRead: (path: string) => boolean): void {
    for (const [path, { isOutdated }] of this.#files) if (isOutdated || isRead(path)) this.#forget(path);
    for (const [path, findings] of this.#carried) {
      const left = findings.filter(({ traces }) => traces.some((trace) => trace.some((step) => !isRead(step.path))));
      if (left.length > 0 && isRead(path)) this.#carried.set(path, left);
      else this.#carried.delete(path);
    }
    if (this.isEmpty) this.#isEnding = false;
  }

  clear(): void {
    this.#files.clear();
    this.#carried.clear();
    this.#isEnding = false;
    this.#current = 0;
  }

  /** Whether this is the text that was scanned. */
  isSame(path: string, text: string): boolean {
    const known = this.#files.get(path);
    if (!known) return false;
    if (known.same === text) return true;
    const isSame = known.text === undefined ? known.digest === this.#digest(text) : known.text === text;
    if (isSame) known.same = text;
    return isSame;
  }

  /** What is known of a file; `text` is what the engine has of it. */
  of(path: string, text: string | undefined): { readonly text: string; readonly result: ScanResult } | undefined {
    const known = this.#files.get(path);
    if (!known) return undefined;
    if (text === undefined) return { text: known.text ?? "", result: known.result };
    return known.isCurrent && this.isSame(path, text) ? { text, result: known.result } : undefined;
  }

  /** The text of a file that the engine does not have. */
  text(path: string): string | undefined {
    return this.#files.get(path)?.text;
  }

  /** The rules are others. */
  outdate(): void {
    for (const known of this.#files.values()) known.isOutdated = true;
  }

  /** Something differs. `textOf`: what the engine has, before that. */
  end(textOf: (path: string) => string | undefined): void {
    if (this.isEmpty) return;
    this.#isEnding = true;
    if (this.#current === 0) return;
    this.#current = 0;
    for (const [path, known] of this.#files) {
      if (!known.isCurrent) continue;
      known.isCurrent = false;
      const { findings } = known.result;
      const text = findings.length === 0 ? undefined : textOf(path);
      if (text === undefined || !this.isSame(path, text)) continue;
      const fromElsewhere = findings.filter(({ traces }) =>
        traces.some((trace) => trace.some((step) => step.path !== path)),
      );
      // A fix would be told by places that may have moved.
      const carried = fromElsewhere.map((finding): Finding => ({ ...finding, fixes: [] }));
      if (carried.length > 0) this.#carried.set(path, carried);
    }
  }

  /** A text was edited: what lies behind moves, what was touched is no longer known. */
  edit(path: string, edits: readonly TextEdit[]): void {
    for (const [carrier, findings] of this.#carried)
      this.#carried.set(
        carrier,
        findings.flatMap((finding) => moved(finding, path, edits) ?? []),
      );
  }

  /** What the engine found in a file, with what it cannot know yet. */
  with(path: string, result: ScanResult): ScanResult {
    const carried = this.#carried.get(path);
    if (!carried || carried.length === 0) return result;
    const known = new Set(result.findings.map(({ fingerprint }) => fingerprint));
    const findings = [...result.findings, ...carried.filter(({ fingerprint }) => !known.has(fingerprint))];
    return { ...result, findings: findings.sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end) };
  }
}

function moved(finding: Finding, path: string, edits: readonly TextEdit[]): Finding | undefined {
  const move = (at: string, span: Span): Span | undefined => (at === path ? movedSpan(span, edits) : span);
  const span = move(finding.path, finding.span);
  if (!span) return undefined;
  const traces: Step[][] = [];
  for (const trace of finding.traces) {
    const steps = trace.flatMap((step) => {
      const place = move(step.path, step.span);
      return place ? [{ ...step, span: place }] : [];
    });
    if (steps.length < trace.length) return undefined;
    traces.push(steps);
  }
  return { ...finding, span, traces };
}

function movedSpan(span: Span, edits: readonly TextEdit[]): Span | undefined {
  let { start, end } = span;
  for (const edit of edits) {
    if (edit.span.start >= end) continue;
    if (edit.span.end > start) return undefined;
    const by = edit.newText.length - (edit.span.end - edit.span.start);
    start += by;
    end += by;
  }
  return { start, end };
}
