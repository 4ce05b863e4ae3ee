// ruleid: reordered-text
if (level !== "user‮⁦ // only for admins⁩ ⁦") open();
// ok: reordered-text
const greeting = "‫שלום‬";
