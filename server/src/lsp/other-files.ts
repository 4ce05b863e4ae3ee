// The lines that a fix needs in other files of the project (`.env.example`, `.gitignore`), as edits of the files that are there or
// as files to be made.

import type { NeededLine } from "../detect/finding.ts";
import { missingLine } from "../detect/fixes/needed-lines.ts";
import type { OtherFileEdit } from "../protocol.ts";
import { LineIndex } from "../text/line-index.ts";
import type { OpenDocuments } from "./documents.ts";
import type { FileAccess } from "./host.ts";
import type { Project } from "./project.ts";

/** Files that only hold names are small. */
const LARGEST = 1_048_576;

export interface OtherFilesContext {
  readonly documents: OpenDocuments;
  readonly files: FileAccess | undefined;
}

/** Nothing for files that lie in no folder: they have no project. */
export async function otherFileEdits(
  lines: readonly NeededLine[],
  { project, path }: { readonly project: Project; readonly path: string },
  context: OtherFilesContext,
): Promise<OtherFileEdit[]> {
  if (project.root === "") return [];
  const edits: OtherFileEdit[] = [];
  for (const needed of lines) {
    const edit = await editFor(needed, project, path, context);
    if (edit) edits.push(edit);
  }
  return edits;
}

async function editFor(
  needed: NeededLine,
  project: Project,
  path: string,
  { documents, files }: OtherFilesContext,
): Promise<OtherFileEdit | undefined> {
  const folders = path.split("/").slice(0, -1);
  for (let depth = folders.length; depth >= 0; depth--) {
    const uri = project.keyOf([...folders.slice(0, depth), needed.file].join("/"));
    const open = documents.get(uri);
    const read = open ? undefined : await files?.readText(uri, LARGEST);
    const text = open?.text ?? (read?.kind === "text" ? read.text : undefined);
    if (text === undefined) continue;
    const added = missingLine(text, needed);
    if (added === undefined) return undefined;
    const end = new LineIndex(text).positionAt(text.length);
    return {
      uri: open?.uri ?? uri,
      version: open?.version ?? null,
      isNew: false,
      edits: [{ range: { start: end, end }, newText: added }],
    };
  }
  const start = { line: 0, character: 0 };
  const newText = missingLine("", needed);
  if (newText === undefined) return undefined;
  return {
    uri: project.keyOf(needed.file),
    version: null,
    isNew: true,
    edits: [{ range: { start, end: start }, newText }],
  };
}
