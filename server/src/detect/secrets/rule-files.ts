/** Several secret rule files as the sets that a scanner takes, with what they extend. */
import { type ExtendedConfig, loadSecretRules, missingTarget, type ReadSecretFile } from "./load.ts";
import type { SecretRuleSet } from "./rule.ts";

export interface SecretRuleFile {
  readonly path: string;
  readonly text: string;
  /** See `RuleFile`. */
  readonly standing?: "repository" | "extended";
  /** See `RuleFile`. */
  readonly secrets?: ReadSecretFile;
}

/** Where our own rules lie in the pack. */
const defaultFolder = "rules/secrets/";

/**
 * A file with `[extend] useDefault = true` takes the place of the default rules: it holds them, less what it turns off
 * and with what it changes. `[extend] path` finds another of the files. What a repository's own file allows, no rule
 * reports, whichever file it is from.
 */
export function loadSecretFiles(files: readonly SecretRuleFile[]): SecretRuleSet[] {
  const defaults = files.filter(({ path }) => path.startsWith(defaultFolder));
  let areDefaultsExtended = false;
  const sets = files.map((file) => {
    if (defaults.includes(file) || file.standing === "extended") return undefined;
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
  const loaded = files.flatMap((file, index): SecretRuleSet[] => {
    const own = sets[index];
    if (own !== undefined) return [own];
    if (file.standing === "extended" || areDefaultsExtended) return [];
    return [loadSecretRules(file.text, file.path, undefined, file.secrets)];
  });
  const repositorys = sets.find((_, index) => files[index]!.standing === "repository");
  const ids = new Set(loaded.flatMap((set) => set.rules.map(({ id }) => id)));
  return loaded.map((set) => {
    const isRepositorys = set === repositorys;
    const missing = set.elsewhere.filter(({ target }) => !isRepositorys || !ids.has(target)).map(missingTarget);
    const whole = { ...set, problems: [...set.problems, ...missing] };
    return isRepositorys || repositorys === undefined ? whole : withAllowlistsOf(repositorys, whole);
  });
}

function withAllowlistsOf({ allowlists, elsewhere }: SecretRuleSet, set: SecretRuleSet): SecretRuleSet {
  const rules = set.rules.map((rule) => {
    const own = elsewhere.filter(({ target }) => target === rule.id).map(({ allowlist }) => allowlist);
    return own.length === 0 ? rule : { ...rule, allowlists: [...rule.allowlists, ...own] };
  });
  return { ...set, rules, allowlists: [...set.allowlists, ...allowlists] };
}

function isPathOf(path: string, wanted: string): boolean {
  const name = wanted.replace(/\\/g, "/").replace(/^(?:\.{1,2}\/)+/, "");
  return path === name || path.endsWith(`/${name}`);
}
