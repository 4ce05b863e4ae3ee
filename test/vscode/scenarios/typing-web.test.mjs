// Typing in the oldest VS Code we support, all of it in the browser.
import { typingScenario } from "./typing.mjs";

typingScenario("web");
