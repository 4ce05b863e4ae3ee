/**
 * Weighs what one of our own rules has matched by more than its pattern: checksums, structure, whether the value looks
 * drawn at random, and what stands around it. Rules in plain gitleaks format are not weighed: they mean what they say.
 */
import {
  aadhaar,
  bsn,
  cpf,
  frenchSocialSecurity,
  germanTaxId,
  hasCrcOfBody,
  iban,
  italianFiscalCode,
  luhn,
  nhs,
  pesel,
  spanishId,
  usSocialSecurity,
} from "./checksum.ts";
import { isDocumentation, isProse, isTemplate, isTestPath, isUnlikelyPlace } from "./places.ts";
import { areRandomLetters, isMixed, isPlaceholder, isRandomValue, isWordy, wordsOf } from "./randomness.ts";
import type { SecretConfidence, SecretRule } from "./rule.ts";

export interface Candidate {
  readonly secret: string;
  readonly match: string;
  /** The lines that the match stands on. */
  readonly line: string;
  readonly path: string;
  /** What was searched, and where in it the secret stands. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly entropy: number;
}

/** `doubtful`: report it, but as something to look at. */
type Verdict = "no" | "doubtful" | "yes";
type Check = (candidate: Candidate) => Verdict | boolean;

/** No check looks at more of the text than the lines that a match stands on, and this far around it. */
export const FARTHEST_LOOK = 500;

/** How sure the finding is, or undefined if it is none. */
export function judge(rule: SecretRule, candidate: Candidate): SecretConfidence | undefined {
  if (!rule.isJudged) return rule.confidence;
  if (isPlaceholder(candidate.secret) || isInsideBlob(candidate) || isPattern(candidate)) return undefined;
  let confidence = rule.confidence;
  for (const name of rule.checks) {
    const verdict = checks.get(name)!(candidate);
    if (verdict === false || verdict === "no") return undefined;
    if (verdict === "doubtful") confidence = "low";
  }
  return confidence;
}

export function isSecretCheck(name: string): boolean {
  return checks.has(name);
}

const checks: ReadonlyMap<string, Check> = new Map<string, Check>([
  // A token whose checksum is wrong was never issued, but whoever wrote it down may have cut or masked a real one.
  ["github", ({ secret }) => (hasCrcOfBody(secret) ? "yes" : "doubtful")],
  ["npm", ({ secret }) => (hasCrcOfBody(secret) ? "yes" : "doubtful")],
  ["random", ({ secret }) => (/[0-9]/.test(secret) ? !isWordy(secret) : areRandomLetters(secret))],
  ["mixed", ({ secret }) => isMixed(afterPrefix(secret))],
  ["mixed-or-long", ({ secret }) => secret.length > 20],
  ["random-letters", ({ secret }) => areRandomLetters(afterPrefix(secret)) && !/[_-]/.test(afterPrefix(secret))],
  ["not-hash-name", (candidate) => !namesHash(candidate)],
  ["not-in-url", ({ text, start }) => !/[/=?&][^\s"'<>]{0,80}$/.test(text.slice(Math.max(0, start - 80), start))],
  ["not-placeholder", ({ secret }) => !isWordy(secret) || /[0-9]/.test(secret)],
  ["not-xml", ({ secret, text, end }) => !/^[0-9]+:Agency/.test(secret) && text[end] !== ":"],
  ["discord", ({ secret }) => /^[0-9]{15,20}$/.test(decodeBase64Url(secret.slice(0, secret.indexOf("."))) ?? "")],
  [
    "sentry-org",
    ({ secret }) => isJsonObject(decodeBase64Url(secret.slice(7, secret.lastIndexOf("_"))), /region_url|"url"/),
  ],
  ["pem", isPrivateKey],
  ["jwt", (candidate) => isJsonWebToken(candidate)],
  ["jwt-base64", ({ secret }) => isEncodedJsonWebToken(secret)],
  ["password", isUsedPassword],
  ["user-password", (candidate) => isUserPassword(candidate)],
  ["token", ({ secret, path }) => !isWordy(secret) && !/^[$<{%]/.test(secret) && !isTestPath(path)],
  [
    "signing",
    ({ secret, path, text, start, match }) =>
      !isTestPath(path) &&
      !isDocumentation(path) &&
      !isProse(path) &&
      !isInsideText(text, start - match.indexOf(secret)) &&
      !/^(?:hs|rs|es|ps)[0-9]{3}$|^(?:utf-?8|base64(?:url)?|hex|ascii|latin1|binary|lax|strict|none)$/i.test(secret),
  ],
  ["generic-token", isGenericToken],
  ["generic-password", isGenericPassword],
  ["config-password", isConfiguredPassword],
  [
    "standalone",
    ({ text, start, end }) =>
      !/[\w.:/-]/.test(text[start - 1] ?? "") && !/^(?:[\w-]|\.[0-9])/.test(text.slice(end, end + 2)),
  ],
  ["card", isCardNumber],
  ["iban", ({ secret }) => iban(secret.toUpperCase()) && !commonIbans.has(secret.replace(/ /g, ""))],
  ["ssn", ({ secret }) => usSocialSecurity(secret)],
  ["german-tax-id", ({ secret }) => germanTaxId(secret)],
  ["nhs", ({ secret }) => nhs(secret)],
  ["spanish-id", ({ secret }) => spanishId(secret)],
  ["italian-fiscal-code", ({ secret }) => italianFiscalCode(secret)],
  ["french-nir", ({ secret }) => frenchSocialSecurity(secret)],
  ["cpf", ({ secret }) => cpf(secret)],
  ["aadhaar", ({ secret }) => aadhaar(secret)],
  ["bsn", ({ secret }) => bsn(secret)],
  ["pesel", ({ secret }) => pesel(secret)],
  ["email-list", isListOfPeople],
]);

/** What follows the fixed beginning of a token, which is no part of its randomness. */
function afterPrefix(secret: string): string {
  return secret.replace(/^[A-Za-z]{1,12}[0-9]?(?:_(?:live|test|org|tkn|pat|pw))?[_.-]/i, "");
}

/** What goes on with a class of characters is an expression that finds such secrets. */
function isPattern({ text, end }: Candidate): boolean {
  return /^(?:\[[^\]\s]{2,40}\](?:[*+?{]|$)|\\[wdS][*+{])/.test(text.slice(end, end + 44));
}

/** Code that a message quotes: a quote is open before it on its line. */
function isInsideText(text: string, start: number): boolean {
  // A line as people write it; of a longer one only its end.
  const before = text
    .slice(Math.max(0, start - 400), start)
    .split("\n")
    .at(-1)!;
  return ['"', "'", "`"].some((quote) => before.split(quote).length % 2 === 0);
}

/** Chance writes the beginnings of many tokens into long stretches of Base64. */
function isInsideBlob({ secret, text, start, end, line }: Candidate): boolean {
  if (!/^[\w-]{12,}$/.test(secret)) return false;
  const trimmed = line.length < 400 ? line.trim() : "";
  if (trimmed.length > 50 && secret.length < 0.9 * trimmed.length && /^[0-9A-Za-z+/]+={0,2}$/.test(trimmed))
    return true;
  const before = /[0-9A-Za-z+/=]*$/.exec(text.slice(Math.max(0, start - 80), start))![0];
  const after = /^[0-9A-Za-z+/=]*/.exec(text.slice(end, end + 80))![0];
  return (before.length >= 24 && !isWordy(before)) || (after.length >= 24 && !isWordy(after));
}

// ------------------------------------------------------------- structure

const base64Digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Undefined if it is not Base64 of ASCII text. */
function decodeBase64Url(text: string): string | undefined {
  let bits = 0;
  let count = 0;
  let result = "";
  for (const character of text.replace(/-/g, "+").replace(/_/g, "/").replace(/=+$/, "")) {
    const value = base64Digits.indexOf(character);
    if (value < 0) return undefined;
    bits = ((bits << 6) | value) & 0xffffff;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    const code = (bits >> count) & 0xff;
    if (code > 126) return undefined;
    result += String.fromCharCode(code);
  }
  return result;
}

function isJsonObject(text: string | undefined, pattern: RegExp): boolean {
  return text?.startsWith("{") === true && pattern.test(text);
}

function isJsonWebToken({ secret: token, path }: Candidate): Verdict {
  const header = decodeBase64Url(token.slice(0, token.indexOf(".")));
  if (header === undefined || !isJsonObject(header, /"(?:alg|typ|enc|kid|cty|zip|iss|jku|x5t)"/)) return "no";
  // The one that everybody has from jwt.io.
  const isKnown = /"sub":"1234567890"/.test(decodeBase64Url(token.split(".")[1] ?? "") ?? "");
  return isTestPath(path) ? "no" : isKnown || isDocumentation(path) ? "doubtful" : "yes";
}

function isEncodedJsonWebToken(text: string): boolean {
  const decoded = decodeBase64Url(text.slice(0, text.length - (text.length % 4)));
  return (
    decoded !== undefined &&
    /^ey[0-9A-Za-z_-]{6,}/.test(decoded) &&
    isJsonObject(decodeBase64Url(decoded.slice(0, 4 * Math.floor(/^[0-9A-Za-z_-]*/.exec(decoded)![0].length / 4))), /"/)
  );
}

function isPrivateKey({ secret, path }: Candidate): Verdict {
  const body = secret
    .replace(/-----[^-]*-----/g, "")
    .replace(/\\[nrt]/g, "")
    .replace(/^[\w-]+:.*$/gm, "")
    .replace(/[^0-9A-Za-z+/=]/g, "");
  if (body.length < 48 || isPlaceholder(body.slice(0, 400)) || new Set(body).size <= 12) return "no";
  return isTestPath(path) ? "no" : isDocumentation(path) ? "doubtful" : "yes";
}

// --------------------------------------------------------- what stands around

/** Names of things that look random and are no secret. */
const hashNames =
  /hash|sha-?(?:1|2|256|384|512)|md5|digest|checksum|integrity|etag|fingerprint|commit|revision|\brev\b|\bref\b|subresource|signature|nonce|guid|uuid|blob|tree|object|thumbprint/i;

function namesHash({ line, match, secret }: Candidate): boolean {
  return (
    hashNames.test(match.slice(0, Math.max(0, match.indexOf(secret)))) ||
    /sha(?:256|384|512)-|integrity|checksum/i.test(line.slice(0, 400))
  );
}

/** The identifier or key that the value is given to, as far as it can be read. */
function nameOf({ text, start, match, secret }: Candidate): string {
  const before = match.slice(0, Math.max(0, match.lastIndexOf(secret)));
  const matchStart = start - before.length;
  const left = /[\w.-]*$/.exec(text.slice(Math.max(0, matchStart - 60), matchStart))![0];
  return left + (/^[\w.\- \t]*/.exec(before)?.[0] ?? "");
}

const secretWords = new Set(
  "password passwd passphrase passcode pwd pass secret secrets token tokens credential credentials creds apikey apikeys apitoken authtoken accesskey secretkey privatekey key keys auth authorization access api bearer".split(
    " ",
  ),
);
const strongWords = new Set(
  "password passwd passphrase pwd secret secrets token credential credentials creds apikey apitoken authtoken accesskey secretkey privatekey bearer".split(
    " ",
  ),
);
const qualifiers = new Set(
  "api access secret private auth encryption encrypt signing sign master account client license storage consumer service subscription shared webhook admin deploy session cookie jwt hmac aes crypto app server user login".split(
    " ",
  ),
);
/** A name with one of these says where or what kind the secret is, not the secret itself. */
const namingWords = new Set(
  "hash sha md5 digest checksum integrity etag fingerprint public pub name names path url uri endpoint file filename dir directory type types version class label title color css selector index primary foreign sort cache translation locale map host header headers field column expires expiry expiration count length size limit max min regex pattern format prefix suffix description message text hint placeholder error errors test mock fake dummy example sample id ids uuid guid commit revision ref sitekey site icon image img alt bucket region zone lang language keyboard keyword keywords keycode keypress keydown keyup event tokenizer tokenize vocab csrf nonce salt iv algorithm alg issuer audience scope kid policy role arn address addr contract hex mint symbol".split(
    " ",
  ),
);

function isGenericToken(candidate: Candidate): Verdict {
  const { secret, line, path } = candidate;
  if (isUnlikelyPlace(candidate) || isTestPath(path) || isDocumentation(path) || namesHash(candidate)) return "no";
  const value = secret.replace(/^["'`]+|["'`]+$/g, "");
  const words = wordsOf(nameOf(candidate));
  if (!words.some((word) => secretWords.has(word)) || words.some((word) => namingWords.has(word))) return "no";
  // The fingerprint by which people know a public key.
  const before = candidate.text.slice(Math.max(0, candidate.start - 40), candidate.start);
  if (/^[0-9a-f]{40}$/i.test(value) && /\b(?:gpg|pgp)[ _-]?(?:key|fingerprint)\b[^\n]*$/i.test(before)) return "no";
  const isStrong =
    words.some((word) => strongWords.has(word)) ||
    (words.includes("key") && words.some((word) => qualifiers.has(word)));
  if (isNoToken(value)) return "no";
  if (!isRandomValue(value)) return "no";
  if (!isStrong && (value.length < 20 || candidate.entropy < 3.7)) return "no";
  if (/\bimport\b|\brequire\(|\bgetenv\b|\benviron\b|process\.env/.test(line)) return "no";
  return !isStrong || (isHash(value) && words.some((word) => /^pass|^pwd/.test(word))) ? "doubtful" : "yes";
}

/** As long as the digests that passwords are stored as. */
function isHash(value: string): boolean {
  return /^[0-9a-f]+$/i.test(value) && [32, 40, 56, 64, 96, 128].includes(value.length);
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Shapes of other things: numbers, dates, versions, paths, chains of names, colours. */
function isNoToken(value: string): boolean {
  return (
    uuid.test(value) ||
    /^[0-9.,:_/ -]+$/.test(value) ||
    /^v?[0-9]+(?:\.[0-9]+){1,3}/.test(value) ||
    isChainOfNames(value) ||
    // The name of another thing of the kind: `Ed25519PrivateKey`.
    (/^[A-Za-z][A-Za-z0-9]*$/.test(value) && namesSecret(value)) ||
    /a-z|A-Z|0-9/.test(value) ||
    /^[\w./-]+\.(?:war|jar|zip|t?gz|tar|exe|dll|so|bin|log|pem|crt|cer|key|csv|lock)$/i.test(value) ||
    /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/.test(value) ||
    (/^(?:\.{0,2}|[A-Za-z]:)?\/[\w./-]*$/.test(value) && isWordy(value)) ||
    /^(?:0x[0-9a-f]{40}|[0-9]{4}-[0-9]{2}-[0-9]{2}(?:-preview)?|#[0-9a-f]{3,8})$/i.test(value) ||
    /^(?:data|image|application|text|sha(?:1|256|384|512)|md5)[:/=-]/.test(value) ||
    /^(?:[a-z0-9-]+\.)+(?:com|org|net|io|dev|html?|js|ts|py|java|php|png|svg|css|json|ya?ml|xml|md|txt)$/i.test(
      value,
    ) ||
    // The name of a module, by the address that it is kept at.
    (/^(?:[a-z0-9-]+\.)+(?:com|org|net|io|dev|in|sh)\/[\w.~/-]+$/.test(value) && value.length < 80)
  );
}

function namesSecret(name: string): boolean {
  return wordsOf(name).some((word) => word.length > 2 && secretWords.has(word));
}

/** `crypto.PrivateKey`, `C.RSA_PKCS1_PADDING`. */
function isChainOfNames(value: string): boolean {
  if (!/^[A-Za-z_$][\w$]*(?:(?:\.|->|::)[A-Za-z_$][\w$]*)+$/.test(value)) return false;
  const last = /[\w$]+$/.exec(value)![0];
  return isWordy(value) || isWordy(last) || namesSecret(last) || /^[A-Z][A-Z0-9_]*$/.test(last);
}

const weakPasswords =
  /^(?:pass(?:word|wd|phrase|code)?|pwd|secret|user(?:name)?|admin|root|test(?:ing)?|foo|bar|baz|qux|string|text|null|nil|none|true|false|undefined|required|optional|hidden|input|field|value|default|mypass(?:word)?|my[-_]?secret|redis|postgres(?:ql)?|mysql|mongo|guest|rabbitmq|pw|p|x+|y+|a+|abc|abcd|1234|12345|123456|hunter2|password[0-9]{0,3}|pass[0-9]{0,4}|test[0-9]{0,4}|tiger|token|key|api[-_]?key|[a-z]{0,10}[-_]?password|todo|unset|empty|blank)$/i;

function isPlainPlaceholder(value: string): boolean {
  return (
    weakPasswords.test(value) ||
    isPlaceholder(value) ||
    (/^[<{[(%$@#].*[>}\])%]?$/.test(value) && /[<{[(%$]/.test(value[0]!)) ||
    /^:/.test(value)
  );
}

/** A password in a place where only a password can stand. */
function isUsedPassword({ secret, text, end, path }: Candidate): Verdict {
  const value = decodeURIComponentSafely(secret.replace(/^["'`]|["'`]$/g, ""));
  if (value.length < 3 || isPlainPlaceholder(value)) return "no";
  if (/^[A-Z][A-Z0-9_]*$/.test(value) && value.includes("_")) return "no";
  if (/^\$|^%|process\.env|environ|getenv/.test(value)) return "no";
  const host = /^@([\w.-]+)/.exec(text.slice(end, end + 80))?.[1] ?? "";
  if (/(?:^|\.)example\.(?:com|org|net)$|\.example$|\.test$/.test(host)) return "no";
  if (isTestPath(path)) return "no";
  const isLocal = /^(?:localhost|127\.|0\.0\.0\.0|host\b|db$|database$)/.test(host);
  if (isDocumentation(path)) return isLocal || host === "" ? "no" : "doubtful";
  return isLocal ? "doubtful" : "yes";
}

function isUserPassword(candidate: Candidate): Verdict {
  const { secret } = candidate;
  const at = secret.indexOf(":");
  const password = secret.slice(at + 1).replace(/^["']|["']$/g, "");
  const user = secret.slice(0, at).replace(/^["']|["']$/g, "");
  if (password === "") return user.length >= 16 && isRandomValue(user) ? "yes" : "no";
  if (/^\$|^\{|^</.test(password) || /^(?:x-oauth-basic|x-token-auth|oauth2|api_token)$/.test(password))
    return isRandomValue(user) ? "yes" : "no";
  return isUsedPassword({ ...candidate, secret: password });
}

function decodeURIComponentSafely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a percent sign that stands for itself
  }
}

function isGenericPassword(candidate: Candidate): Verdict {
  const { secret, line, path } = candidate;
  if (isUnlikelyPlace(candidate) || isTestPath(path) || /\.(?:md|rst|adoc|txt|html?|css|scss|less|svg)$/i.test(path))
    return "no";
  const value = secret.slice(1, -1);
  if (value.length < 6 || /\s/.test(value) || isPlainPlaceholder(value)) return "no";
  if (!/[0-9!@#$%^&*?+=~]/.test(value) || !/[A-Za-z]/.test(value) || isHash(value)) return "no";
  if (
    // Code that joins texts: what stands between its quotes is no value.
    /^[+.&|,"'`]|[+.&|,"'`]$/.test(value) ||
    (/\.(?:json|ya?ml|properties|resx|strings)$/i.test(path) && /[?!]$/.test(value))
  )
    return "no";
  if (/^[#.[]?[a-z]+(?:[._:#-][a-z0-9]+)*\]?$/i.test(value) && /pass|pwd|field|input|form|login|user/i.test(value))
    return "no";
  if (
    /^[a-z]+(?:[A-Z][a-z]+)+[0-9]?$/.test(value) ||
    /[(){};<>\\]|=>|\$\{/.test(value) ||
    /^[A-Z0-9]+(?:_[A-Z0-9]+)+$/.test(value)
  )
    return "no";
  if (/^(?:https?:|\/|\.\/|\^)/.test(value) || isNoToken(value)) return "no";
  // `'password' => 'required|string|max:255'`: what a password has to be.
  if (/^(?:bail|required|nullable|sometimes|string|confirmed)\|/.test(value)) return "no";
  const words = wordsOf(nameOf({ ...candidate, secret: secret }));
  if (words.some((word) => namingWords.has(word)) || namesHash(candidate)) return "no";
  if (/getenv|environ|process\.env|\bconfig\(|placeholder|label|title|message|regex|pattern/i.test(line)) return "no";
  return "yes";
}

function isConfiguredPassword(candidate: Candidate): Verdict {
  const { secret, path } = candidate;
  if (isUnlikelyPlace(candidate) || isTestPath(path) || isDocumentation(path) || isTemplate(path)) return "no";
  if (secret.length < 6 || isPlainPlaceholder(secret) || !/[0-9!@#$%^&*?+=~]/.test(secret)) return "no";
  if (
    /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/.test(secret) ||
    /^(?:\/|\.\/|https?:|!|&|\*|\|)/.test(secret) ||
    isNoToken(secret)
  )
    return "no";
  if (/^[a-z]+(?:[._-][a-z0-9]+)+$/.test(secret) && isWordy(secret)) return "no";
  const words = wordsOf(nameOf(candidate));
  return words.some((word) => namingWords.has(word)) ? "no" : "yes";
}

// ------------------------------------------------------------ personal data

/** The numbers that payment providers publish for tests. */
const testCards = new Set(
  "4111111111111111 4242424242424242 4012888888881881 4222222222222 4000056655665556 5555555555554444 5200828282828210 5105105105105100 378282246310005 371449635398431 378734493671000 6011111111111117 6011000990139424 6011000000000004 3056930009020004 30569309025904 38520000023237 3566002020360505 3530111333300000 4000000000000002 4000000000000077 4000000000009995 4917610000000000 4444333322221111 2223003122003222 2222405343248877 5424000000000015 4007000000027".split(
    " ",
  ),
);

function isCardNumber({ secret, text, start, end }: Candidate): Verdict {
  const digits = secret.replace(/[ -]/g, "");
  if (!luhn(digits) || testCards.has(digits) || new Set(digits).size < 4 || /0{6}/.test(digits)) return "no";
  // A bare number is more often an id; spaces or a word nearby make it a card's.
  if (secret !== digits) return "yes";
  const before = text
    .slice(Math.max(0, start - 200), start)
    .split("\n")
    .at(-1)!;
  const around = before + text.slice(start, end + 200).split("\n", 1)[0]!;
  return /card|visa|master|amex|credit|debit|\bpan\b|payment|\bcc\b|ccnum|karte|carte|tarjeta/i.test(around)
    ? "yes"
    : "no";
}

const commonIbans = new Set([
  "DE89370400440532013000",
  "GB29NWBK60161331926819",
  "GB82WEST12345698765432",
  "FR1420041010050500013M02606",
  "NL91ABNA0417164300",
  "CH9300762011623852957",
  "ES9121000418450200051332",
  "BE68539007547034",
  "AT611904300234573201",
  "IT60X0542811101000000123456",
]);

function isListOfPeople({ secret }: Candidate): boolean {
  const addresses = new Set(
    (secret.toLowerCase().match(/[a-z0-9._%+-]+@[a-z0-9.-]+\.[a-z]{2,}/g) ?? []).filter(
      (each) => !/@(?:[\w.-]*\.)?(?:example|test|invalid|localhost)(?:\.(?:com|org|net))?$/.test(each),
    ),
  );
  return addresses.size >= 8;
}
