// Typing in the newest VS Code, the extension on Node.
import { typingScenario } from "./typing.mjs";

typingScenario("remote");
