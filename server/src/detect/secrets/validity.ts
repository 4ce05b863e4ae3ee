/**
 * Whether a secret still works, asked of its provider by a request that only reads. Nothing here touches a network: the
 * host hands in how to fetch, and does so only when the user has asked for it.
 */
import type { SecretMatch } from "./rule.ts";

export type Validity = "valid" | "invalid" | "unknown";

export interface ProbeRequest {
  readonly url: string;
  readonly method: "GET";
  readonly headers: Readonly<Record<string, string>>;
}

export interface ProbeResponse {
  readonly status: number;
  readonly body: string;
}

/** Sends one request. Rejects when there is no answer. */
export type ProbeFetch = (request: ProbeRequest) => Promise<ProbeResponse>;

export interface ValidityOptions {
  readonly fetch: ProbeFetch;
  /** Replaces a provider's origin, for self-hosted instances and for tests. */
  readonly originOf?: (provider: string) => string | undefined;
}

interface Provider {
  readonly name: string;
  readonly origin: string;
  readonly rules: readonly string[];
  /** The request, with a path instead of a whole URL. */
  request(secret: string): { readonly path: string } & Omit<ProbeRequest, "url">;
  read(response: ProbeResponse): Validity;
}

const byStatus = ({ status }: ProbeResponse): Validity =>
  status >= 200 && status < 300 ? "valid" : status === 401 ? "invalid" : "unknown";

const bearer = (secret: string): Readonly<Record<string, string>> => ({ authorization: `Bearer ${secret}` });

const providers: readonly Provider[] = [
  {
    name: "github",
    origin: "https://api.github.com",
    rules: ["github-pat", "github-oauth", "github-fine-grained-pat", "github-app-token", "github-classic-token"],
    request: (secret) => ({
      path: "/rate_limit",
      method: "GET",
      headers: { ...bearer(secret), "user-agent": "bartizan" },
    }),
    read: byStatus,
  },
  {
    name: "gitlab",
    origin: "https://gitlab.com",
    rules: ["gitlab-pat", "gitlab-pat-routable"],
    request: (secret) => ({ path: "/api/v4/user", method: "GET", headers: { "private-token": secret } }),
    // A token may be valid and lack the scope to read the user.
    read: (response) => (response.status === 403 ? "valid" : byStatus(response)),
  },
  {
    name: "slack",
    origin: "https://slack.com",
    rules: [
      "slack-bot-token",
      "slack-user-token",
      "slack-legacy-bot-token",
      "slack-legacy-token",
      "slack-legacy-workspace-token",
    ],
    request: (secret) => ({ path: "/api/auth.test", method: "GET", headers: bearer(secret) }),
    read: ({ status, body }) => {
      if (status !== 200) return "unknown";
      if (/"ok"\s*:\s*true/.test(body)) return "valid";
      return /invalid_auth|token_revoked|token_expired|account_inactive|not_authed/.test(body) ? "invalid" : "unknown";
    },
  },
  {
    name: "stripe",
    origin: "https://api.stripe.com",
    rules: ["stripe-access-token"],
    request: (secret) => ({ path: "/v1/balance", method: "GET", headers: bearer(secret) }),
    // A restricted key may be valid and not be allowed to read the balance.
    read: (response) => (response.status === 403 ? "valid" : byStatus(response)),
  },
  {
    name: "sendgrid",
    origin: "https://api.sendgrid.com",
    rules: ["sendgrid-api-token"],
    request: (secret) => ({ path: "/v3/scopes", method: "GET", headers: bearer(secret) }),
    read: byStatus,
  },
  {
    name: "npm",
    origin: "https://registry.npmjs.org",
    rules: ["npm-access-token", "npm-legacy-auth-token"],
    request: (secret) => ({ path: "/-/whoami", method: "GET", headers: bearer(secret) }),
    read: byStatus,
  },
  {
    name: "openai",
    origin: "https://api.openai.com",
    rules: ["openai-api-key"],
    request: (secret) => ({ path: "/v1/models", method: "GET", headers: bearer(secret) }),
    read: (response) => (response.status === 403 ? "valid" : byStatus(response)),
  },
  {
    name: "telegram",
    origin: "https://api.telegram.org",
    rules: ["telegram-bot-api-token"],
    request: (secret) => ({
      path: `/bot${encodeURIComponent(secret).replace("%3A", ":")}/getMe`,
      method: "GET",
      headers: {},
    }),
    read: (response) => (response.status === 404 ? "invalid" : byStatus(response)),
  },
  {
    name: "huggingface",
    origin: "https://huggingface.co",
    rules: ["huggingface-access-token", "huggingface-organization-api-token"],
    request: (secret) => ({ path: "/api/whoami-v2", method: "GET", headers: bearer(secret) }),
    read: byStatus,
  },
  {
    name: "digitalocean",
    origin: "https://api.digitalocean.com",
    rules: ["digitalocean-pat", "digitalocean-access-token"],
    request: (secret) => ({ path: "/v2/account", method: "GET", headers: bearer(secret) }),
    read: (response) => (response.status === 403 ? "valid" : byStatus(response)),
  },
];

const providerOf = new Map(providers.flatMap((provider) => provider.rules.map((rule) => [rule, provider] as const)));

/** The rules whose secrets can be asked about. */
export const probedRules: readonly string[] = [...providerOf.keys()];

export const providerNames: readonly string[] = providers.map(({ name }) => name);

/** Who can be asked about what a rule finds. */
export function providerNameOf(ruleId: string): string | undefined {
  return providerOf.get(ruleId)?.name;
}

/** `undefined`: there is nobody to ask. A failed request leaves it unknown. */
export async function checkValidity(
  { ruleId, secret }: Pick<SecretMatch, "ruleId" | "secret">,
  options: ValidityOptions,
): Promise<Validity | undefined> {
  const provider = providerOf.get(ruleId);
  if (provider === undefined || secret === "") return undefined;
  const { path, ...request } = provider.request(secret);
  const origin = options.originOf?.(provider.name) ?? provider.origin;
  try {
    return provider.read(await options.fetch({ ...request, url: origin + path }));
  } catch {
    return "unknown"; // no answer says nothing about the secret
  }
}
