// All findings that the server told, by file.

import { type Disposable, EventEmitter } from "vscode";
import type { FileFindings, FindingItem } from "../../server/src/protocol.ts";

export interface StoredFinding {
  readonly uri: string;
  readonly finding: FindingItem;
}

export class FindingsStore implements Disposable {
  readonly #files = new Map<string, readonly FindingItem[]>();
  readonly #changed = new EventEmitter<void>();
  readonly onDidChange = this.#changed.event;

  set({ uri, findings }: FileFindings): void {
    if (findings.length === 0) {
      if (!this.#files.delete(uri)) return;
    } else this.#files.set(uri, findings);
    this.#changed.fire();
  }

  clear(): void {
    if (this.#files.size === 0) return;
    this.#files.clear();
    this.#changed.fire();
  }

  /** Those that neither a comment silences nor the baseline accepts. */
  open(): StoredFinding[] {
    return this.all().filter(({ finding }) => finding.suppressed === undefined && !finding.isAccepted);
  }

  /** Those that the baseline accepts. */
  accepted(): StoredFinding[] {
    return this.all().filter(({ finding }) => finding.suppressed === undefined && finding.isAccepted);
  }

  all(): StoredFinding[] {
    return [...this.#files].flatMap(([uri, findings]) => findings.map((finding) => ({ uri, finding })));
  }

  get(uri: string, id: string): StoredFinding | undefined {
    const finding = this.#files.get(uri)?.find((each) => each.id === id);
    return finding && { uri, finding };
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
