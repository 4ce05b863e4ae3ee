// `bartizan scan -`: what comes through a pipe is scanned as one file, with the rules and the configuration of where one stands.

import { treeRoot } from "../config/list-files.ts";
import { pathWithin } from "../config/location.ts";
import { decodeText } from "../config/text-file.ts";
import { diskReader, locationOf, type SourceText } from "./disk.ts";
import type { ChangedTree } from "./git/changed-scan.ts";
import { type CliHost, UsageError } from "./host.ts";

export const STANDARD_INPUT = "-";

/** Undefined where no path says that the standard input is meant. */
export async function standardInput(
  paths: readonly string[],
  name: string,
  { cwd, stdin }: CliHost,
): Promise<ChangedTree | undefined> {
  if (!paths.includes(STANDARD_INPUT)) return undefined;
  if (paths.length > 1) throw new UsageError("`-`, the standard input, is scanned by itself, without other paths");
  if (!stdin) throw new UsageError("there is no standard input to read");
  const bytes = await stdin();
  const root = await treeRoot(cwd, diskReader);
  const path = pathWithin(root, locationOf(cwd, name));
  if (path === undefined || path === "") throw new UsageError(`--stdin-name ${name}: it lies outside of this tree`);
  const read = async (_: unknown, maximumBytes: number): Promise<SourceText> =>
    bytes.length > maximumBytes ? { kind: "too-large", bytes: bytes.length } : decodeText(bytes);
  return { root, paths: [path], read, oldPaths: new Set(), readOld: read };
}
