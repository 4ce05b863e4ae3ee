/** Structural checks that a secret must pass where its format has one. */

export interface SecretCheck {
  readonly holds: (secret: string) => boolean;
}

const checks: ReadonlyMap<string, SecretCheck> = new Map();

export function isSecretCheck(name: string): boolean {
  return checks.has(name);
}

export function passes(name: string, secret: string): boolean {
  return checks.get(name)?.holds(secret) ?? true;
}
