// Which open documents are written for Bartizan: rule files, model files and configurations, told by name and content alone,
// so that a rule has its completion before anything names its file.

import { CONFIGURATION_NAMES } from "../../config/configuration.ts";
import { baseName } from "../uri.ts";

export type AuthoredKind = "rules" | "models" | "configuration";

/** Larger texts are data, not something that is written by hand. */
const LONGEST = 1_000_000;
const HEAD = 20_000;

export function authoredKind(uri: string, text: string): AuthoredKind | undefined {
  const name = baseName(uri);
  if (CONFIGURATION_NAMES.some((known) => known === name)) return "configuration";
  if (text.length > LONGEST) return undefined;
  const head = text.slice(0, HEAD);
  const top = /^(rules|models):\s*(?:#.*)?$/m.exec(head)?.[1];
  if (top === undefined) return undefined;
  // Many tools have a key `rules`; what follows tells ours.
  const first = head.slice(head.indexOf(`${top}:`) + top.length + 1);
  const mark =
    top === "rules"
      ? /^\s*-\s+(?:id|languages|message|severity|pattern\S*|mode|match)\s*:/m
      : /^\s*-\s+(?:library|languages)\s*:/m;
  const isEmpty =
    first
      .replace(/#.*$/gm, "")
      .trim()
      .replace(/^-\s*\S*$/, "") === "";
  if (!mark.test(first) && !isEmpty) return undefined;
  return top === "rules" ? "rules" : "models";
}
