/** Allow-lists: reasons not to report what a rule has matched. */
import { KeywordSearch } from "../../text/keyword-search.ts";
import type { SecretAllowlist } from "./rule.ts";

export interface AllowSubject {
  readonly secret: string;
  readonly match: string;
  readonly line: string;
  readonly path: string;
}

interface Prepared {
  readonly list: SecretAllowlist;
  readonly stopwords: KeywordSearch | undefined;
}

export class Allowlists {
  private readonly all: readonly Prepared[];

  constructor(lists: readonly SecretAllowlist[]) {
    this.all = lists.map((list) => ({
      list,
      stopwords: list.stopwords.length === 0 ? undefined : new KeywordSearch(list.stopwords),
    }));
  }

  /** Whether the path alone decides. Commits are the business of whoever walks a history. */
  allowPath(path: string): boolean {
    return this.all.some(({ list }) => {
      if (list.paths === undefined) return false;
      if (
        list.condition === "and" &&
        (list.regexes !== undefined || list.stopwords.length > 0 || list.commits.size > 0)
      )
        return false;
      return list.paths.test(path);
    });
  }

  allow(subject: AllowSubject): boolean {
    return this.all.some(({ list, stopwords }) => {
      const target = list.regexTarget === "secret" ? subject.secret : subject[list.regexTarget];
      const checks: boolean[] = [];
      if (list.regexes !== undefined) checks.push(target !== "" && list.regexes.test(target));
      if (stopwords !== undefined) checks.push(stopwords.hasAny(subject.secret));
      if (list.condition === "or") return checks.includes(true);
      if (list.paths !== undefined) checks.push(subject.path !== "" && list.paths.test(subject.path));
      // Without a commit at hand a list that asks for one cannot hold.
      if (list.commits.size > 0) checks.push(false);
      return checks.length > 0 && !checks.includes(false);
    });
  }
}
