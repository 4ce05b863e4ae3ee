// What weaknesses are called here, by their number in the Common Weakness Enumeration (cwe.mitre.org), and where the OWASP
// Top 10 of 2021 puts them: in the category whose list of mapped CWEs has them, or has the weakness that they are a kind of.
// The titles are ours. What the Top 10 has no place for has none here.

export const OWASP_CATEGORIES = {
  A01: "Broken access control",
  A02: "Cryptographic failures",
  A03: "Injection",
  A04: "Insecure design",
  A05: "Security misconfiguration",
  A06: "Vulnerable and outdated components",
  A07: "Identification and authentication failures",
  A08: "Software and data integrity failures",
  A09: "Security logging and monitoring failures",
  A10: "Server-side request forgery",
} as const;

export type OwaspCategory = keyof typeof OWASP_CATEGORIES;

export const OWASP_YEAR = "2021";

interface Weakness {
  readonly title: string;
  readonly category?: OwaspCategory;
}

const TABLE: readonly (readonly [number: number, title: string, category?: OwaspCategory])[] = [
  [16, "Configuration", "A05"],
  [20, "Input that is not checked", "A03"],
  [22, "Path traversal", "A01"],
  [23, "Relative path traversal", "A01"],
  [35, "Path traversal by dots and slashes", "A01"],
  [36, "Absolute path traversal", "A01"],
  [59, "Links that are followed to other files", "A01"],
  [73, "File names that come from outside", "A04"],
  [74, "Injection", "A03"],
  [77, "Command injection", "A03"],
  [78, "Operating system command injection", "A03"],
  [79, "Cross-site scripting", "A03"],
  [80, "Script tags that are not escaped", "A03"],
  [83, "Script in attributes", "A03"],
  [87, "Alternate spellings of script", "A03"],
  [88, "Argument injection", "A03"],
  [89, "SQL injection", "A03"],
  [90, "LDAP injection", "A03"],
  [91, "XML injection", "A03"],
  [93, "Line breaks from outside", "A03"],
  [94, "Code injection", "A03"],
  [95, "Code injection by evaluation", "A03"],
  [96, "Code injection into stored code", "A03"],
  [97, "Server-side include injection", "A03"],
  [98, "Included files that come from outside", "A03"],
  [99, "Resource injection", "A03"],
  [113, "Header injection", "A03"],
  [116, "Output that is not escaped", "A03"],
  [117, "Log injection", "A09"],
  [119, "Access beyond a buffer"],
  [120, "Copy without a check of size"],
  [121, "Overflow on the stack"],
  [122, "Overflow on the heap"],
  [125, "Read beyond a buffer"],
  [131, "Wrong size of a buffer"],
  [134, "Format strings from outside"],
  [190, "Integer overflow"],
  [191, "Integer underflow"],
  [200, "Exposure of sensitive information", "A01"],
  [201, "Sensitive information in what is sent", "A01"],
  [209, "Error messages that tell too much", "A04"],
  [215, "Debugging information that tells too much", "A01"],
  [223, "Events that are not logged", "A09"],
  [242, "Dangerous functions"],
  [250, "More privileges than needed", "A04"],
  [256, "Passwords stored as they are", "A04"],
  [257, "Passwords stored so that they can be restored", "A04"],
  [259, "Passwords in code", "A07"],
  [260, "Passwords in configuration files", "A05"],
  [261, "Passwords that are weakly encoded", "A02"],
  [266, "Privileges given to the wrong one", "A04"],
  [269, "Privileges that are not managed", "A04"],
  [272, "Privileges that are not given back", "A04"],
  [276, "Default permissions that are too wide", "A01"],
  [284, "Access that is not controlled", "A01"],
  [285, "Authorization that is wrong", "A01"],
  [287, "Authentication that is wrong", "A07"],
  [288, "Ways around authentication", "A07"],
  [290, "Authentication that can be spoofed", "A07"],
  [294, "Authentication that can be replayed", "A07"],
  [295, "Certificates that are not checked", "A07"],
  [296, "Chains of certificates that are not followed", "A02"],
  [297, "Certificates for another host", "A07"],
  [306, "No authentication", "A07"],
  [307, "Unlimited attempts to log in", "A07"],
  [311, "Sensitive data without encryption", "A04"],
  [312, "Sensitive data in clear text", "A04"],
  [313, "Clear text in files", "A04"],
  [315, "Clear text in cookies", "A05"],
  [319, "Transmission in clear text", "A02"],
  [321, "Keys in code", "A02"],
  [322, "Key exchange without authentication", "A02"],
  [324, "Keys beyond their end", "A02"],
  [325, "Missing cryptographic step", "A02"],
  [326, "Encryption that is too weak", "A02"],
  [327, "Broken or risky cryptography", "A02"],
  [328, "Weak hashes", "A02"],
  [329, "Predictable initialization vectors", "A02"],
  [330, "Values that are not random enough", "A02"],
  [331, "Too little entropy", "A02"],
  [335, "Seeds of random numbers that are misused", "A02"],
  [338, "Weak random numbers", "A02"],
  [340, "Predictable identifiers", "A02"],
  [345, "Origin of data that is not checked", "A08"],
  [346, "Origin that is not checked", "A07"],
  [347, "Signatures that are not checked", "A02"],
  [350, "Trust in names of reverse DNS", "A07"],
  [352, "Cross-site request forgery", "A01"],
  [353, "No check of integrity", "A08"],
  [359, "Exposure of personal data", "A01"],
  [377, "Insecure temporary files", "A01"],
  [378, "Temporary files with wide permissions", "A01"],
  [379, "Temporary files in shared folders", "A01"],
  [384, "Session fixation", "A07"],
  [400, "Resources that run out"],
  [409, "Decompression without a limit"],
  [415, "Memory freed twice"],
  [416, "Memory used after it was freed"],
  [425, "Pages reached by their address alone", "A01"],
  [426, "Search path from outside", "A08"],
  [434, "Uploads of dangerous files", "A04"],
  [441, "Services that act for the wrong one", "A01"],
  [444, "Request smuggling", "A04"],
  [470, "Classes chosen from outside", "A03"],
  [476, "Null pointers"],
  [489, "Debugging that is left on"],
  [494, "Downloads that are not checked", "A08"],
  [497, "Exposure of the system's details", "A01"],
  [501, "Trusted and untrusted data mixed", "A04"],
  [502, "Deserialization of untrusted data", "A08"],
  [506, "Malicious code"],
  [521, "Weak requirements for passwords", "A07"],
  [522, "Credentials that are not well protected", "A04"],
  [523, "Credentials without transport security", "A02"],
  [532, "Sensitive information in logs", "A09"],
  [538, "Sensitive information in reachable files", "A01"],
  [539, "Sensitive information in lasting cookies", "A04"],
  [540, "Sensitive information in source code", "A01"],
  [548, "Listings of folders", "A01"],
  [552, "Files that outsiders can reach", "A01"],
  [565, "Trust in cookies", "A08"],
  [571, "Conditions that always hold"],
  [598, "Sensitive information in addresses", "A04"],
  [601, "Open redirect", "A01"],
  [611, "XML external entities", "A05"],
  [613, "Sessions that do not end", "A07"],
  [614, "Cookies sent without encryption", "A05"],
  [639, "Records reached by a key from outside", "A01"],
  [640, "Weak recovery of passwords", "A07"],
  [643, "XPath injection", "A03"],
  [644, "Scripts in headers", "A03"],
  [652, "XQuery injection", "A03"],
  [653, "Parts that are not kept apart", "A04"],
  [668, "Resources in reach of the wrong ones", "A01"],
  [676, "Functions that are easily misused"],
  [693, "Protection that is missing"],
  [697, "Comparisons that are wrong"],
  [706, "Names that lead elsewhere", "A01"],
  [730, "Denial of service"],
  [732, "Permissions that are too wide", "A01"],
  [757, "Choice of a weaker algorithm", "A02"],
  [759, "Hashes without salt", "A02"],
  [760, "Hashes with a predictable salt", "A02"],
  [770, "Resources without a limit"],
  [776, "XML entities that expand without end", "A05"],
  [778, "Too little logging", "A09"],
  [780, "RSA without padding", "A02"],
  [787, "Write beyond a buffer"],
  [798, "Credentials in code", "A07"],
  [805, "Wrong length of a buffer"],
  [829, "Functionality from an untrusted place", "A08"],
  [830, "Script from an untrusted place", "A08"],
  [862, "No authorization", "A01"],
  [863, "Wrong authorization", "A01"],
  [915, "Attributes set from outside", "A08"],
  [916, "Password hashes that are too fast", "A02"],
  [917, "Expression language injection", "A03"],
  [918, "Server-side request forgery", "A10"],
  [922, "Sensitive information stored insecurely", "A01"],
  [942, "Cross-origin access for everybody", "A05"],
  [943, "Injection into queries of data", "A03"],
  [1004, "Cookies that scripts can read", "A05"],
  [1021, "Pages that others can frame", "A04"],
  [1104, "Components that nobody maintains", "A06"],
  [1188, "Insecure defaults", "A05"],
  [1204, "Weak initialization vectors", "A02"],
  [1275, "Cookies sent from other sites", "A01"],
  [1321, "Prototype pollution", "A08"],
  [1327, "Services bound to every address", "A01"],
  [1333, "Slow regular expressions"],
  [1336, "Template injection", "A03"],
  [1357, "Reliance on a component that is not trusted"],
];

const WEAKNESSES: ReadonlyMap<number, Weakness> = new Map(
  TABLE.map(([number, title, category]) => [number, { title, ...(category && { category }) }]),
);

/** Of `CWE-89`, also with its name behind it, or of the number alone. */
export function cweNumber(cwe: string): number | undefined {
  const digits = /^\s*(?:CWE-?)?(\d+)/i.exec(cwe)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** The public page about a weakness. */
export function cweUrl(number: number): string {
  return `https://cwe.mitre.org/data/definitions/${number}.html`;
}

/** Undefined for what has no title here. */
export function cweTitle(number: number): string | undefined {
  return WEAKNESSES.get(number)?.title;
}

/** `CWE-89 SQL injection`; what has no title here, as it stands. */
export function weaknessLabel(cwe: string): string {
  const number = cweNumber(cwe);
  const title = number === undefined ? undefined : cweTitle(number);
  return title === undefined ? cwe : `CWE-${number} ${title}`;
}

/** The category that a rule names, in the words of the Top 10 of 2021; else that of its first weakness which has one. */
export function categoryOf(owasp: readonly string[], cwe: readonly string[]): OwaspCategory | undefined {
  for (const named of owasp) {
    const category = namedCategory(named);
    if (category) return category;
  }
  for (const each of cwe) {
    const category = WEAKNESSES.get(cweNumber(each) ?? -1)?.category;
    if (category) return category;
  }
  return undefined;
}

function namedCategory(owasp: string): OwaspCategory | undefined {
  const id = /^\s*(A\d\d):2021/.exec(owasp)?.[1];
  return id !== undefined && id in OWASP_CATEGORIES ? (id as OwaspCategory) : undefined;
}

/** `A03:2021 Injection`. */
export function categoryLabel(category: OwaspCategory): string {
  return `${category}:${OWASP_YEAR} ${OWASP_CATEGORIES[category]}`;
}

/** All categories that a rule names, those of other years as they stand; if it names none, that of its weaknesses. */
export function categoryLabels(owasp: readonly string[], cwe: readonly string[]): string[] {
  const named = owasp.map((each) => {
    const category = namedCategory(each);
    return category ? categoryLabel(category) : each;
  });
  if (named.length > 0) return [...new Set(named)];
  const category = categoryOf([], cwe);
  return category ? [categoryLabel(category)] : [];
}
