// The workflow that "Add CI Workflow" writes. Bartizan is taken from the project's own dependencies: nothing is downloaded under a
// name that anybody could publish. The file may not be called bartizan.yml: that is the name of our own configuration.

export const WORKFLOW_PATH = [".github", "workflows", "bartizan-scan.yml"] as const;

export function ciWorkflow(): string {
  return `# Written by Bartizan: scans every push and pull request. Bartizan has to be among the project's dependencies.
name: Bartizan

on:
  push:
  pull_request:

permissions:
  contents: read
  security-events: write

jobs:
  scan:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
        with:
          fetch-depth: 0
      - uses: actions/setup-node@v4
        with:
          node-version: 22
      - run: npm ci
      - run: npx --no-install bartizan scan --format sarif --output bartizan.sarif
      - uses: github/codeql-action/upload-sarif@v3
        if: \${{ !cancelled() && hashFiles('bartizan.sarif') != '' }}
        with:
          sarif_file: bartizan.sarif
`;
}
