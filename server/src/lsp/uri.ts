// URIs of files, and their paths below a folder. Two spellings of one URI (percent-encoding, drive letter) become one key.

import { URI } from "vscode-uri";

/** The one spelling under which a file is kept. */
export function uriKey(uri: string): string {
  const known = keys.get(uri);
  if (known !== undefined) return known;
  const key = URI.parse(uri).toString();
  if (keys.size >= MOST_KEYS) keys.clear();
  keys.set(uri, key);
  return key;
}

const keys = new Map<string, string>();
const MOST_KEYS = 20_000;

/** A folder's key: no slash at its end, but at a root (`file:///`). */
export function folderKey(uri: string): string {
  const key = uriKey(uri);
  return key.endsWith("/") ? key.slice(0, -1) : key;
}

/** The path of a file below a folder, with forward slashes; undefined when it lies elsewhere. Both are keys. */
export function pathBelow(folder: string, key: string): string | undefined {
  if (!key.startsWith(folder) || key[folder.length] !== "/") return undefined;
  return decodeURIComponent(key.slice(folder.length + 1));
}

export function uriBelow(folder: string, path: string): string {
  const segments = path.split("/").map((segment) => encodeURIComponent(segment));
  return uriKey(`${folder}/${segments.join("/")}`);
}

/** A URI as server/src/config has locations: nothing percent-encoded, so that paths can be put below it as they are. */
export function locationOf(key: string): string {
  const { scheme, authority, path } = URI.parse(key);
  return `${scheme}://${authority}${path}`;
}

export function uriOfLocation(location: string): string {
  const parts = /^([a-zA-Z][a-zA-Z0-9+.-]*):\/\/([^/]*)(\/.*)?$/.exec(location);
  if (!parts) return URI.file(location).toString();
  return URI.from({ scheme: parts[1]!, authority: parts[2], path: parts[3] ?? "/" }).toString();
}

/** The last part of a URI's path, as people read it. */
export function baseName(uri: string): string {
  const path = URI.parse(uri).path;
  return path.slice(path.lastIndexOf("/") + 1) || path;
}
