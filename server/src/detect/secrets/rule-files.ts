/** Several secret rule files as the sets that a scanner takes, with what they extend. */
import { type ExtendedConfig, loadSecretRules } from "./load.ts";
import type { SecretRuleSet } from "./rule.ts";

export interface SecretRuleFile {
  readonly path: string;
  readonly text: string;
}

/** Where our own rules lie in the pack. */
const defaultFolder = "rules/secrets/";

/**
 * A file with `[extend] useDefault = true` takes the place of the default rules: it holds them, less what it turns off
 * and with what it changes. `[extend] path` finds another of the files.
 */
export function loadSecretFiles(files: readonly SecretRuleFile[]): SecretRuleSet[] {
  const defaults = files.filter(({ path }) => path.startsWith(defaultFolder));
  let areDefaultsExtended = false;
  const sets = files.map((file) => {
    if (defaults.includes(file)) return undefined;
    return loadSecretRules(file.text, file.path, (wanted): ExtendedConfig | undefined => {
      if ("path" in wanted) {
        const found = files.find((other) => other !== file && isPathOf(other.path, wanted.path));
        return found && { name: found.path, text: found.text };
      }
      if (defaults.length === 0) return undefined;
      areDefaultsExtended = true;
      return { name: "the default rules", text: defaults.map(({ text }) => text).join("\n") };
    });
  });
  return files.flatMap((file, index): SecretRuleSet[] => {
    const own = sets[index];
    if (own !== undefined) return [own];
    return areDefaultsExtended ? [] : [loadSecretRules(file.text, file.path)];
  });
}

function isPathOf(path: string, wanted: string): boolean {
  const name = wanted.replace(/\\/g, "/").replace(/^(?:\.{1,2}\/)+/, "");
  return path === name || path.endsWith(`/${name}`);
}
