// What the workspace keeps of each file: its text, what was made of it so far, and what was found in it.

import type { Finding, ScanProblem } from "../detect/finding.ts";
import type { SecretMatch } from "../detect/secrets/rule.ts";
import type { SecretScan } from "../detect/secrets/scanner.ts";
import type { LanguageId } from "../syntax/language.ts";
import type { CodePiece } from "../syntax/pages/parts.ts";
import type { Snapshot } from "../syntax/snapshots.ts";
import type { Span, TextEdit } from "../text/span.ts";
import type { Steps } from "../text/steps.ts";
import type { RawFinding } from "./raw-finding.ts";
import type { ScanResult } from "./workspace.ts";

/** What the workspace keeps of a file. */
export interface FileState {
  readonly path: string;
  readonly language: LanguageId;
  text: string;
  /** Undefined for text that no grammar parses, and for files too long to be parsed. */
  snapshot: Snapshot | undefined;
  /** It can be parsed, but no rule asks for that: it is once something is found in its text. */
  isUnparsed: boolean;
  /** Why there is no snapshot where one was to be expected. */
  problems: ScanProblem[];
  /** Why it is text only: its lowering failed, which the next edit may mend, or parsing took too long, which waits for a pause. */
  unread: "failed" | "given-up" | undefined;
  /** What the next edit carries on from; kept of files that are edited only, for it is larger than the text. */
  secrets: SecretScan | undefined;
  /** The search for secrets, as far as it has come, and what it found. */
  secretSteps: Steps<SecretScan> | undefined;
  secretMatches: readonly SecretMatch[] | undefined;
  isEdited: boolean;
  /** Undefined while nobody has looked. */
  mayHoldSuppressions: boolean | undefined;
  /** There while its text is being read in steps, or read again. */
  reading: Reading | undefined;
  /** Nobody typed since the edit that is being read, so that it is settled once that is done. */
  isPaused: boolean;
  /** Of a program in a page, which is beside it as a file of its own: where it is in it. */
  pieces: readonly CodePiece[] | undefined;
  /** What its own text gives, whatever the rest of the program. */
  local: Reports | undefined;
  /** What was found last, and for which state of the program. */
  found: { readonly flowVersion: number; readonly result: ScanResult } | undefined;
}

/** A text on its way to being a snapshot. What is typed meanwhile waits, so that typing cannot put it off for ever. */
export interface Reading {
  readonly steps: Steps<Snapshot>;
  readonly edits: TextEdit[];
  /** All of the text is read; or what an edit made of the text that was read; or all of it once more, as that may make a difference. */
  readonly of: "text" | "edit" | "text once more";
}

/** What a file shows by itself. */
export interface Reports {
  readonly raw: readonly RawFinding[];
  /** Where secrets stand, accepted ones too. */
  readonly secrets: readonly Span[];
  readonly problems: readonly ScanProblem[];
  /** What comes of it, once somebody asked. */
  shown?: readonly Finding[];
}
