// Made-up secrets for tests, put together from parts so that nothing token-like is in git.

/** A GitLab token: a prefix and twenty characters that look drawn at random. */
export function gitlabToken(random = "Zk3nQ8vT1xW7bL5cR2dY"): string {
  return ["gl", "pat-", random].join("");
}

/** A Slack bot token. */
export function slackToken(): string {
  return ["xox", "b-", "473828190283", "-", "573829104738", "-", "uQ8vT1xW7bL5cR2dYk3nZp4M"].join("");
}

/** A password that a generic rule takes for one. */
export function password(): string {
  return ["vK9#", "mQ2x", "L7!p"].join("");
}
