// The folders that the editor has open, each with its own engine and configuration, and one project for files that lie in
// none of them. The innermost folder that holds a file is the one that counts.

import type { Engine } from "../scan/engine.ts";
import { FolderConfiguration, readSettings } from "./configuration.ts";
import type { FileAccess, Host } from "./host.ts";
import { messageOf, Project, type ProjectContext } from "./project.ts";
import { folderKey, uriKey } from "./uri.ts";

export interface Located {
  readonly project: Project;
  readonly path: string;
  readonly key: string;
}

export interface ProjectsContext extends ProjectContext {
  readonly host: Host;
  readonly engine: Engine;
  /** Reads a URI, by disk or by asking the client. */
  readonly files: FileAccess | undefined;
  /** The editor's settings for a folder (undefined for files that lie in none), the later before the earlier. */
  settings(folder: string | undefined): Promise<readonly unknown[]>;
  isTrusted(): boolean;
  created(project: Project): void;
}

/** Where files are kept that lie in no folder. */
const LOOSE = "";

export class Projects {
  readonly #context: ProjectsContext;
  readonly #folders = new Set<string>();
  readonly #ready = new Map<string, Project>();
  readonly #loading = new Map<string, Promise<Project | undefined>>();

  constructor(context: ProjectsContext) {
    this.#context = context;
  }

  get folders(): readonly string[] {
    return [...this.#folders];
  }

  all(): readonly Project[] {
    return [...this.#ready.values()];
  }

  addFolder(uri: string): void {
    this.#folders.add(folderKey(uri));
  }

  removeFolder(uri: string): Project | undefined {
    const root = folderKey(uri);
    this.#folders.delete(root);
    const project = this.#ready.get(root);
    this.#ready.delete(root);
    this.#loading.delete(root);
    project?.dispose();
    return project;
  }

  rootOf(key: string): string {
    let best = LOOSE;
    for (const folder of this.#folders)
      if (folder.length > best.length && key.startsWith(folder) && key[folder.length] === "/") best = folder;
    return best;
  }

  /** Where a file is kept, when its project is ready. */
  locate(uri: string): Located | undefined {
    const key = uriKey(uri);
    const project = this.#ready.get(this.rootOf(key));
    const path = project?.pathOf(key);
    return project && path !== undefined ? { project, path, key } : undefined;
  }

  /** Where a file is kept, once its project is ready; undefined when it cannot be made. */
  async located(uri: string): Promise<Located | undefined> {
    let located = this.locate(uri);
    if (!located) {
      await this.ready(this.rootOf(uriKey(uri)));
      located = this.locate(uri);
    }
    if (located && (await located.project.config.visit(located.path))) located.project.rulesChanged();
    return located;
  }

  ready(root: string): Promise<Project | undefined> {
    let loading = this.#loading.get(root);
    if (!loading) {
      loading = this.#load(root).catch((error: unknown) => {
        this.#context.log.error(`The project of ${root || "loose files"} could not be made: ${messageOf(error)}`);
        this.#loading.delete(root);
        return undefined;
      });
      this.#loading.set(root, loading);
    }
    return loading;
  }

  /** Reads settings and configuration again, everywhere. */
  async reconfigure(): Promise<void> {
    for (const project of this.all()) {
      try {
        project.configure(await this.#configuration(project.root));
      } catch (error) {
        this.#context.log.error(
          `The configuration of ${project.root || "loose files"} stays as it was: ${messageOf(error)}`,
        );
      }
    }
  }

  dispose(): void {
    for (const project of this.#ready.values()) project.dispose();
    this.#ready.clear();
    this.#loading.clear();
  }

  async #load(root: string): Promise<Project> {
    const project = await Project.create(root, this.#context, await this.#configuration(root));
    if (root !== LOOSE && !this.#folders.has(root)) {
      project.dispose();
      throw new Error("the folder was closed");
    }
    this.#ready.set(root, project);
    this.#context.created(project);
    return project;
  }

  async #configuration(root: string): Promise<FolderConfiguration> {
    return FolderConfiguration.load({
      root,
      settings: readSettings(...(await this.#context.settings(root === LOOSE ? undefined : root))),
      engine: this.#context.engine,
      files: this.#context.files,
      isTrusted: this.#context.isTrusted(),
      today: this.#context.host.today(),
    });
  }
}
