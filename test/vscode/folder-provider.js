// A web extension of the rig: puts folders of this machine, served read-only by web-host.mjs, under the scheme `localfolder`.
// Files are read when they are asked for; what is written, renamed or deleted stays in memory and never reaches the disk.
// It runs in VS Code's web worker, as one CommonJS file without imports.
const vscode = require("vscode");

exports.activate = (context) => {
  const origin = context.extensionUri.with({ path: "/folder" }).toString();
  /** Path → bytes (a file), "folder", or undefined (deleted): what was changed here lies over what is served. */
  const changes = new Map();
  const events = new vscode.EventEmitter();
  const missing = (uri) => vscode.FileSystemError.FileNotFound(uri);
  const fileType = { file: vscode.FileType.File, folder: vscode.FileType.Directory };

  const ask = async (uri, what) => {
    const path = uri.path.split("/").map(encodeURIComponent).join("/");
    const response = await fetch(`${origin}${path}?${what}`);
    if (response.status === 404) throw missing(uri);
    if (!response.ok) throw vscode.FileSystemError.Unavailable(`${uri.path}: HTTP ${response.status}`);
    return response;
  };
  const isBelowDeleted = (path) => {
    for (let at = path; at.length > 1; at = at.slice(0, at.lastIndexOf("/")))
      if (changes.has(at)) return changes.get(at) === undefined;
    return false;
  };
  const parent = (uri) => uri.with({ path: uri.path.slice(0, uri.path.lastIndexOf("/")) || "/" });
  const fire = (...list) => events.fire(list.flatMap(([type, uri]) => [{ type, uri }]));

  const provider = {
    onDidChangeFile: events.event,
    watch: () => new vscode.Disposable(() => {}),
    async stat(uri) {
      const change = changes.get(uri.path);
      if (change === "folder") return { type: fileType.folder, ctime: 0, mtime: 0, size: 0 };
      if (change) return { type: fileType.file, ctime: 0, mtime: change.mtime, size: change.bytes.length };
      if (isBelowDeleted(uri.path)) throw missing(uri);
      const { type, size, mtime } = await (await ask(uri, "stat")).json();
      return { type: fileType[type], ctime: 0, mtime, size };
    },
    async readDirectory(uri) {
      const names = new Map();
      const base = uri.path === "/" ? "/" : `${uri.path}/`;
      if (changes.get(uri.path) !== "folder") {
        if (isBelowDeleted(uri.path)) throw missing(uri);
        for (const [name, type] of await (await ask(uri, "list")).json()) names.set(name, fileType[type]);
      }
      for (const [path, change] of changes) {
        if (!path.startsWith(base) || path.slice(base.length).includes("/")) continue;
        const name = path.slice(base.length);
        if (change === undefined) names.delete(name);
        else names.set(name, change === "folder" ? fileType.folder : fileType.file);
      }
      return [...names];
    },
    async readFile(uri) {
      const change = changes.get(uri.path);
      if (change === "folder") throw vscode.FileSystemError.FileIsADirectory(uri);
      if (change) return change.bytes;
      if (isBelowDeleted(uri.path)) throw missing(uri);
      return new Uint8Array(await (await ask(uri, "read")).arrayBuffer());
    },
    async writeFile(uri, bytes, options) {
      const exists = await provider.stat(uri).then(
        () => true,
        () => false,
      );
      if (exists && !options.overwrite) throw vscode.FileSystemError.FileExists(uri);
      if (!exists && !options.create) throw missing(uri);
      changes.set(uri.path, { bytes, mtime: Date.now() });
      fire([exists ? vscode.FileChangeType.Changed : vscode.FileChangeType.Created, uri]);
    },
    createDirectory(uri) {
      changes.set(uri.path, "folder");
      fire([vscode.FileChangeType.Created, uri], [vscode.FileChangeType.Changed, parent(uri)]);
    },
    async delete(uri) {
      await provider.stat(uri);
      for (const path of [...changes.keys()]) if (path.startsWith(`${uri.path}/`)) changes.delete(path);
      changes.set(uri.path, undefined);
      fire([vscode.FileChangeType.Deleted, uri], [vscode.FileChangeType.Changed, parent(uri)]);
    },
    async rename(from, to, options) {
      const { type } = await provider.stat(from);
      if (type === fileType.folder) {
        provider.createDirectory(to);
        for (const [name] of await provider.readDirectory(from)) {
          const below = (uri) => uri.with({ path: `${uri.path}/${name}` });
          await provider.rename(below(from), below(to), options);
        }
      } else await provider.writeFile(to, await provider.readFile(from), { create: true, overwrite: options.overwrite });
      await provider.delete(from);
    },
  };
  context.subscriptions.push(
    vscode.workspace.registerFileSystemProvider("localfolder", provider, { isCaseSensitive: true }),
  );
};
