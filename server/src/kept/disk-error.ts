// What the system says of a file that could not be read or written, for people.

/** What went wrong with a file, in a few words and without its path, which stands before it. */
export function messageOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  switch (code) {
    case "EACCES":
    case "EPERM":
      return "permission denied";
    case "ENOENT":
      return "there is no such file";
    case "EISDIR":
      return "it is a folder";
    case "ELOOP":
      return "its links lead in a circle";
    case "ENOSPC":
      return "the disk is full";
    default:
      return message ?? String(error);
  }
}

/** Why a file that is there could not be read; undefined where there is none. A folder of its name is none. */
export function refusal(error: unknown): string | undefined {
  const { code } = error as NodeJS.ErrnoException;
  const isAbsent = code === undefined || ["ENOENT", "ENOTDIR", "EISDIR"].includes(code);
  return isAbsent ? undefined : messageOf(error);
}
