// Paths of files in a tree: relative to its root, with forward slashes. Locations on disk and URIs are config/location.ts's.

/** The folder part of a path, "" at the top. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

/** Where a relative path leads from a folder. It cannot lead above the root. */
export function pathFrom(folder: string, relative: string): string {
  const parts = folder === "" ? [] : folder.split("/");
  for (const part of relative.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "." && part !== "") parts.push(part);
  }
  return parts.join("/");
}
