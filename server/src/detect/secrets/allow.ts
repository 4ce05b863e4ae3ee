/** Allow-lists: reasons not to report what a rule has matched. */
import { KeywordSearch } from "../../text/keyword-search.ts";
import type { SecretAllowlist } from "./rule.ts";

export interface AllowSubject {
  readonly secret: string;
  readonly match: string;
  readonly line: string;
  readonly path: string;
  /** The commit that is looked at, when a history is. */
  readonly commit: string | undefined;
}

interface Prepared {
  readonly list: SecretAllowlist;
  readonly stopwords: KeywordSearch | undefined;
}

export class Allowlists {
  private readonly all: readonly Prepared[];
  /** Those that a path or a commit alone can decide. */
  private readonly ofFiles: readonly SecretAllowlist[];

  constructor(lists: readonly SecretAllowlist[]) {
    this.all = lists.map((list) => ({
      list,
      stopwords: list.stopwords.length === 0 ? undefined : new KeywordSearch(list.stopwords),
    }));
    this.ofFiles = lists.filter(({ condition, paths, commits, regexes, stopwords }) =>
      condition === "or" ? paths !== undefined || commits.size > 0 : regexes === undefined && stopwords.length === 0,
    );
  }

  /** Whether the path or the commit alone decides. */
  allowFile(path: string, commit: string | undefined): boolean {
    for (const list of this.ofFiles) {
      const isPath = path !== "" && (list.paths?.test(path) ?? false);
      const isCommit = isListed(list, commit);
      const isAllowed =
        list.condition === "or"
          ? isPath || isCommit
          : (list.paths === undefined || isPath) && (list.commits.size === 0 || isCommit);
      if (isAllowed) return true;
    }
    return false;
  }

  allow(subject: AllowSubject): boolean {
    return this.all.some(({ list, stopwords }) => {
      const target = list.regexTarget === "secret" ? subject.secret : subject[list.regexTarget];
      const checks: boolean[] = [];
      if (list.regexes !== undefined) checks.push(target !== "" && list.regexes.test(target));
      if (stopwords !== undefined) checks.push(stopwords.hasAny(subject.secret));
      if (list.condition === "or") return checks.includes(true);
      if (list.paths !== undefined) checks.push(subject.path !== "" && list.paths.test(subject.path));
      if (list.commits.size > 0) checks.push(isListed(list, subject.commit));
      return checks.length > 0 && !checks.includes(false);
    });
  }
}

function isListed(list: SecretAllowlist, commit: string | undefined): boolean {
  return commit !== undefined && list.commits.has(commit.toLowerCase());
}
