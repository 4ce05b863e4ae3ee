// The version of the package, as the bundler found it.

import { version } from "../../../package.json";

export const VERSION: string = version;
