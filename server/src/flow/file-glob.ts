// The globs by which models name files whose exports a framework calls.

const globs = new Map<string, RegExp>();

/** `**` for any folders, `*` within one, `{a,b}`; the glob may begin anywhere at a folder of the path. */
export function globMatches(glob: string, path: string): boolean {
  let regex = globs.get(glob);
  if (!regex) {
    const source = glob.replace(/\*\*\/|\*\*|\*|\{[^{}]*\}|[.+^$()|[\]\\?]/g, (part) => {
      if (part === "**/") return "(?:[^/]+/)*";
      if (part === "**") return ".*";
      if (part === "*") return "[^/]*";
      if (part.startsWith("{")) return `(?:${part.slice(1, -1).split(",").join("|")})`;
      return `\\${part}`;
    });
    regex = new RegExp(`(?:^|/)${source}$`);
    globs.set(glob, regex);
  }
  return regex.test(path);
}
