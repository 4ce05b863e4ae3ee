/** Where in a project a file stands, as far as that says something about what looks like a secret in it. */

const testFolders =
  /(?:^|\/)(?:tests?|specs?|__tests__|_*fixtures?|testdata|test-data|testing|mocks?|__mocks__|e2e|cypress|examples?|samples?|demos?|t)(?:\/|$)/i;
const testNames = /(?:[._-](?:test|spec|mock|fixture)s?|Test|Tests|Spec)\.[a-z0-9]+$|(?:^|\/)(?:test_|conftest)[^/]*$/i;
const documentation =
  /(?:^|\/)docs?\/.*\.(?:rst|mdx?|adoc|txt|html?)$|(?:^|\/)(?:changelog|changes|history|news)[^/]*$/i;
const translations = /(?:^|\/)(?:i18n|l10n|locales?|lang|langs|languages|translations?|nls)(?:\/|$)/i;
const generated =
  /(?:^|\/)(?:package-lock\.json|npm-shrinkwrap\.json|[^/]*\.lock|pnpm-lock\.yaml|go\.sum|[^/]*\.min\.(?:js|css|mjs)|[^/]*\.map|[^/]*\.svg|[^/]*\.bundle\.js|[^/]*\.snap|[^/]*\.(?:po|pot|xlf|arb))$/i;
const templates = /(?:^|[./_-])(?:example|sample|template|dist|tpl|defaults?)(?:$|[./_-])/i;

/** Lines of this length are generated or minified. */
const longestWrittenLine = 1500;

/** Tests and examples have keys and passwords of their own, which open nothing. */
export function isTestPath(path: string): boolean {
  return testFolders.test(path) || testNames.test(path);
}

/** What documentation shows is there to be seen. */
export function isDocumentation(path: string): boolean {
  return documentation.test(path);
}

/** Text for people to read, in which code is an example. */
export function isProse(path: string): boolean {
  return /\.(?:mdx?|rst|adoc|markdown)$/i.test(path);
}

export function isTemplate(path: string): boolean {
  return templates.test(path);
}

export function isUnlikelyPlace({ path, line }: { readonly path: string; readonly line: string }): boolean {
  return generated.test(path) || translations.test(path) || line.length > longestWrittenLine;
}
