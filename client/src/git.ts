// What git says has changed, asked of VS Code's own git extension; no process is started here.

import { extensions, type Uri } from "vscode";

interface Change {
  readonly uri: Uri;
}

interface GitRepository {
  readonly state: {
    readonly workingTreeChanges: readonly Change[];
    readonly indexChanges: readonly Change[];
    readonly mergeChanges: readonly Change[];
    readonly untrackedChanges?: readonly Change[];
  };
  status(): Promise<void>;
}

interface GitExtension {
  readonly enabled: boolean;
  getAPI(version: 1): { readonly repositories: readonly GitRepository[] };
}

/** Undefined when the git extension is not there or knows no repository. */
export async function changedFiles(): Promise<Uri[] | undefined> {
  const extension = extensions.getExtension<GitExtension>("vscode.git");
  if (!extension) return undefined;
  const git = await extension.activate();
  if (!git.enabled) return undefined;
  const { repositories } = git.getAPI(1);
  if (repositories.length === 0) return undefined;
  const uris = new Map<string, Uri>();
  for (const repository of repositories) {
    await repository.status();
    const { workingTreeChanges, indexChanges, mergeChanges, untrackedChanges } = repository.state;
    for (const { uri } of [...workingTreeChanges, ...indexChanges, ...mergeChanges, ...(untrackedChanges ?? [])])
      uris.set(uri.toString(), uri);
  }
  return [...uris.values()];
}
