// Which files were changed: in the index since the last commit, or in the working tree since it left another branch.

import type { Git } from "./git.ts";

export interface ChangedFile {
  /** Below the top of the working tree. */
  readonly path: string;
  /** What it was before; undefined for new files. */
  readonly oldBlob: string | undefined;
  /** What it is in the index; undefined where the file on disk is meant. */
  readonly newBlob: string | undefined;
}

/** What the next commit would add or change. */
export async function stagedChanges(git: Git): Promise<ChangedFile[]> {
  const head = await git.answer(["rev-parse", "--verify", "--quiet", "HEAD^{commit}"]);
  // Before the first commit everything is new.
  const base = head ?? (await git.text(["hash-object", "-t", "tree", "--stdin"])).trim();
  return parseRaw(await git.text([...DIFF, "--cached", base, "--"]));
}

/** What the working tree has since it left the history of `name`; new files that are not ignored are among them. */
export async function changesSince(git: Git, name: string): Promise<ChangedFile[]> {
  const named = await git.commit(name);
  const base = (await git.answer(["merge-base", named, "HEAD"])) ?? named;
  const changed = parseRaw(await git.text([...DIFF, base, "--"]));
  const untracked = (await git.text(["ls-files", "--others", "--exclude-standard", "-z"])).split("\0");
  return [
    ...changed.map((file) => ({ ...file, newBlob: undefined })),
    ...untracked.filter(Boolean).map((path) => ({ path, oldBlob: undefined, newBlob: undefined })),
  ];
}

const DIFF = [
  "diff",
  "--raw",
  "-z",
  "--no-abbrev",
  "--find-renames",
  "--no-ext-diff",
  "--no-textconv",
  "--no-relative",
  "--ignore-submodules=all",
  "--diff-filter=ACMRT",
];
/** Regular files, executable ones too; links and submodules have no text of their own. */
const FILE_MODE = /^100\d{3}$/;

/** `:mode mode blob blob status NUL path NUL`, with a second path after renames and copies. */
function parseRaw(output: string): ChangedFile[] {
  const changes: ChangedFile[] = [];
  const parts = output.split("\0");
  for (let at = 0; at + 1 < parts.length; ) {
    const [oldMode, newMode, oldBlob, newBlob, status] = parts[at]!.slice(1).split(" ");
    const hasTwoPaths = /^[RC]/.test(status ?? "");
    const path = parts[at + (hasTwoPaths ? 2 : 1)]!;
    at += hasTwoPaths ? 3 : 2;
    if (!FILE_MODE.test(newMode ?? "")) continue;
    changes.push({
      path,
      oldBlob: FILE_MODE.test(oldMode ?? "") ? blobOf(oldBlob) : undefined,
      newBlob: blobOf(newBlob),
    });
  }
  return changes;
}

function blobOf(id: string | undefined): string | undefined {
  return id === undefined || /^0+$/.test(id) ? undefined : id;
}
