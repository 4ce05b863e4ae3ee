/** What to do about a secret that was found, for hovers and help pages. */

export interface GuidanceSubject {
  readonly guidance: string;
  readonly url: string | undefined;
  readonly variable: string;
}

/** The rule's own words, else what holds for every secret. */
export function completeGuidance({ guidance, url, variable }: GuidanceSubject): string {
  if (guidance !== "") return guidance;
  const where = url === undefined ? "where it was issued" : `at ${url}`;
  return [
    "Whoever can read this file, or its history, can use the secret. Deleting the line does not help: it stays in the history and in every clone.",
    `1. Revoke it ${where} and issue a new one.`,
    "2. Look through the provider's logs for use that was not yours.",
    `3. Read the new one at run time, from the environment (\`${variable}\`) or a secret store. A page can keep no secret: what a browser runs asks your server, which has it.`,
  ].join("\n");
}
