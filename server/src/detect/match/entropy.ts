// Whether a text looks made by a machine (a key, a token) rather than written by a person: how many bits of surprise it
// holds when English is expected. Pairs of letters that English uses cost few bits, others many, digits and signs as much as
// if they were picked from all letters and digits.

/** Of 1,000 letters of English text, how many are each, from A to Z. */
const LETTERS = [
  82, 15, 28, 43, 127, 22, 20, 61, 70, 1.5, 7.7, 40, 24, 67, 75, 19, 0.95, 60, 63, 91, 28, 9.8, 24, 1.5, 20, 0.74,
];

/** The most frequent pairs of letters in English words, in groups of falling frequency. */
const PAIRS: readonly (readonly [bits: number, pairs: string])[] = [
  [5.2, "th he in er an re nd on en at ou ed ha to or it is hi es ng"],
  [
    6.2,
    "st ar te se me sa ve le al ti nt of ne ro ra ri io ic co de li as ma si be el ch ce la di ta us om ec ur il ll ns rs wh ut ho so",
  ],
  [
    7.2,
    "no pe ea ac ca pr tr un ho em ad ss lo ie et ot ol ow ai mo do wi fo ee sh ge ly id ir oo po su bl im pa ke am ul rt ct ab ag up ay ow ni na ia tu qu pl ev ov if op sp fi po mi os ap cr bu cl da gr iv uc ey ld ry ty hr ef",
  ],
  [
    8.2,
    "ex ob ub sc fa fe lu ba bo br bi ga go gi ki ck mp ib ud ds ts ls ms ys ks rd rk rm rn rl rv ru au eg ek ep eq ew ig ip iz nc nk nn nu nv od og ok oa oi oy pi ph pp rr sk sl sm sn sw tt tw ue ui ug um va vi wa we wo ye wn dd ff gg mm bb cc dr dy fr ft fu gh gl gn gu hu ju jo ja je ka kn lt lk lf lv lp my nf ny pu py sy ub uf tc lm nl af av aw ak dl ws rc rg sq ze za zo ox xt xp xi xa xc",
  ],
];

/** What one of 62 letters and digits costs. */
const ANY = Math.log2(62);
const MINIMUM_BITS = 64;
const MINIMUM_DENSITY = 0.6;

const letterBits = LETTERS.map((count) => Math.log2(1000 / count));
const pairBits = new Map(PAIRS.flatMap(([bits, pairs]) => pairs.split(" ").map((pair) => [pair, bits] as const)));

/** Many bits in all, and many for its length. */
export function looksRandom(text: string): boolean {
  const bits = entropyOf(text);
  return bits > MINIMUM_BITS && bits / (8 * text.length) > MINIMUM_DENSITY;
}

/** Bits of surprise in the whole text. */
export function entropyOf(text: string): number {
  if (text === "") return 0;
  if ([...text].every((sign) => sign === text[0])) return 1;
  const lower = text.toLowerCase();
  let bits = 0;
  for (let at = 0; at < lower.length; at++) bits += bitsAt(lower, at);
  return bits;
}

/** What a character costs, judged by the pairs that it stands in. */
function bitsAt(text: string, at: number): number {
  const own = letterAt(text, at);
  const before = at > 0 ? pairBits.get(text.slice(at - 1, at + 1)) : undefined;
  const after = at + 1 < text.length ? pairBits.get(text.slice(at, at + 2)) : undefined;
  if (before === undefined && after === undefined) return own;
  if (before === undefined || after === undefined) return (own + (before ?? after)! / 2) / 2 + 0.4;
  return (before + after) / 4;
}

function letterAt(text: string, at: number): number {
  const code = text.charCodeAt(at) - 97;
  return letterBits[code] ?? ANY;
}
