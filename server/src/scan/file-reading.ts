// How texts become snapshots: at once, or, where they are long and somebody waits for a turn, in steps. What is typed while a text is
// on its way is applied when it has arrived.

import { ParseGivenUp } from "../syntax/parser.ts";
import type { DocumentText, Snapshot, SnapshotStore } from "../syntax/snapshots.ts";
import type { TextEdit } from "../text/span.ts";
import { advanced, type Steps } from "../text/steps.ts";
import type { FileState, Reading } from "./file-state.ts";
import type { Stopwatch } from "./stopwatch.ts";
import type { Budget } from "./workspace.ts";

/** Texts from this length on (UTF-16 units) are read in steps, where anybody waits for a turn. */
const LONG = 10_000;

/** Who is told what came of a text. */
export interface Readers {
  /** There is a snapshot of a whole text, or none any more. */
  read(file: FileState): void;
  /** There is one of what an edit made of it. */
  typed(file: FileState): void;
  /** What was made of the file so far is of another snapshot. */
  changed(file: FileState): void;
  /** Nobody has typed since the edit that is read now. */
  paused(file: FileState): void;
}

export class FileReading {
  readonly #snapshots: SnapshotStore;
  readonly #stopwatch: Stopwatch;
  /** Nobody edits, and nobody waits for a turn. */
  readonly #isOnce: boolean;
  readonly #readers: Readers;
  /** Files that are being read. */
  readonly #open = new Set<FileState>();
  #sweeping: Steps<void> | undefined;

  constructor(snapshots: SnapshotStore, stopwatch: Stopwatch, isOnce: boolean, readers: Readers) {
    this.#snapshots = snapshots;
    this.#stopwatch = stopwatch;
    this.#isOnce = isOnce;
    this.#readers = readers;
  }

  /**
   * Makes a snapshot of a text that has none: here and now, or when somebody asks for findings, who goes on with it. Of closed files
   * there are hundreds at a time.
   */
  start(file: FileState): void {
    if (this.#isInSteps(file) || !(file.isEdited || this.#isOnce)) this.begin(file);
    else this.readWhole(file);
  }

  #isInSteps({ text }: FileState): boolean {
    return text.length >= LONG && !this.#isOnce;
  }

  begin(file: FileState): void {
    const { path, language, text, isEdited } = file;
    this.stop(file);
    file.isUnparsed = false;
    file.snapshot = undefined;
    this.#snapshots.remove(path);
    const steps = this.#set({ path, language, text, keepsTree: isEdited }, this.#isInSteps(file));
    this.#wait(file, { steps, edits: [], of: "text" });
  }

  /** Steps of their own are worth it for long texts. */
  *#set(document: DocumentText, isInSteps: boolean): Steps<Snapshot> {
    return isInSteps ? yield* this.#snapshots.setInSteps(document) : this.#snapshots.set(document);
  }

  #wait(file: FileState, reading: Reading): void {
    file.reading = reading;
    this.#open.add(file);
  }

  stop(file: FileState | undefined): void {
    if (!file?.reading) return;
    file.reading.steps.return(undefined as never);
    file.reading = undefined;
    this.#open.delete(file);
  }

  /** Goes on with reading a file, if that is not done; says whether it is now. */
  goOn(file: FileState, budget: Budget): boolean {
    const { reading } = file;
    if (!reading) return true;
    const before = file.snapshot;
    let isDone = true;
    try {
      this.#stopwatch.measure("parsing", undefined, () =>
        this.#parse(file, () => {
          const done = advanced(reading.steps, () => budget.spent());
          isDone = done !== undefined;
          return done?.value ?? before;
        }),
      );
    } finally {
      if (isDone) this.stop(file);
    }
    if (!isDone) return false;
    if (reading.of === "text") this.#readers.read(file);
    else if (reading.of === "edit") this.#readers.typed(file);
    else if (file.snapshot !== before) {
      this.#readers.changed(file);
      this.#readers.read(file);
    }
    if (reading.edits.length > 0) {
      if (file.snapshot) this.edit(file, reading.edits);
      else if (file.unread === "failed") this.#readAnew(file); // what was typed meanwhile may have mended it
      return this.goOn(file, budget);
    }
    if (file.isPaused) {
      file.isPaused = false;
      if (file.snapshot) this.#readers.paused(file);
      else if (file.unread === "given-up") this.#readAnew(file);
      if (file.reading) return this.goOn(file, budget);
    }
    if (!file.isEdited) this.#snapshots.release(file.path);
    return true;
  }

  #readAnew(file: FileState): void {
    file.problems = [];
    this.begin(file);
  }

  /** How many files are not yet read. */
  get waiting(): number {
    return this.#open.size;
  }

  /** Goes on with reading whatever is not yet read, and then with clearing away what that left. */
  goOnWithAll(budget: Budget): boolean {
    for (const file of [...this.#open]) {
      if (budget.spent() || !this.goOn(file, budget) || !this.#sweep(budget)) return false;
    }
    return this.#sweep(budget);
  }

  #sweep(budget: Budget): boolean {
    if (!this.#sweeping && this.#snapshots.isSwept) return true;
    this.#sweeping ??= this.#snapshots.sweep();
    const isDone = advanced(this.#sweeping, () => budget.spent()) !== undefined;
    if (isDone) this.#sweeping = undefined;
    return isDone;
  }

  /** Where parsing or lowering fails, the text is still there to be searched for secrets. */
  #parse(file: FileState, parse: () => Snapshot | undefined): void {
    file.unread = undefined;
    try {
      file.snapshot = parse();
    } catch (error) {
      // WebAssembly that trapped is of no more use: the host makes the engine anew.
      if (error instanceof WebAssembly.RuntimeError) throw error;
      const { path, language } = file;
      this.#snapshots.remove(path);
      file.snapshot = undefined;
      file.unread = error instanceof ParseGivenUp ? "given-up" : "failed";
      const reason = error instanceof Error ? error.message : String(error);
      const message = `not read as ${language}, only secrets and text rules were looked for: ${reason}`;
      // A text that nobody could parse in time is as one that is too long; a lowering that fails is a mistake of ours.
      const kind = file.unread === "given-up" ? "file-skipped" : "file-failed";
      file.problems = [...file.problems, { kind, path, message }];
    }
  }

  /** Reads a text once more from scratch, where that may make a difference; true when it did, or may when it is done. */
  again(file: FileState): boolean {
    const { path, snapshot: before } = file;
    if (this.#isInSteps(file)) {
      this.#wait(file, { steps: this.#snapshots.settleInSteps(path), edits: [], of: "text once more" });
      return true;
    }
    this.#parse(file, () => this.#snapshots.settle(path));
    if (file.snapshot === before) return false;
    this.#readers.changed(file);
    this.#readers.read(file);
    return true;
  }

  /** Whether files other than this one are being read. */
  isReadingOthers(path: string): boolean {
    for (const file of this.#open) if (file.path !== path) return true;
    return false;
  }

  stopAll(): void {
    for (const file of this.#open) this.stop(file);
    this.#sweeping?.return();
    this.#sweeping = undefined;
  }

  /** A file's text is the one after the edits already. */
  edit(file: FileState, edits: readonly TextEdit[]): void {
    const { path, text, snapshot } = file;
    const options = { readsPieces: true, reusesColumns: true, text };
    if (this.#isInSteps(file)) {
      const steps = this.#snapshots.editInSteps(path, snapshot!.version + 1, edits, options);
      this.#wait(file, { steps, edits: [], of: "edit" });
      return;
    }
    this.#stopwatch.measure("parsing", undefined, () =>
      this.#parse(file, () => this.#snapshots.edit(path, snapshot!.version + 1, edits, options)),
    );
    this.#readers.typed(file);
  }

  readWhole(file: FileState): void {
    const { path, language, text, isEdited: keepsTree } = file;
    file.isUnparsed = false;
    this.#stopwatch.measure("parsing", undefined, () =>
      this.#parse(file, () => this.#snapshots.set({ path, language, text, keepsTree })),
    );
    this.#readers.read(file);
  }
}
