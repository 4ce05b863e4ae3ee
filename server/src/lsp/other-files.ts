// What actions need in other files of the project (`.env.example`, `.gitignore`, the baseline), as edits of the files that are there
// or as files to be made.

import { baselineText, withEntry } from "../config/baseline.ts";
import type { Finding, NeededLine } from "../detect/finding.ts";
import { missingLine } from "../detect/fixes/needed-lines.ts";
import type { OtherFileEdit } from "../protocol.ts";
import { LineIndex } from "../text/line-index.ts";
import type { OpenDocuments } from "./documents.ts";
import type { FileAccess } from "./host.ts";
import type { Project } from "./project.ts";
import { uriOfLocation } from "./uri.ts";

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
  context: OtherFilesContext,
): Promise<OtherFileEdit | undefined> {
  const folders = path.split("/").slice(0, -1);
  for (let depth = folders.length; depth >= 0; depth--) {
    const uri = project.keyOf([...folders.slice(0, depth), needed.file].join("/"));
    const file = await fileAt(uri, context);
    if (!file) continue;
    const added = missingLine(file.text, needed);
    return added === undefined ? undefined : placed(file, file.text.length, added);
  }
  const newText = missingLine("", needed);
  return newText === undefined ? undefined : newFile(project.keyOf(needed.file), newText);
}

/** Adds a finding to the baseline that holds for it. */
export async function acceptingEdit(
  { fingerprint, ruleId, path }: Finding,
  { config }: Project,
  context: OtherFilesContext,
): Promise<OtherFileEdit | undefined> {
  if (config.baselineLocation === undefined) return undefined;
  const uri = uriOfLocation(config.baselineLocation);
  const entry = { fingerprint, ruleId, path: `${config.options.pathPrefix ?? ""}${path}` };
  const file = await fileAt(uri, context);
  if (!file) return newFile(uri, baselineText([entry]));
  const added = withEntry(file.text, entry);
  return added && placed(file, added.at, added.newText);
}

interface KnownFile {
  readonly uri: string;
  readonly version: number | null;
  readonly text: string;
}

async function fileAt(uri: string, { documents, files }: OtherFilesContext): Promise<KnownFile | undefined> {
  const open = documents.get(uri);
  if (open) return open;
  const read = await files?.readText(uri, LARGEST);
  return read?.kind === "text" ? { uri, version: null, text: read.text } : undefined;
}

function placed({ uri, version, text }: KnownFile, at: number, newText: string): OtherFileEdit {
  const start = new LineIndex(text).positionAt(at);
  return { uri, version, isNew: false, edits: [{ range: { start, end: start }, newText }] };
}

function newFile(uri: string, newText: string): OtherFileEdit {
  const start = { line: 0, character: 0 };
  return { uri, version: null, isNew: true, edits: [{ range: { start, end: start }, newText }] };
}
