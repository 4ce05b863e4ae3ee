// The pairs of rule and code in test/fixtures/semgrep: says on which lines Semgrep finds something, and writes that down with
// `--write`. `semgrep-catalogue.test.ts` holds Bartizan to it. Needs `semgrep` on the path, or its path in $SEMGREP.
//   node test/conformance/semgrep-catalogue.mjs [--write] [LANGUAGE…]
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { isSeq, parseDocument, stringify } from "yaml";
import { runSemgrep } from "./semgrep.mjs";

const EXTENSIONS = {
  javascript: "js",
  typescript: "ts",
  tsx: "tsx",
  python: "py",
  csharp: "cs",
  ruby: "rb",
  bash: "sh",
  dockerfile: "dockerfile",
  hcl: "tf",
  generic: "txt",
  regex: "txt",
};
/** What Semgrep calls a language otherwise. */
const NAMES = { tsx: "typescript", hcl: "terraform" };

const folder = join(dirname(fileURLToPath(import.meta.url)), "../fixtures/semgrep");
const isWriting = process.argv.includes("--write");
const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith("-"));
let differing = 0;

for (const file of readdirSync(folder).sort()) {
  const language = basename(file, ".yaml");
  if (wanted.length > 0 && !wanted.includes(language)) continue;
  const path = join(folder, file);
  const document = parseDocument(readFileSync(path, "utf8"));
  if (document.errors.length > 0) throw document.errors[0];
  const lines = linesOfSemgrep(language, document.toJS());
  document.toJS().forEach((entry, at) => {
    if (JSON.stringify(entry.lines ?? null) === JSON.stringify(lines[at])) return;
    differing++;
    console.log(`${language} ${at + 1}: ${JSON.stringify(lines[at])}, written down ${JSON.stringify(entry.lines)}`);
    console.log(`  ${(entry.pattern ?? entry.rule).trim().replaceAll("\n", "\n  ")}`);
    const item = isSeq(document.contents) ? document.contents.items[at] : undefined;
    item.set("lines", document.createNode(lines[at], { flow: true }));
  });
  if (isWriting) writeFileSync(path, document.toString({ lineWidth: 0 }));
}
console.log(differing === 0 ? "Semgrep finds what is written down" : `${differing} differ`);
process.exitCode = differing === 0 || isWriting ? 0 : 1;

function linesOfSemgrep(language, entries) {
  const scratch = mkdtempSync(join(tmpdir(), "semgrep-catalogue-"));
  const extension = EXTENSIONS[language] ?? language;
  const rules = entries.map((entry, at) => {
    const body = entry.pattern === undefined ? parseDocument(entry.rule).toJS() : { pattern: entry.pattern };
    writeFileSync(join(scratch, `target${at}.${extension}`), entry.code);
    return {
      id: `rule${at}`,
      languages: [NAMES[language] ?? language],
      severity: "INFO",
      message: "found",
      paths: { include: [`target${at}.${extension}`] },
      ...body,
    };
  });
  const config = join(scratch, "rules.yml");
  writeFileSync(config, stringify({ rules }));
  writeFileSync(join(scratch, ".semgrepignore"), "rules.yml\n");
  const { results, errors } = runSemgrep(scratch, config);
  rmSync(scratch, { recursive: true });
  for (const error of errors) console.log(`${language}: ${error.message.split("\n")[0]} ${error.path ?? ""}`);
  return entries.map((_, at) => {
    const own = results.filter(({ check_id }) => check_id.split(".").at(-1) === `rule${at}`);
    return [...new Set(own.map(({ start }) => start.line))].sort((a, b) => a - b);
  });
}
