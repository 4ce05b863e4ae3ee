// Builds the extension as it is published and packs it into bartizan-VERSION.vsix: npm run package.
// .vscodeignore says what goes in; test/vscode/scenarios/package.test.mjs checks it.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root, runNode } from "../test/install.mjs";

const { name, version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const vsce = join(root, "node_modules/@vscode/vsce/vsce");
const out = `${name}-${version}.vsix`;
if (!runNode(["esbuild.mjs", "--minify"])) process.exit(1);
// Everything is bundled, so no dependency is packed. The README's links stay relative as long as no repository is public.
const options = ["--no-dependencies", "--no-rewrite-relative-links", "--allow-missing-repository"];
if (!runNode([vsce, "package", ...options, "--out", out], { stdio: ["ignore", "ignore", "inherit"] })) process.exit(1);
console.log(out);
