// Writes into README.md what is said better somewhere else already: the table of settings, from the extension's manifest.
//   node docs/generate.mjs
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

/** The settings as a Markdown table, in the order of the settings editor. */
export function settingsTable(manifest, texts) {
  const text = (value) => texts[/^%(.*)%$/.exec(value)?.[1]] ?? value;
  const cell = (value) => value.replaceAll("|", "\\|").replace(/\s*\n\s*/g, " ");
  const rows = [["setting", "default", "what it does"], ["---", "---", "---"]];
  for (const { properties } of manifest.contributes.configuration)
    for (const [name, property] of Object.entries(properties)) {
      const words = (property.enum ?? []).map((word) => `\`${word}\``).join(", ");
      const described = text(property.markdownDescription ?? property.description ?? "");
      rows.push([`\`${name}\``, `\`${JSON.stringify(property.default)}\``, described + (words ? ` One of ${words}.` : "")]);
    }
  return rows.map((row) => `| ${row.map(cell).join(" | ")} |`).join("\n");
}

/** A text with what stands between the two marks of a name replaced. */
export function withSection(text, name, content) {
  const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [from, to] = [text.indexOf(start), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`there is no place for ${name}`);
  return `${text.slice(0, from + start.length)}\n${content}\n${text.slice(to)}`;
}

export function generatedReadme(readme = readFileSync(join(root, "README.md"), "utf8")) {
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const texts = JSON.parse(readFileSync(join(root, "package.nls.json"), "utf8"));
  return withSection(readme, "settings", settingsTable(manifest, texts));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(join(root, "README.md"), generatedReadme());
