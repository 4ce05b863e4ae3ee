class Door {
  string Check(string level) {
    // ruleid: reordered-text
    if (level != "user‮⁦ // only for admins") Open();
    // ok: reordered-text
    return "‫שלום‬";
  }
}
