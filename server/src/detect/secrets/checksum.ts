/** The checksums and check digits that formats of tokens, cards, accounts and personal numbers carry. */

const crcTable = new Uint32Array(256).map((_, index) => {
  let crc = index;
  for (let bit = 0; bit < 8; bit++) crc = (crc & 1) !== 0 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc >>> 0;
});

export function crc32(text: string): number {
  let crc = 0xffffffff;
  for (let i = 0; i < text.length; i++) crc = (crc >>> 8) ^ crcTable[(crc ^ text.charCodeAt(i)) & 0xff]!;
  return (crc ^ 0xffffffff) >>> 0;
}

const base62Digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

export function toBase62(value: number, width: number): string {
  let rest = value;
  let digits = "";
  while (rest > 0) {
    digits = base62Digits[rest % 62]! + digits;
    rest = Math.floor(rest / 62);
  }
  return digits.padStart(width, "0");
}

/** `prefix_` + random + six digits in base 62 of the random part's CRC-32, as GitHub and npm make their tokens. */
export function hasCrcOfBody(token: string): boolean {
  const body = token.slice(token.lastIndexOf("_") + 1);
  return body.length > 6 && toBase62(crc32(body.slice(0, -6)), 6) === body.slice(-6);
}

export function luhn(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    let digit = Number(digits[digits.length - 1 - i]);
    if (i % 2 === 1) digit = digit > 4 ? digit * 2 - 9 : digit * 2;
    sum += digit;
  }
  return digits.length > 0 && sum % 10 === 0;
}

const ibanLengths: Readonly<Record<string, number>> = {
  AD: 24,
  AE: 23,
  AL: 28,
  AT: 20,
  AZ: 28,
  BA: 20,
  BE: 16,
  BG: 22,
  BH: 22,
  BR: 29,
  CH: 21,
  CR: 22,
  CY: 28,
  CZ: 24,
  DE: 22,
  DK: 18,
  DO: 28,
  EE: 20,
  EG: 29,
  ES: 24,
  FI: 18,
  FO: 18,
  FR: 27,
  GB: 22,
  GE: 22,
  GI: 23,
  GL: 18,
  GR: 27,
  GT: 28,
  HR: 21,
  HU: 28,
  IE: 22,
  IL: 23,
  IS: 26,
  IT: 27,
  JO: 30,
  KW: 30,
  KZ: 20,
  LB: 28,
  LC: 32,
  LI: 21,
  LT: 20,
  LU: 20,
  LV: 21,
  MC: 27,
  MD: 24,
  ME: 22,
  MK: 19,
  MR: 27,
  MT: 31,
  MU: 30,
  NL: 18,
  NO: 15,
  PK: 24,
  PL: 28,
  PS: 29,
  PT: 25,
  QA: 29,
  RO: 24,
  RS: 22,
  SA: 24,
  SC: 31,
  SE: 24,
  SI: 19,
  SK: 24,
  SM: 27,
  ST: 25,
  SV: 28,
  TL: 23,
  TN: 24,
  TR: 26,
  UA: 29,
  VA: 22,
  VG: 24,
  XK: 20,
};

export function iban(text: string): boolean {
  const account = text.replace(/ /g, "");
  if (ibanLengths[account.slice(0, 2)] !== account.length) return false;
  let remainder = 0;
  for (const character of account.slice(4) + account.slice(0, 4)) {
    const value = Number.parseInt(character, 36);
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder === 1;
}

function weighted(digits: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, i) => sum + weight * Number(digits[i]), 0);
}

/** Areas, groups and serials that were never issued. */
export function usSocialSecurity(text: string): boolean {
  const [area = "", group = "", serial = ""] = text.split("-");
  if (area === "000" || area === "666" || area >= "900" || group === "00" || serial === "0000") return false;
  if ([area, group, serial].every((part) => /^(.)\1*$/.test(part))) return false;
  return text !== "078-05-1120" && text !== "219-09-9999" && text !== "123-45-6789";
}

/** ISO 7064, MOD 11,10. */
export function germanTaxId(text: string): boolean {
  const digits = text.replace(/ /g, "");
  let product = 10;
  for (const digit of digits.slice(0, 10)) {
    const sum = (Number(digit) + product) % 10 || 10;
    product = (sum * 2) % 11;
  }
  return digits.length === 11 && (11 - product) % 10 === Number(digits[10]);
}

export function nhs(text: string): boolean {
  const digits = text.replace(/[ -]/g, "");
  const check = 11 - (weighted(digits, [10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11);
  return digits.length === 10 && check !== 10 && check % 11 === Number(digits[9]);
}

export function spanishId(text: string): boolean {
  const id = text.replace("-", "").toUpperCase().replace(/^X/, "0").replace(/^Y/, "1").replace(/^Z/, "2");
  return "TRWAGMYFPDXBNJZSQVHLCKE"[Number(id.slice(0, 8)) % 23] === id[8];
}

const italianOdd = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];

export function italianFiscalCode(text: string): boolean {
  let sum = 0;
  for (let i = 0; i < 15; i++) {
    const value = Number.parseInt(text[i]!, 36);
    const index = value > 9 ? value - 10 : value;
    sum += i % 2 === 0 ? italianOdd[index]! : index;
  }
  return text.length === 16 && sum % 26 === text.charCodeAt(15) - 65;
}

export function frenchSocialSecurity(text: string): boolean {
  const digits = text.replace(/ /g, "").toUpperCase();
  const body = BigInt(digits.slice(0, 13).replace("2A", "19").replace("2B", "18").replace(/[AB]/g, "0"));
  return digits.length === 15 && 97n - (body % 97n) === BigInt(digits.slice(13));
}

export function cpf(text: string): boolean {
  const digits = text.replace(/[.-]/g, "");
  if (/^(.)\1*$/.test(digits)) return false;
  const check = (length: number): number => {
    let sum = 0;
    for (let i = 0; i < length; i++) sum += Number(digits[i]) * (length + 1 - i);
    return ((sum * 10) % 11) % 10;
  };
  return digits.length === 11 && check(9) === Number(digits[9]) && check(10) === Number(digits[10]);
}

/** Eleven-test. */
export function bsn(text: string): boolean {
  const digits = text.padStart(9, "0");
  return Number(digits) > 0 && weighted(digits, [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 === 0;
}

export function pesel(text: string): boolean {
  const month = Number(text.slice(2, 4)) % 20;
  if (month < 1 || month > 12 || Number(text.slice(4, 6)) > 31) return false;
  return (10 - (weighted(text, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3]) % 10)) % 10 === Number(text[10]);
}

const verhoeffProduct = [
  [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
  [1, 2, 3, 4, 0, 6, 7, 8, 9, 5],
  [2, 3, 4, 0, 1, 7, 8, 9, 5, 6],
  [3, 4, 0, 1, 2, 8, 9, 5, 6, 7],
  [4, 0, 1, 2, 3, 9, 5, 6, 7, 8],
  [5, 9, 8, 7, 6, 0, 4, 3, 2, 1],
  [6, 5, 9, 8, 7, 1, 0, 4, 3, 2],
  [7, 6, 5, 9, 8, 2, 1, 0, 4, 3],
  [8, 7, 6, 5, 9, 3, 2, 1, 0, 4],
  [9, 8, 7, 6, 5, 4, 3, 2, 1, 0],
];
const verhoeffPermutation = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];

/** Verhoeff's check digit, over the dihedral group of ten. */
export function aadhaar(text: string): boolean {
  const digits = text.replace(/[ -]/g, "");
  let check = 0;
  for (let i = 0; i < digits.length; i++) {
    let digit = Number(digits[digits.length - 1 - i]);
    for (let turn = 0; turn < i % 8; turn++) digit = verhoeffPermutation[digit]!;
    check = verhoeffProduct[check]![digit]!;
  }
  return digits.length === 12 && check === 0;
}
