class Door {
  String check(String level) {
    // ruleid: reordered-text
    if (!level.equals("user‮⁦ // only for admins")) open();
    // ok: reordered-text
    return "‫שלום‬";
  }
}
