const { BrowserWindow } = require("electron");

const first = new BrowserWindow({
  webPreferences: {
    // ruleid: electron-unsafe-window
    nodeIntegration: true,
    // ruleid: electron-unsafe-window
    contextIsolation: false,
  },
});

// ruleid: electron-unsafe-window
const second = new BrowserWindow({ webPreferences: { webSecurity: false } });

// ruleid: electron-unsafe-window
const shown = { width: 800, webPreferences: { allowRunningInsecureContent: true } };

// ok: electron-unsafe-window
const third = new BrowserWindow({ webPreferences: { nodeIntegration: false, contextIsolation: true, preload } });

// ok: electron-unsafe-window
const plan = { contextIsolation: false };
