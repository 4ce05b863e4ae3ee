package door

func check(level string) string {
	// ruleid: reordered-text
	if level != "user‮⁦ // only for admins" {
		open()
	}
	// ok: reordered-text
	return "‫שלום‬"
}
