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
