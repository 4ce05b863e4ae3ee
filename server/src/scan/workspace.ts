// The engine's one stateful thing: the files of a workspace as the host last told them, what was derived from each, and
// the findings. Feeding it the same texts gives the same findings, whatever the edits that led there: `scan()` is that
// fact as a function, and the property tests hold the two together.

import type { Finding, ScanProblem } from "../detect/finding.ts";
import type { RuleSet } from "../detect/rule-set.ts";
import type { LanguageId } from "../syntax/language.ts";
import type { Span, TextEdit } from "../text/span.ts";
import type { CommentPlace } from "./comment-place.ts";
import type { Stopwatch } from "./stopwatch.ts";

export interface ScanOptions {
  /** Today, `YYYY-MM-DD`, handed in because the engine has no clock: suppressions expire by it. */
  readonly today: string;
  /** Report comments that silence nothing. */
  readonly reportUnusedSuppressions: boolean;
  /** No comment means a rule that is not in the rule set, on or off: what names another is mistaken. */
  readonly knowsAllRules?: boolean;
  /** Files longer than this (UTF-16 units) get text rules only, and a problem that says so. */
  readonly maximumParsedLength: number;
  /** Told of what takes time; a scan gives the same with and without. */
  readonly stopwatch?: Stopwatch;
  /** Of the workspace's folder below the tree's root, with a slash at its end: fingerprints are told by paths in the tree. */
  readonly pathPrefix?: string;
  /** Files are never changed between scans: nothing is kept that only tells what a change concerns. A scan gives the same with and without. */
  readonly scansOnce?: boolean;
}

/** Broken code and failing rules are ordinary input: they end up in `problems`, next to whatever was found. */
export interface ScanResult {
  /** Sorted by place, then rule. */
  readonly findings: readonly Finding[];
  readonly problems: readonly ScanProblem[];
}

/** What a scan gives of one file among others. */
export interface FileResult extends ScanResult {
  readonly path: string;
}

/** Asked between functions and rules; once spent, a scan ends with what it has and a problem that says so. */
export interface Budget {
  spent(): boolean;
  /** It is never spent, so that nobody waits for a turn in between. */
  readonly isUnlimited?: boolean;
}

export const UNLIMITED: Budget = { spent: () => false, isUnlimited: true };

/** A file as the host gives it. Paths are relative to the workspace's root, with forward slashes. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
  /** Told by the editor; otherwise from the path and first line. */
  readonly language?: LanguageId;
  /** It will be edited: its syntax tree is kept, so that an edit re-parses only what it changed. */
  readonly isOpen?: boolean;
}

export interface ScanInput {
  readonly files: readonly SourceFile[];
  readonly rules: RuleSet;
  readonly options: ScanOptions;
}

export interface Workspace {
  /** Loads what parsing these languages needs. Scanning a language that was not prepared is a problem, not a crash. */
  prepare(languages: Iterable<LanguageId>): Promise<void>;
  setRules(rules: RuleSet): void;
  /** Adds a file, or replaces its whole text. */
  set(file: SourceFile): void;
  /** Applies edits one after the other; each span is in the text that the one before left. */
  edit(path: string, edits: readonly TextEdit[]): void;
  /**
   * Looks at a file that is broken as if it had just been opened: parses it from scratch where that could differ, and follows data
   * as the text is now, which until then waits for brackets and quotes to be closed. True when its findings may have changed. To
   * be called when the user pauses: what a scan finds then does not depend on how the text came about. Of a long file that is
   * done by whoever asks for its findings, as far as their budget goes, like reading it.
   */
  settle(path: string): boolean;
  /** The file is edited no longer: its syntax tree is given back, its findings stay. */
  release(path: string): void;
  remove(path: string): void;
  /** Takes all files away. */
  clear(): void;
  text(path: string): string | undefined;
  /** The findings of one file, flows through the workspace's other files included. */
  scan(path: string, budget?: Budget): ScanResult;
  /**
   * What a file shows by itself, before anything has been said of how data flows through it: for those who wait for a first
   * answer. A scan gives this, too, unless something stronger is found in its place.
   */
  glance(path: string, budget?: Budget): ScanResult;
  /**
   * The findings of a file with the rest of the program as it is known by now, for those who cannot wait until all of it is worked out
   * (`isBehind`). What other files make of it shows with the next whole scan.
   */
  scanNear(path: string, budget?: Budget): ScanResult;
  /** Whether a scan of the file would have to work out much of other files first: many were added, or changed all at once. */
  isBehind(path: string): boolean;
  /** Files whose findings may have changed since they were last scanned, because another file changed. */
  affected(): readonly string[];
  paths(): readonly string[];
  /** Takes in what was set or edited since the last scan, as far as the budget goes; says whether all is. Scans do it too. */
  absorb(budget?: Budget): boolean;
  /** What it has still to do. */
  ahead(): Ahead;
  /** Where a comment may be written near a span of a file; undefined for files that are not parsed. */
  commentPlace(path: string, span: Span): CommentPlace | undefined;
  /** Gives back all wasm memory. */
  dispose(): void;
}

/** What was set or edited and is not taken in: files that are to be read, units of which it is in doubt how data flows in them. */
export interface Ahead {
  readonly files: number;
  readonly units: number;
}
