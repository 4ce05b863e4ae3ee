// Locations: absolute paths or URIs of files and folders, with forward slashes, as a host gives them. The same code walks
// upward on disk and behind `vscode-vfs://`.

/** The folder that holds a file or folder; undefined at a root (`/`, `C:/`, and what lies directly below a scheme). */
export function parentOf(location: string): string | undefined {
  const slash = location.lastIndexOf("/");
  if (slash < 0 || /^[a-zA-Z]:\/$/.test(location)) return undefined;
  const parent = location.slice(0, slash);
  // `C:` alone means the drive's current folder.
  if (/^[a-zA-Z]:$/.test(parent)) return `${parent}/`;
  if (parent.endsWith("/")) return undefined;
  if (parent === "") return location === "/" ? undefined : "/";
  return parent;
}

/** `path` below `folder`; absolute locations stay as they are. */
export function below(folder: string, path: string): string {
  if (path.startsWith("/") || /^[a-zA-Z][a-zA-Z0-9+.-]*:/.test(path)) return path;
  const segments = folder.endsWith("/") ? [folder.slice(0, -1)] : [folder];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part === ".." && segments.length > 1 && segments.at(-1) !== "..") segments.pop();
    else if (part === "..") segments.splice(0, 1, parentOf(segments[0]!) ?? segments[0]!);
    else segments.push(part);
  }
  return segments[0] === "/" ? `/${segments.slice(1).join("/")}` : segments.join("/") || "/";
}

/** The path of `location` below `folder`, "" for the folder itself; undefined when it lies elsewhere. */
export function pathWithin(folder: string, location: string): string | undefined {
  if (folder === location) return "";
  const prefix = folder.endsWith("/") ? folder : `${folder}/`;
  return location.startsWith(prefix) ? location.slice(prefix.length) : undefined;
}
