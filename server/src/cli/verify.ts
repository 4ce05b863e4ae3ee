// `--verify`: asks providers whether the secrets that were found still work. Nothing is asked without the option, of no provider
// that it does not name, and where a CI runs only with a second option.

import type { Finding } from "../detect/finding.ts";
import { maskSecret } from "../detect/secrets/mask.ts";
import { checkValidity, providerNameOf, providerNames, type Validity } from "../detect/secrets/validity.ts";
import { type CliHost, UsageError } from "./host.ts";

export interface VerifyOptions {
  readonly verify: readonly string[];
  readonly verifyInCi: boolean;
}

/** Gives findings with what their providers said. Undefined when nobody is to be asked. */
export type Verifier = (
  findings: readonly Finding[],
  textOf: (finding: Finding) => string | undefined,
) => Promise<readonly Finding[]>;

export function verifierOf({ verify, verifyInCi }: VerifyOptions, host: CliHost): Verifier | undefined {
  if (verify.length === 0) return undefined;
  for (const name of verify)
    if (name !== "all" && !providerNames.includes(name))
      throw new UsageError(
        `--verify ${name}: there is no such provider; there are ${providerNames.join(", ")} and all`,
      );
  const { CI: ci } = host.environment;
  if (ci && ci !== "false" && ci !== "0" && !verifyInCi)
    throw new UsageError("--verify sends secrets to their providers; in a CI that takes --verify-in-ci besides");
  const { fetch } = host;
  if (!fetch) throw new UsageError("--verify needs a network, and there is none here");
  const isAsked = (name: string) => verify.includes("all") || verify.includes(name);
  // For installations of one's own: BARTIZAN_ORIGIN_GITLAB=https://git.example.org
  const originOf = (name: string) => host.environment[`BARTIZAN_ORIGIN_${name.toUpperCase()}`]?.replace(/\/+$/, "");
  return async (findings, textOf) => {
    const answers = new Map<string, Validity | undefined>();
    const verified: Finding[] = [];
    for (const finding of findings) {
      const { ruleId, isSecret, suppressed } = finding;
      const provider = isSecret && !suppressed ? providerNameOf(ruleId) : undefined;
      const secret = provider !== undefined && isAsked(provider) ? plainSecret(finding, textOf) : undefined;
      if (secret === undefined) {
        verified.push(finding);
        continue;
      }
      const key = `${ruleId}\0${secret}`;
      if (!answers.has(key)) answers.set(key, await checkValidity({ ruleId, secret }, { fetch, originOf }));
      const validity = answers.get(key);
      verified.push(validity === undefined ? finding : { ...finding, validity });
    }
    return verified;
  };
}

/** The secret as it stands in the file; undefined where it is encoded there, for then it is not what a provider knows. */
function plainSecret(finding: Finding, textOf: (finding: Finding) => string | undefined): string | undefined {
  const text = textOf(finding)?.slice(finding.span.start, finding.span.end);
  return text !== undefined && finding.message.includes(maskSecret(text)) ? text : undefined;
}
