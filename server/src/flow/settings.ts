// Files of settings that programs read by name: their text is constant, so what is read from them is, too. The host hands them
// in with the rest of the workspace; which one a name means is a matter of where it lies.

/** `a.properties`, `conf/b.ini`: files that programs read settings from, and those that say where imports lead. */
export function isProjectFile(path: string): boolean {
  return /(^|\/)([^/]+\.(properties|ini|cfg)|go\.mod|package\.json|tsconfig[^/]*\.json)$/.test(path);
}

/** Longer ones are data. */
const LONGEST = 200_000;
const MOST_KEYS = 500;

export class Settings {
  readonly #texts = new Map<string, string>();
  readonly #properties = new Map<string, ReadonlyMap<string, string>>();

  set(path: string, text: string | undefined): void {
    this.#properties.delete(path);
    if (text === undefined || text.length > LONGEST) this.#texts.delete(path);
    else this.#texts.set(path, text);
  }

  /** The path of the file that a program means by `name`, the one with the most folders in common with `from` first. */
  find(from: string, name: string): string | undefined {
    const wanted = name.replace(/^(classpath\*?:|file:)?\/*/, "").replace(/^(\.\/)+/, "");
    if (wanted === "") return undefined;
    let best: string | undefined;
    let shared = -1;
    for (const path of this.#texts.keys()) {
      if (path !== wanted && !path.endsWith(`/${wanted}`)) continue;
      const common = commonFolders(from, path);
      if (common > shared || (common === shared && path < best!)) {
        best = path;
        shared = common;
      }
    }
    return best;
  }

  text(path: string): string | undefined {
    return this.#texts.get(path);
  }

  /** The keys and values of a `.properties` file. */
  properties(path: string): ReadonlyMap<string, string> | undefined {
    const text = this.#texts.get(path);
    if (text === undefined) return undefined;
    let known = this.#properties.get(path);
    if (!known) {
      known = parseProperties(text);
      this.#properties.set(path, known);
    }
    return known;
  }
}

function commonFolders(a: string, b: string): number {
  const left = a.split("/");
  const right = b.split("/");
  let common = 0;
  while (common < left.length - 1 && common < right.length - 1 && left[common] === right[common]) common++;
  return common;
}

/** As java.util.Properties reads it. */
function parseProperties(text: string): Map<string, string> {
  const found = new Map<string, string>();
  const lines = text.split(/\r\n|\r|\n/);
  for (let at = 0; at < lines.length && found.size < MOST_KEYS; at++) {
    let line = lines[at]!.trimStart();
    if (line === "" || line.startsWith("#") || line.startsWith("!")) continue;
    while (/(^|[^\\])(\\\\)*\\$/.test(line) && at + 1 < lines.length)
      line = line.slice(0, -1) + lines[++at]!.trimStart();
    const parts = /^((?:\\.|[^\s:=\\])*)\s*[:=]?\s*(.*)$/.exec(line);
    if (parts) found.set(unescaped(parts[1]!), unescaped(parts[2]!));
  }
  return found;
}

const ESCAPES: Readonly<Record<string, string>> = { t: "\t", n: "\n", r: "\r", f: "\f" };

function unescaped(text: string): string {
  return text.replace(/\\(?:u([\da-fA-F]{4})|(.))/g, (_, code: string | undefined, plain: string) =>
    code ? String.fromCharCode(Number.parseInt(code, 16)) : (ESCAPES[plain] ?? plain),
  );
}
