// Which clauses of standards and laws a weakness touches. The clauses' numbers are those of
//
// - PCI DSS v4.0: Payment Card Industry Data Security Standard, Requirements and Testing Procedures, version 4.0 (and 4.0.1), PCI
//   Security Standards Council;
// - SOC 2: Trust Services Criteria of 2017 with the points of focus of 2022 (TSP section 100), AICPA;
// - ISO/IEC 27001:2022, Annex A (controls of ISO/IEC 27002:2022), ISO and IEC;
// - HIPAA: the Security Rule, 45 CFR Part 164, Subpart C, United States Department of Health and Human Services;
// - GDPR: Regulation (EU) 2016/679.
//
// The titles are ours and say what the part of a clause that code can touch is about; they do not replace its text. A clause
// is here only if a weakness in code or configuration is something that it speaks of itself. What asks for processes, people
// or papers alone is not, nor is a clause that everything would touch.

export interface Clause {
  readonly number: string;
  readonly title: string;
  /** Numbers of the CWE. */
  readonly weaknesses: readonly number[];
}

export interface Standard {
  readonly name: string;
  /** Where its clauses apply. */
  readonly scope: string;
  readonly clauses: readonly Clause[];
}

const INJECTION = [
  74, 77, 78, 88, 89, 90, 91, 93, 94, 95, 96, 97, 98, 99, 113, 116, 470, 643, 644, 652, 917, 943, 1336,
];
const SCRIPTING = [79, 80, 83, 87];
const XML = [611, 776];
const OBJECTS = [502, 915, 1321];
const FILES = [22, 23, 35, 36, 59, 73, 434];
const REQUESTS = [352, 601, 918];
const MEMORY = [119, 120, 121, 122, 125, 131, 134, 190, 191, 242, 415, 416, 676, 787, 805];
const EXHAUSTION = [400, 409, 730, 770, 776, 1333];
const INPUT = [...INJECTION, ...SCRIPTING, ...XML, ...OBJECTS, ...FILES, ...REQUESTS];

const ACCESS = [22, 23, 35, 36, 276, 284, 285, 425, 552, 639, 668, 732, 862, 863];
const PRIVILEGES = [250, 266, 269, 272];
const AUTHENTICATION = [287, 288, 290, 294, 306, 307, 347, 384, 521, 613, 640];
const COOKIES = [614, 1004, 1275];
const CREDENTIALS = [256, 257, 259, 260, 261, 522, 798, 916];
const KEYS = [321, 324];
const CRYPTOGRAPHY = [322, 325, 326, 327, 328, 329, 347, 759, 760, 780, 916, 1204];
const RANDOMNESS = [330, 331, 335, 338, 340];
const TRANSPORT = [295, 296, 297, 319, 322, 523, 614, 757];
const STORAGE = [311, 312, 313, 315, 922];
const EXPOSURE = [200, 201, 209, 215, 359, 497, 532, 538, 548, 552, 598];
const LOGGING = [117, 223, 778];
const CONFIGURATION = [16, 215, 489, 548, 942, 1188, 1327];
const NETWORK = [284, 668, 1327];
const SUPPLY = [353, 494, 829, 830];

export const STANDARDS: readonly Standard[] = [
  {
    name: "PCI DSS v4.0",
    scope: "where this code stores, processes or transmits cardholder data, or can affect what does",
    clauses: [
      {
        number: "1.3.1",
        title: "Only necessary traffic comes into the cardholder data environment",
        weaknesses: NETWORK,
      },
      {
        number: "2.2.6",
        title: "Security parameters of systems are set so that misuse is prevented",
        weaknesses: CONFIGURATION,
      },
      {
        number: "3.5.1",
        title: "Card numbers cannot be read where they are stored, logs included",
        weaknesses: [...STORAGE, 359, 532],
      },
      { number: "3.6.1", title: "Keys that protect stored account data are themselves protected", weaknesses: KEYS },
      {
        number: "4.2.1",
        title: "Strong cryptography and trusted certificates protect card numbers on open networks",
        weaknesses: [...TRANSPORT, 326, 327],
      },
      {
        number: "6.2.4",
        title:
          "Code is engineered against common attacks: injection, on data and memory, on cryptography, on business logic such as cross-site scripting and request forgery, on access control",
        weaknesses: [...INPUT, ...MEMORY, ...CRYPTOGRAPHY, ...RANDOMNESS, ...ACCESS, ...AUTHENTICATION],
      },
      {
        number: "6.4.3",
        title: "Scripts of payment pages are authorized and their integrity is assured",
        weaknesses: [353, 829, 830],
      },
      {
        number: "7.2.5",
        title: "Accounts of applications and systems have the least privileges they need",
        weaknesses: [...PRIVILEGES, 276, 732],
      },
      {
        number: "8.3.2",
        title: "Strong cryptography makes authentication factors unreadable, stored and on their way",
        weaknesses: [256, 257, 261, 319, 328, 522, 523, 759, 760, 916],
      },
      {
        number: "8.6.2",
        title: "Passwords of application and system accounts are not written in code, scripts or configuration",
        weaknesses: [259, 260, 798],
      },
      { number: "10.2.1", title: "Audit logs are on for all systems", weaknesses: [223, 778] },
      { number: "10.3.2", title: "Audit logs are protected against being changed", weaknesses: [117] },
    ],
  },
  {
    name: "SOC 2 (Trust Services Criteria)",
    scope: "where this code is part of the system that is examined",
    clauses: [
      {
        number: "CC6.1",
        title: "Logical access is protected: who may reach what, credentials, keys, encryption of what is stored",
        weaknesses: [...ACCESS, ...AUTHENTICATION, ...CREDENTIALS, ...KEYS, ...CRYPTOGRAPHY, ...RANDOMNESS, ...STORAGE],
      },
      {
        number: "CC6.3",
        title: "Access follows roles and least privilege",
        weaknesses: [...PRIVILEGES, 276, 285, 732, 862, 863],
      },
      {
        number: "CC6.6",
        title: "The system's boundaries hold against threats from outside",
        weaknesses: [...INPUT, ...MEMORY, ...NETWORK, 306, 942],
      },
      { number: "CC6.7", title: "Information is protected while it is transmitted and moved", weaknesses: TRANSPORT },
      { number: "CC6.8", title: "Unauthorized and malicious software is kept out", weaknesses: [...SUPPLY, 434, 502] },
      { number: "CC7.1", title: "Configurations that bring vulnerabilities are detected", weaknesses: CONFIGURATION },
      { number: "CC7.2", title: "Anomalies can be seen, for what happens is recorded", weaknesses: LOGGING },
      { number: "A1.1", title: "Capacity is managed, so that the system stays available", weaknesses: EXHAUSTION },
      {
        number: "C1.1",
        title: "Confidential information is protected while it is kept",
        weaknesses: [...EXPOSURE, ...STORAGE],
      },
    ],
  },
  {
    name: "ISO/IEC 27001:2022, Annex A",
    scope: "where the control is in the statement of applicability",
    clauses: [
      { number: "A.5.17", title: "Authentication information is handled with care", weaknesses: CREDENTIALS },
      { number: "A.5.34", title: "Personal data is protected", weaknesses: [359] },
      { number: "A.8.2", title: "Privileged access is restricted", weaknesses: PRIVILEGES },
      { number: "A.8.3", title: "Access to information is restricted", weaknesses: ACCESS },
      { number: "A.8.5", title: "Authentication is secure", weaknesses: [...AUTHENTICATION, ...COOKIES] },
      { number: "A.8.6", title: "Use of resources stays within capacity", weaknesses: EXHAUSTION },
      { number: "A.8.9", title: "Configurations are set securely", weaknesses: CONFIGURATION },
      { number: "A.8.12", title: "Data does not leak", weaknesses: EXPOSURE },
      { number: "A.8.15", title: "Events are logged, and logs are protected", weaknesses: LOGGING },
      { number: "A.8.20", title: "Networks are secured", weaknesses: NETWORK },
      { number: "A.8.21", title: "Network services are secured", weaknesses: TRANSPORT },
      {
        number: "A.8.24",
        title: "Cryptography and keys are used by rules",
        weaknesses: [...CRYPTOGRAPHY, ...RANDOMNESS, ...KEYS, ...TRANSPORT],
      },
      {
        number: "A.8.26",
        title: "Applications meet requirements of security, such as for input, transactions and integrity",
        weaknesses: [...INPUT, ...SUPPLY],
      },
      {
        number: "A.8.28",
        title: "Code is written by principles of secure coding",
        weaknesses: [...INPUT, ...MEMORY, ...CREDENTIALS, ...KEYS, 209, 489],
      },
    ],
  },
  {
    name: "HIPAA Security Rule (45 CFR Part 164)",
    scope: "where this code handles electronic protected health information",
    clauses: [
      { number: "164.308(a)(5)(ii)(D)", title: "Passwords are safeguarded", weaknesses: CREDENTIALS },
      { number: "164.312(a)(1)", title: "Only those with rights have access", weaknesses: [...ACCESS, ...PRIVILEGES] },
      {
        number: "164.312(a)(2)(iv)",
        title: "Health information is encrypted where it is kept",
        weaknesses: [...STORAGE, ...KEYS, 326, 327],
      },
      { number: "164.312(b)", title: "Activity is recorded and can be examined", weaknesses: LOGGING },
      {
        number: "164.312(c)(1)",
        title: "Health information is protected against being altered or destroyed",
        weaknesses: [89, 345, 347, 353, 502, 915, 943],
      },
      { number: "164.312(d)", title: "Whoever seeks access is who they claim to be", weaknesses: AUTHENTICATION },
      {
        number: "164.312(e)(1)",
        title: "Transmissions are guarded, by encryption (e)(2)(ii) and controls of integrity (e)(2)(i)",
        weaknesses: TRANSPORT,
      },
    ],
  },
  {
    name: "GDPR (Regulation (EU) 2016/679)",
    scope: "where this code processes personal data",
    clauses: [
      { number: "Art. 5(1)(c)", title: "No more personal data than is needed", weaknesses: [359] },
      {
        number: "Art. 5(1)(f)",
        title: "Personal data is kept confidential and whole",
        weaknesses: [...EXPOSURE, ...STORAGE, ...ACCESS, 89, 943],
      },
      {
        number: "Art. 25",
        title: "Data protection by design and by default, so that data is not open to everybody",
        weaknesses: [276, 284, 359, 552, 668, 732, 942, 1188],
      },
      {
        number: "Art. 32(1)(a)",
        title: "Personal data is encrypted",
        weaknesses: [...CRYPTOGRAPHY, ...TRANSPORT, ...STORAGE, ...KEYS],
      },
      {
        number: "Art. 32(1)(b)",
        title: "Systems stay confidential, whole, available and resilient",
        weaknesses: [...INPUT, ...MEMORY, ...EXHAUSTION, ...ACCESS, ...AUTHENTICATION, ...CREDENTIALS],
      },
    ],
  },
];
