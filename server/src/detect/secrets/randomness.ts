/**
 * Tells values that a machine drew at random from those that people wrote: names, words, sentences, placeholders,
 * counters. Entropy alone cannot: `authenticationToken` has more of it than many a password.
 */

/** The pairs of letters that make up most of English and of what programs are named by. */
const commonPairs = new Set(
  (
    "th he in er an re nd at on nt ha es st en ed to it ou ea hi is or ti as te et ng of al de se le sa si ar ve ra ld ur " +
    "io me ro ic ne li co om ll ma la ri no ec ce us ta el di ho il na ca ch ac pe be ut tr ge ee ot un lo ai em wo ss id ie " +
    "mo do ig su op po pr sp ct ad am ev im pa pl up wi os sh cl bl cr fo so fi wh ke ki ns rs ts ay ey ly ry ty fr gr dr " +
    "ov ow ff ew ni vi da mi ci rm rt pt ck sc ul um ir if ag gi ol oo pp tt rr ap ep ip ab ob bo bu ba br by my ex xt ui " +
    "go gu ga av iv ou ub ue ui uc ud ug au ei eg ef fe fa fu gh ht ks ls ds ps ms sk sl sm sn sw tw qu ok ak ek ik wa we " +
    "ye yo za ze bi ia oc od og oi ok rd rk rl rn rc rg rv lt lf lk lm ln lp mb mp nk nc nf nv nu pi ph pu ru ry tu tl wn ys"
  ).split(" "),
);

/** How much the letters of a text look like written language: the share of common pairs, and how many pairs there are. */
function pairs(text: string): { readonly share: number; readonly count: number } {
  let count = 0;
  let common = 0;
  const lower = text.toLowerCase();
  for (let i = 0; i + 1 < lower.length; i++) {
    const pair = lower.slice(i, i + 2);
    if (!/^[a-z]{2}$/.test(pair)) continue;
    count++;
    if (commonPairs.has(pair)) common++;
  }
  return { share: count === 0 ? 0 : common / count, count };
}

/** A name's words: `apiKey_v2` has `api`, `key`, `v`. */
export function wordsOf(name: string): string[] {
  return (
    name
      .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
      .replace(/([A-Z]+)([A-Z][a-z])/g, "$1 $2")
      .match(/[A-Za-z]+/g) ?? []
  ).map((each) => each.toLowerCase());
}

/** Whether letters alone look drawn at random, for formats that hold nothing else. */
export function areRandomLetters(text: string): boolean {
  const letters = text.replace(/[^A-Za-z]/g, "");
  if (letters.length < 8) return false;
  const { share } = pairs(letters);
  return share < 0.62;
}

/** Whether the text is made of words, as identifiers, keys of translations and paths are. */
export function isWordy(text: string): boolean {
  const words = wordsOf(text);
  const letters = words.join("").length;
  const digits = (text.match(/[0-9]/g) ?? []).length;
  if (letters === 0) return false;
  const long = words.filter((each) => each.length >= 4 && /[aeiouy]/.test(each));
  const inWords = long.filter((each) => pairs(each).share >= 0.7).join("").length;
  if (inWords >= 0.6 * letters && digits <= 0.25 * text.length) return true;
  const { share, count } = pairs(text);
  return count >= 6 && share >= 0.72 && digits <= 0.15 * text.length;
}

const placeholderWords =
  /example|sample|placeholder|change[_-]?me|changeit|replace[_-]?(?:me|with|this)|your[_ -]|[_-]your|your(?:weak|strong|secret)?(?:\(!\))?_?pass|<your|insert[_ -]|dummy|redacted|not[_-]?a[_-]?real|notreal|to[_-]?be[_-]?(?:set|filled)|fill[_-]?me|goes[_-]?here|[_-]here$|secrethere|tokenhere|my[_-]?secret|lorem|ipsum|foobar|xxxx/i;

/** The key of Azure's emulator, which is the same for everybody. */
const EMULATOR = /^Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsu/;

/** Whether the value only stands where a secret would: `<your token>`, `xxxx`, `${TOKEN}`, `1234567890`. */
export function isPlaceholder(value: string): boolean {
  if (value.length === 0) return true;
  if (placeholderWords.test(value) || EMULATOR.test(value) || /^@[\w.-]+@$/.test(value)) return true;
  if (
    /^\s*(?:\$\{|\{\{|<%|%\(|\$\(|<[^>]*>$|\[[^\]]*\]$|%[A-Z_]+%$|#\{)/i.test(value) ||
    /\$\{[^}]*\}|\{\{|\}\}/.test(value)
  )
    return true;
  if (/\*{3,}|\.{3,}|…|#{4,}/.test(value)) return true;
  if (/^\$[A-Za-z_][A-Za-z0-9_]*$/.test(value)) return true;
  const run = longestRun(value);
  return run >= Math.max(5, value.length / 3) || sequential(value) >= Math.max(6, 0.6 * value.length);
}

function longestRun(value: string): number {
  let longest = 1;
  let run = 1;
  for (let i = 1; i < value.length; i++) {
    run = value.charCodeAt(i) === value.charCodeAt(i - 1) ? run + 1 : 1;
    longest = Math.max(longest, run);
  }
  return longest;
}

/** How many characters belong to stretches of neighbours in the alphabet or in counting: `abcdefg`, `12345`. */
function sequential(value: string): number {
  const lower = value.toLowerCase();
  let total = 0;
  let run = 1;
  let step = 0;
  for (let i = 1; i <= lower.length; i++) {
    const difference = i < lower.length ? lower.charCodeAt(i) - lower.charCodeAt(i - 1) : 0;
    if (Math.abs(difference) === 1 && (run === 1 || difference === step)) {
      step = difference;
      run++;
      continue;
    }
    if (run >= 5) total += run;
    run = 1;
  }
  return total;
}

/** Digits and letters in a mixture that nobody types by heart. */
export function isMixed(value: string): boolean {
  return /[0-9]/.test(value) && /[A-Za-z]/.test(value) && !isWordy(value);
}

/** Whether a value in a general place (`token = "…"`) is a machine's. */
export function isRandomValue(value: string): boolean {
  const core = value.replace(/=+$/, "");
  const digits = (core.match(/[0-9]/g) ?? []).length;
  const letters = (core.match(/[A-Za-z]/g) ?? []).length;
  if (letters === 0) return false;
  if (digits === 0)
    return core.length >= 20 && /[a-z]/.test(core) && /[A-Z]/.test(core) && areRandomLetters(core) && !isWordy(core);
  if (isWordy(core)) return false;
  if (/^[0-9a-f-]+$/i.test(core)) return core.length >= 20;
  return changesOfKind(core) >= Math.max(3, core.length / 8);
}

/** How often digits, lower and upper case and signs give way to one another. */
function changesOfKind(value: string): number {
  let changes = 0;
  let before = "";
  for (const character of value) {
    const kind = /[0-9]/.test(character) ? "d" : /[a-z]/.test(character) ? "l" : /[A-Z]/.test(character) ? "u" : "s";
    if (before !== "" && kind !== before) changes++;
    before = kind;
  }
  return changes;
}
